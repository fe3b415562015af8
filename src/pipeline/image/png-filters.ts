/**
 * Reverses the filters of a PNG's rows, in place (PNG, 9.2): each byte was stored less a prediction from
 * those to the left (`a`), above (`b`) and above the left (`c`), which are 0 beyond the edge.
 * @param data for each row a byte that names its filter, and `row` bytes.
 * @param pixel bytes from a pixel to the next
 */
export function unfilter(data: Uint8Array, row: number, pixel: number): void {
  for (let start = 1; start < data.length; start += row + 1) {
    const filter = FILTERS[data[start - 1]];
    if (filter === undefined) throw new Error(`There is no filter ${data[start - 1]}.`);
    filter(data, { start, end: start + row, pixel, up: row + 1, isFirst: start === 1 });
  }
}

interface Row {
  readonly start: number;
  readonly end: number;
  readonly pixel: number;
  /** Distance back to the byte above. */
  readonly up: number;
  readonly isFirst: boolean;
}

type Filter = (data: Uint8Array, row: Row) => void;

const none: Filter = () => {};

const sub: Filter = (data, { start, end, pixel }) => {
  for (let i = start + pixel; i < end; i++) data[i] += data[i - pixel];
};

const up: Filter = (data, { start, end, up, isFirst }) => {
  if (isFirst) return;
  for (let i = start; i < end; i++) data[i] += data[i - up];
};

const average: Filter = (data, { start, end, pixel, up, isFirst }) => {
  for (let i = start; i < end; i++) {
    const a = i < start + pixel ? 0 : data[i - pixel];
    data[i] += (a + (isFirst ? 0 : data[i - up])) >> 1;
  }
};

const paeth: Filter = (data, row) => {
  const { start, end, pixel, up: above, isFirst } = row;
  if (isFirst) return sub(data, row);
  for (let i = start; i < start + pixel; i++) data[i] += data[i - above];
  for (let i = start + pixel; i < end; i++) {
    const a = data[i - pixel];
    const b = data[i - above];
    const c = data[i - above - pixel];
    const fromA = Math.abs(b - c);
    const fromB = Math.abs(a - c);
    const fromC = Math.abs(a + b - 2 * c);
    data[i] += fromA <= fromB && fromA <= fromC ? a : fromB <= fromC ? b : c;
  }
};

const FILTERS: readonly (Filter | undefined)[] = [none, sub, up, average, paeth];
