/**
 * Brands of files that are coded with HEVC, as iPhones take them, and of those with AV1, which Inlay reads.
 */
const HEVC = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx']);
const AV1 = new Set(['avif', 'avis']);

/** Whether a file is HEIC, whatever its name says: by the brands at its beginning. */
export function isHeic(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 256));
  if (head.length < 16 || head.toString('latin1', 4, 8) !== 'ftyp') return false;
  const end = Math.min(head.length, head.readUInt32BE(0));
  const brands = [head.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.toString('latin1', at, at + 4));
  return brands.some(brand => HEVC.has(brand)) && !brands.some(brand => AV1.has(brand));
}
