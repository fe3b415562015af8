/** Logit → probability. */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The inner product; of unit vectors, their cosine similarity. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The mean of the `n` highest numbers. */
export function topMean(values: Float32Array, n: number): number {
  const top = values.toSorted().subarray(-n);
  return top.reduce((a, b) => a + b, 0) / top.length;
}
