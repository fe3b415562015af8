/** Logit → probability. */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Probability → logit, the inverse: comparing logits spares an exponential for each. */
export const logit = (p: number): number => Math.log(p / (1 - p));

/** The inner product; of unit vectors, their cosine similarity. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The mean of the `n` highest numbers. One pass: `top` holds the highest so far, lowest first. */
export function topMean(values: Float32Array, n: number): number {
  const top = values.slice(0, n).sort();
  for (let i = n; i < values.length; i++) {
    const value = values[i];
    if (value <= top[0]) continue;
    let k = 1;
    for (; k < n && top[k] < value; k++) top[k - 1] = top[k];
    top[k - 1] = value;
  }
  return top.reduce((a, b) => a + b, 0) / top.length;
}
