/**
 * A dense float32 array with its shape, row-major; images and latents are `[batch, channels, height, width]`.
 */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** The number of elements of a shape. */
export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, n) => product * n, 1);

/** Wraps `data` as a tensor of shape `dims`. Throws when the length does not fit, naming both. */
export function tensor(data: Float32Array, dims: readonly number[]): Tensor {
  if (data.length !== sizeOf(dims)) {
    throw new Error(`${data.length} numbers do not make a tensor of shape [${dims.join(', ')}]`);
  }
  return { data, dims };
}

/** Throws when two shapes differ, naming both. */
function assertSameShape(a: Tensor, b: Tensor): void {
  if (a.dims.length !== b.dims.length || a.dims.some((n, i) => n !== b.dims[i])) {
    throw new Error(`shapes differ: [${a.dims.join(', ')}] and [${b.dims.join(', ')}]`);
  }
}

/** Element-wise `a·x + b·y`. Throws when the shapes differ. */
export function combine(a: number, x: Tensor, b: number, y: Tensor): Tensor {
  assertSameShape(x, y);
  const [xs, ys] = [x.data, y.data];
  const data = new Float32Array(xs.length);
  for (let i = 0; i < data.length; i++) data[i] = a * xs[i] + b * ys[i];
  return { data, dims: x.dims };
}

/** Element-wise `a·x`. */
export function scale(a: number, x: Tensor): Tensor {
  const xs = x.data;
  const data = new Float32Array(xs.length);
  for (let i = 0; i < data.length; i++) data[i] = a * xs[i];
  return { data, dims: x.dims };
}

/** Joins tensors of one shape along the batch, or along `axis`. Throws when the other dimensions differ. */
export function concat(parts: readonly Tensor[], axis = 0): Tensor {
  const [first] = parts;
  for (const part of parts) {
    if (
      part.dims.length !== first.dims.length ||
      part.dims.some((n, i) => i !== axis && n !== first.dims[i])
    ) {
      throw new Error(`cannot join [${first.dims.join(', ')}] and [${part.dims.join(', ')}] along ${axis}`);
    }
  }
  const outer = sizeOf(first.dims.slice(0, axis));
  const dims = first.dims.with(
    axis,
    parts.reduce((sum, part) => sum + part.dims[axis], 0),
  );
  const data = new Float32Array(sizeOf(dims));
  let offset = 0;
  for (let o = 0; o < outer; o++) {
    for (const part of parts) {
      const block = part.data.length / outer;
      data.set(part.data.subarray(o * block, (o + 1) * block), offset);
      offset += block;
    }
  }
  return { data, dims };
}

/** Rows `start` to `end` of the batch, as a view. */
export function slice(x: Tensor, start: number, end = start + 1): Tensor {
  const row = x.data.length / x.dims[0];
  return { data: x.data.subarray(start * row, end * row), dims: x.dims.with(0, end - start) };
}

/** The batch of `x` `n` times over. */
export const repeat = (x: Tensor, n: number): Tensor => (n === 1 ? x : concat(new Array(n).fill(x)));

/**
 * Every channel of `[B, C, h, w]` times `weight` `[B, 1, h, w]`: where that is 0, a picture in −1…1 is
 * mid-grey.
 */
export function weighted({ data: from, dims }: Tensor, { data: weight }: Tensor): Tensor {
  const [batch, channels] = dims;
  const plane = weight.length / batch;
  const data = new Float32Array(from.length);
  for (let start = 0; start < data.length; start += plane) {
    const pixels = plane * Math.floor(start / (channels * plane));
    for (let p = 0, i = start; p < plane; p++, i++) data[i] = from[i] * weight[pixels + p];
  }
  return { data, dims };
}
