/** EXIF's orientation tag, 1 to 8. */
const ORIENTATION = 0x0112;
const UPRIGHT = 1;
/** More entries than any camera writes. */
const MOST_ENTRIES = 1000;

/** The orientation in a TIFF structure, which is what EXIF is; 1 where it has none, or cannot be read. */
export function orientationOf(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const little = view.getUint16(0) === 0x4949;
    const start = view.getUint32(4, little);
    const count = Math.min(MOST_ENTRIES, view.getUint16(start, little));
    for (let i = 0, at = start + 2; i < count; i++, at += 12) {
      if (view.getUint16(at, little) !== ORIENTATION) continue;
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : UPRIGHT;
    }
  } catch {
    // A truncated structure has no orientation.
  }
  return UPRIGHT;
}

/** EXIF with an orientation and nothing else; undefined where there is nothing to rotate. */
export function turning(orientation: number): Buffer | undefined {
  if (orientation === UPRIGHT) return undefined;
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(ORIENTATION, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  return tiff;
}
