import type { Box, GreyPicture } from '../image/picture.ts';
import { type Run, runsOf } from './runs.ts';

/** A connected part of a mask (4-neighbours). */
export interface Component {
  readonly box: Box;
  readonly area: number;
  readonly runs: readonly Run[];
}

/** The connected parts where `inside` holds, largest first. */
export function componentsOf(width: number, height: number, inside: (i: number) => boolean): Component[] {
  const runs = runsOf(width, height, inside);
  const roots = joined(runs, width);
  const parts = new Map<number, Run[]>();
  for (const [i, run] of runs.entries()) {
    const part = parts.get(roots[i]);
    if (part === undefined) parts.set(roots[i], [run]);
    else part.push(run);
  }
  return Array.from(parts.values(), part => componentFrom(part, width)).sort((a, b) => b.area - a.area);
}

/**
 * For each run, the first run of the part that it belongs to: runs that overlap from one row to the next are one part
 * (union–find, as in Rosenfeld and Pfaltz 1966).
 */
function joined(runs: readonly Run[], width: number): Int32Array {
  const parents = Int32Array.from(runs.keys());
  const rootOf = (i: number): number => {
    let root = i;
    while (parents[root] !== root) root = parents[root];
    parents[i] = root;
    return root;
  };
  for (let above = 0, i = 0; i < runs.length; i++) {
    const [start, end] = [runs[i].start - width, runs[i].end - width];
    while (runs[above].end <= start) above++;
    // The last of them may reach the next run too: it stays.
    for (let j = above; runs[j].start < end; j++) {
      const [a, b] = [rootOf(j), rootOf(i)];
      parents[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return parents.map((_, i) => rootOf(i));
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

/** A mask that holds just the given parts. */
export function maskOf(width: number, height: number, parts: readonly Component[]): GreyPicture {
  const data = new Uint8Array(width * height);
  for (const { runs } of parts) for (const { start, end } of runs) data.fill(255, start, end);
  return { width, height, data };
}

/** Fills every hole: what is not set and has no way to the border. */
export function fillHoles(mask: GreyPicture): GreyPicture {
  const { width, height, data } = mask;
  const touchesBorder = ({ box }: Component) =>
    box.left === 0 || box.top === 0 || box.left + box.width === width || box.top + box.height === height;
  const holes = componentsOf(width, height, i => data[i] === 0).filter(part => !touchesBorder(part));
  const filled = data.slice();
  for (const { runs } of holes) for (const { start, end } of runs) filled.fill(255, start, end);
  return { ...mask, data: filled };
}

/** The smallest box round what is set (above `level`); undefined when nothing is. */
export function boxOf({ width, height, data }: GreyPicture, level = 127): Box | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] <= level) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
