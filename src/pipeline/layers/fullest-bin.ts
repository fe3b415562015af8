/**
 * Those that most of some values have in common: the fullest bin, the first of equally full ones; empty of
 * none.
 */
export function fullestBin<T>(values: readonly T[], binOf: (value: T) => string | number): readonly T[] {
  const bins = new Map<string | number, T[]>();
  for (const value of values) {
    const bin = binOf(value);
    const known = bins.get(bin);
    if (known === undefined) bins.set(bin, [value]);
    else known.push(value);
  }
  let fullest: readonly T[] = [];
  for (const bin of bins.values()) if (bin.length > fullest.length) fullest = bin;
  return fullest;
}
