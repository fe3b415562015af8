/** Of 95%. */
const Z = 1.96;

/** The 95% interval of a share of `n` (Wilson), which is not empty where all agree. */
export function wilson(share: number, n: number): { low: number; high: number } {
  const centre = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
