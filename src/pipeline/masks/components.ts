import { type Box, type GreyPicture, SET } from '../image/picture.ts';
import { gapsBetween, type Run, runsFrom } from './runs.ts';

/** A connected part of a mask (4-neighbours). */
export interface Component {
  readonly box: Box;
  readonly area: number;
  readonly runs: readonly Run[];
}

/** The connected parts that runs make, row by row in a grid of `width`; largest first. */
export function connected(runs: readonly Run[], width: number): Component[] {
  const roots = joined(runs, width);
  const parts = new Map<number, Run[]>();
  for (let i = 0; i < runs.length; i++) {
    const part = parts.get(roots[i]);
    if (part === undefined) parts.set(roots[i], [runs[i]]);
    else part.push(runs[i]);
  }
  return Array.from(parts.values(), part => componentFrom(part, width)).sort((a, b) => b.area - a.area);
}

/**
 * For each run, the first run of the part that it belongs to: runs that overlap from one row to the next are
 * one part (union–find, as in Rosenfeld and Pfaltz 1966).
 */
function joined(runs: readonly Run[], width: number): Int32Array {
  const parents = new Int32Array(runs.length);
  for (let i = 0; i < parents.length; i++) parents[i] = i;
  const rootOf = (i: number): number => {
    let root = i;
    while (parents[root] !== root) root = parents[root];
    parents[i] = root;
    return root;
  };
  for (let above = 0, i = 0; i < runs.length; i++) {
    const start = runs[i].start - width;
    const end = runs[i].end - width;
    while (runs[above].end <= start) above++;
    // The last of them may reach the next run too: it stays.
    for (let j = above; runs[j].start < end; j++) {
      const a = rootOf(j);
      const b = rootOf(i);
      parents[Math.max(a, b)] = Math.min(a, b);
    }
  }
  for (let i = 0; i < parents.length; i++) rootOf(i);
  return parents;
}

function componentFrom(runs: readonly Run[], width: number): Component {
  let [left, right, area] = [width, 0, 0];
  for (const { start, end } of runs) {
    const x = start % width;
    left = Math.min(left, x);
    right = Math.max(right, x + end - start);
    area += end - start;
  }
  const top = Math.floor(runs[0].start / width);
  const bottom = Math.floor(runs[runs.length - 1].start / width);
  return { box: { left, top, width: right - left, height: bottom - top + 1 }, area, runs };
}

/** The numbers of a map inside a part. */
export function valuesIn({ area, runs }: Component, map: Float32Array): Float32Array {
  const values = new Float32Array(area);
  let count = 0;
  for (const { start, end } of runs) {
    values.set(map.subarray(start, end), count);
    count += end - start;
  }
  return values;
}

/** Whether a mask is at or above `level` anywhere in a part. */
export function touches({ runs }: Component, mask: Uint8Array, level: number): boolean {
  return runs.some(({ start, end }) => {
    for (let i = start; i < end; i++) if (mask[i] >= level) return true;
    return false;
  });
}

/** A mask of just the given components. */
export function maskOf(width: number, height: number, parts: readonly Component[]): GreyPicture {
  const data = new Uint8Array(width * height);
  for (const { runs } of parts) for (const { start, end } of runs) data.fill(255, start, end);
  return { width, height, data };
}

/** Fills every hole: unset cells without a path to the border. */
export function fillHoles(mask: GreyPicture): GreyPicture {
  const { width, height, data } = mask;
  const touchesBorder = ({ box }: Component) =>
    box.left === 0 || box.top === 0 || box.left + box.width === width || box.top + box.height === height;
  const gaps = gapsBetween(runsFrom(data, width, 1), width, height);
  const holes = connected(gaps, width).filter(part => !touchesBorder(part));
  const filled = data.slice();
  for (const { runs } of holes) for (const { start, end } of runs) filled.fill(255, start, end);
  return { ...mask, data: filled };
}

/** The smallest box round what is set (at or above `level`); undefined when nothing is. */
export function boxOf({ width, height, data }: GreyPicture, level = SET): Box | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let first = row;
    while (first < row + width && data[first] < level) first++;
    if (first === row + width) continue;
    let last = row + width - 1;
    while (data[last] < level) last--;
    left = Math.min(left, first - row);
    right = Math.max(right, last - row);
    top = Math.min(top, y);
    bottom = y;
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
