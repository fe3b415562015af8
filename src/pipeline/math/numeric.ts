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

const STRIDE = 61;

/** The mean of the `n` highest numbers. */
export function topMean(values: Float32Array, n: number): number {
  // A heap, the least of the highest so far on top: sorted numbers are one.
  const top = values.slice(0, n).sort();
  let least = top[0];
  // Of a map, neighbours are much alike: in long strides the highest are met early, and few come after them.
  for (let start = n; start < n + STRIDE; start++) {
    for (let i = start; i < values.length; i += STRIDE) {
      if (values[i] <= least) continue;
      replaceLeast(top, values[i]);
      least = top[0];
    }
  }
  let sum = 0;
  for (const value of top.sort()) sum += value;
  return sum / top.length;
}

/** Puts `value` into a heap instead of the least number in it. */
function replaceLeast(heap: Float32Array, value: number): void {
  let index = 0;
  for (let child = 1; child < heap.length; child = 2 * index + 1) {
    if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
    if (heap[child] >= value) break;
    heap[index] = heap[child];
    index = child;
  }
  heap[index] = value;
}
