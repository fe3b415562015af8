/** Cells of one row, side by side, that are set: from index `start` to before `end` in the grid. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** The runs of numbers at or above `level`, row by row. */
export function runsFrom(data: Float32Array | Uint8Array, width: number, level: number): Run[] {
  const runs: Run[] = [];
  for (let row = 0; row < data.length; row += width) {
    const end = row + width;
    for (let i = row; i < end; i++) {
      if (!(data[i] >= level)) continue;
      const start = i++;
      while (i < end && data[i] >= level) i++;
      runs.push({ start, end: i });
    }
  }
  return runs;
}

/** The runs between those given, which are sorted, in a grid of `width` × `height`. */
export function gapsBetween(runs: readonly Run[], width: number, height: number): Run[] {
  const gaps: Run[] = [];
  let next = 0;
  for (let row = 0; row < width * height; row += width) {
    let start = row;
    for (; next < runs.length && runs[next].start < row + width; next++) {
      if (runs[next].start > start) gaps.push({ start, end: runs[next].start });
      start = runs[next].end;
    }
    if (start < row + width) gaps.push({ start, end: row + width });
  }
  return gaps;
}
