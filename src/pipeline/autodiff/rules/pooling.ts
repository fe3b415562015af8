import { sizeOf } from '../../math/tensor.ts';
import { intOf, intsOf } from '../../onnx/attributes.ts';
import type { Value } from '../facts.ts';
import type { Ops } from '../ops.ts';
import type { Rule } from './types.ts';
import { type Slide, slidesOf, transposing } from './window.ts';

/** How many elements of the picture each window along one axis averages over. */
function counted(
  { kernel, stride, dilation, before, after }: Slide,
  size: number,
  out: number,
  padded: boolean,
) {
  const [low, high] = padded ? [-before, size + after] : [0, size];
  return Array.from({ length: out }, (_, o) => {
    const taps = Array.from({ length: kernel }, (_, k) => o * stride - before + k * dilation);
    return taps.filter(i => i >= low && i < high).length;
  });
}

/** g of each window over the number of elements it averages. */
function shared(
  f: Ops,
  g: Value,
  slides: readonly Slide[],
  sizes: readonly number[],
  padded: boolean,
): Value {
  return slides.reduce((share, slide, i) => {
    const counts = counted(slide, sizes[i], g.dims[i + 2], padded);
    const dims = g.dims.map((n, axis) => (axis === i + 2 ? n : 1));
    return f.mul(
      share,
      f.constant(
        g.dtype,
        dims,
        counts.map(n => 1 / n),
      ),
    );
  }, g);
}

/** Pooling over windows and over everything. */
export const pooling = {
  /** y = mean of a window; dx = Σ g/n over the windows that an element is in */
  AveragePool: ({ node, inputs: [input] }, g, f) => {
    const x = input!;
    const [batch, channels, ...sizes] = x.dims;
    const slides = slidesOf(node, intsOf(node, 'kernel_shape')!, sizes, g.dims.slice(2));
    const share = shared(f, g, slides, sizes, intOf(node, 'count_include_pad', 0) === 1);
    const planes = f.reshape(share, [batch * channels, 1, ...g.dims.slice(2)]);
    const shape = [1, 1, ...slides.map(({ kernel }) => kernel)];
    const ones = f.constant(g.dtype, shape, new Array<number>(sizeOf(shape)).fill(1));
    const attributes = transposing(slides, g.dims.slice(2), sizes);
    return [
      () =>
        f.reshape(f.op('ConvTranspose', [planes, ones], [batch * channels, 1, ...sizes], attributes), x.dims),
    ];
  },
  /** y = mean of a plane; dx = g/n */
  GlobalAveragePool: ({ inputs: [x] }, g, f) => [
    () => f.expand(f.mul(g, 1 / sizeOf(x!.dims.slice(2))), x!.dims),
  ],
  /** y = maximum of a window; dx = g where it was found, which the operator itself can tell */
  MaxPool: ({ node, inputs: [x], optionalOutput, opset }, g, f) => [
    () => {
      if (opset < 16) throw new Error('the derivative of MaxPool needs operator set 16 or later');
      if (intOf(node, 'storage_order', 0) === 1) throw new Error('MaxPool in column order has no derivative');
      const indices = optionalOutput(1, { dtype: 'int64', dims: g.dims });
      const flat = (value: Value) => f.reshape(value, [sizeOf(value.dims)]);
      const zeros = f.zeros([sizeOf(x!.dims)], g.dtype);
      const attributes = { axis: 0, reduction: 'add' };
      const sums = f.op('ScatterElements', [zeros, flat(indices), flat(g)], zeros.dims, attributes);
      return f.reshape(sums, x!.dims);
    },
  ],
} satisfies Record<string, Rule>;
