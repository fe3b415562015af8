import { intOf } from '../../onnx/attributes.ts';
import type { Value } from '../facts.ts';
import { type Ops, range } from '../ops.ts';
import type { Rule, Site } from './types.ts';
import { convolving, type Slide, slidesOf, spanOf, transposing } from './window.ts';

const spatial = ({ dims }: Value): readonly number[] => dims.slice(2);

/** Exchanges the first two axes. */
const swapped = (f: Ops, x: Value): Value => f.transpose(x, [1, 0, ...range(2, x.dims.length)]);

/** A bias is added everywhere: its cotangent is g summed over all axes but the channels. */
const biasOf = (f: Ops, g: Value): Value => f.reshape(f.sum(g, [0, ...range(2, g.dims.length)]), [g.dims[1]]);

/**
 * Kernels `[M, C/G, …k]` transposed to map M channels back to C: `[C, M/G, …k]`, flipped in space. With a
 * stride of 1 a convolution with them is the adjoint, and faster than a transposed one. Of constants, this
 * runs once.
 */
function turned(f: Ops, w: Value, group: number): Value {
  const [m, c, ...kernel] = w.dims;
  const axes = range(3, 3 + kernel.length);
  const grouped = f.reshape(w, [group, m / group, c, ...kernel]);
  const back = f.reshape(f.transpose(grouped, [0, 2, 1, ...axes]), [group * c, m / group, ...kernel]);
  return f.flip(back, range(2, 2 + kernel.length));
}

/** Whether the adjoint is a convolution itself. */
const isPlain = (slides: readonly Slide[]): boolean =>
  slides.every(slide => slide.stride === 1 && slide.before < spanOf(slide) && slide.after < spanOf(slide));

/** dx of a convolution: g through the same kernels backwards. */
function inputCotangent(
  f: Ops,
  g: Value,
  w: Value,
  x: Value,
  slides: readonly Slide[],
  group: number,
): Value {
  if (isPlain(slides)) {
    const mirrored = slides.map(slide => ({
      ...slide,
      before: spanOf(slide) - 1 - slide.before,
      after: spanOf(slide) - 1 - slide.after,
    }));
    return f.op('Conv', [g, turned(f, w, group)], x.dims, { ...convolving(mirrored), group });
  }
  const attributes = { ...transposing(slides, spatial(g), spatial(x)), group };
  return f.op('ConvTranspose', [g, w], x.dims, attributes);
}

/**
 * dw of a convolution, `[M, C/G, …k]`: x convolved with g, batch and channels exchanged, so that what was the
 * stride becomes the dilation and the other way round. Cropped to the kernel, since a stride may leave a
 * rest.
 */
function kernelCotangent(
  f: Ops,
  g: Value,
  x: Value,
  w: Value,
  slides: readonly Slide[],
  group: number,
): Value {
  const [batch, channels] = x.dims;
  const [outputs, each, ...kernel] = w.dims;
  const axes = range(3, 3 + kernel.length);
  const grouped = f.reshape(x, [batch, group, channels / group, ...spatial(x)]);
  const rows = f.reshape(f.transpose(grouped, [2, 1, 0, ...axes]), [each, group * batch, ...spatial(x)]);
  const crossed = slides.map((slide, i) => ({
    ...slide,
    kernel: spatial(g)[i],
    stride: slide.dilation,
    dilation: slide.stride,
  }));
  const sizes = crossed.map(
    (slide, i) => Math.floor((spatial(x)[i] + slide.before + slide.after - spanOf(slide)) / slide.stride) + 1,
  );
  const attributes = { ...convolving(crossed), group };
  const whole = f.op('Conv', [rows, swapped(f, g)], [each, outputs, ...sizes], attributes);
  return swapped(
    f,
    kernel.reduce((part, n, i) => f.slice(part, i + 2, 0, n), whole),
  );
}

const groupOf = ({ node }: Site): number => intOf(node, 'group', 1);

/** Convolutions, of any number of spatial axes, grouped, strided, dilated and padded. */
export const convolutions = {
  /** y = x ∗ w + b; dx = g through w backwards, dw = x correlated with g, db = Σg */
  Conv: (site, g, f) => {
    const [x, w] = site.inputs as [Value, Value];
    const slides = slidesOf(site.node, spatial(w), spatial(x), spatial(g));
    return [
      () => inputCotangent(f, g, w, x, slides, groupOf(site)),
      () => kernelCotangent(f, g, x, w, slides, groupOf(site)),
      () => biasOf(f, g),
    ];
  },
  /**
   * The adjoint of a convolution: dx is that convolution of g; dw is its dw with x and g in each other's
   * place.
   */
  ConvTranspose: (site, g, f) => {
    const [x, w] = site.inputs as [Value, Value];
    const slides = slidesOf(site.node, spatial(w), spatial(g), spatial(x));
    const attributes = { ...convolving(slides), group: groupOf(site) };
    return [
      () => f.op('Conv', [g, w], x.dims, attributes),
      () => kernelCotangent(f, x, g, w, slides, groupOf(site)),
      () => biasOf(f, g),
    ];
  },
} satisfies Record<string, Rule>;
