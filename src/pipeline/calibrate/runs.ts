/** Cells of one row, side by side, that are set: from index `start` to before `end` in the grid. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** The runs where `inside` holds, row by row. */
export function runsOf(width: number, height: number, inside: (i: number) => boolean): Run[] {
  const runs: Run[] = [];
  for (let row = 0; row < width * height; row += width) {
    for (let i = row; i < row + width; i++) {
      if (!inside(i)) continue;
      const start = i++;
      while (i < row + width && inside(i)) i++;
      runs.push({ start, end: i });
    }
  }
  return runs;
}
