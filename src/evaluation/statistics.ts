/** A mean with half the width of its 95% interval. */
export interface Estimate {
  readonly mean: number;
  /** 1.96 standard errors; 0 of fewer than two numbers. */
  readonly interval: number;
  readonly count: number;
}

/** The mean of independent numbers, with its interval by the central limit theorem. */
export function estimate(values: readonly number[]): Estimate {
  const count = values.length;
  const mean = count === 0 ? Number.NaN : values.reduce((a, b) => a + b, 0) / count;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, count - 1);
  return { mean, interval: count < 2 ? 0 : 1.96 * Math.sqrt(variance / count), count };
}
