/** `count` numbers from `start` to `end`, both included; one number is `start`. Rounds as numpy's does. */
export function linspace(start: number, end: number, count: number): number[] {
  const stride = (end - start) / Math.max(count - 1, 1);
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) numbers.push(i * stride + start);
  return numbers;
}

/** Rounds half to even, as numpy and torch do: 62.5 is 62. */
export function roundHalfToEven(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** `table` at the fractional index `t`, linearly between its entries. */
export function interpolate(table: readonly number[], t: number): number {
  const low = Math.min(Math.floor(t), table.length - 1);
  const high = Math.min(low + 1, table.length - 1);
  return table[low] + (t - low) * (table[high] - table[low]);
}
