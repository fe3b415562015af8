import { SET } from '../pipeline/image/picture.ts';

/** A mask as COCO writes it: polygons, or run lengths down the columns, plain or packed into a string. */
export type Segmentation =
  | readonly (readonly number[])[]
  | { readonly size: readonly [height: number, width: number]; readonly counts: readonly number[] | string };

/** Fills a mask, 255 inside, row by row. */
export function rasteriseMask(segmentation: Segmentation, width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  if (!('counts' in segmentation)) {
    for (const polygon of segmentation) fillPolygon(mask, polygon, width, height);
    return mask;
  }
  const { size, counts } = segmentation;
  const runs = typeof counts === 'string' ? unpackCounts(counts) : counts;
  let at = 0;
  for (const [i, run] of runs.entries()) {
    // Runs of outside and inside alternate, beginning outside.
    for (let end = at + run; at < end; at++) {
      if (i % 2 === 1) mask[(at % size[0]) * width + Math.floor(at / size[0])] = 255;
    }
  }
  return mask;
}

/** The run lengths of a mask, down the columns. */
export function runLengths(mask: Uint8Array, width: number, height: number): number[] {
  const runs = [0];
  let inside = false;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if (mask[y * width + x] >= SET !== inside) {
        runs.push(0);
        inside = !inside;
      }
      runs[runs.length - 1]++;
    }
  }
  return runs;
}

/**
 * COCO's packed run lengths (cocoapi, maskApi.c): five bits a character, lowest first, from code 48 on; the
 * sixth bit marks that more follow, and from the fourth on each is the difference to the one before the last.
 */
function unpackCounts(text: string): number[] {
  const counts: number[] = [];
  let [value, shift] = [0, 0];
  for (const character of text) {
    const code = character.charCodeAt(0) - 48;
    value |= (code & 0x1f) << shift;
    shift += 5;
    if ((code & 0x20) !== 0) continue;
    if ((code & 0x10) !== 0) value |= -1 << shift;
    counts.push(counts.length > 2 ? value + counts[counts.length - 2] : value);
    [value, shift] = [0, 0];
  }
  return counts;
}

/** Sets the pixels whose centres are inside, by the even–odd rule. */
function fillPolygon(mask: Uint8Array, points: readonly number[], width: number, height: number): void {
  const corners = points.length / 2;
  for (let y = 0; y < height; y++) {
    const crossings: number[] = [];
    for (let i = 0; i < corners; i++) {
      const j = (i + 1) % corners;
      const [x0, y0, x1, y1] = [points[2 * i], points[2 * i + 1], points[2 * j], points[2 * j + 1]];
      if (y0 > y + 0.5 === y1 > y + 0.5) continue;
      crossings.push(x0 + ((y + 0.5 - y0) / (y1 - y0)) * (x1 - x0));
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const end = Math.min(width, Math.ceil(crossings[i + 1] - 0.5));
      for (let x = Math.max(0, Math.ceil(crossings[i] - 0.5)); x < end; x++) mask[y * width + x] = 255;
    }
  }
}
