import { intsOf, stringOf } from '../../onnx/attributes.ts';
import type { NodeProto } from '../../onnx/model_pb.ts';

/** How a kernel slides along one spatial axis. */
export interface Slide {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before the first element and after the last. */
  readonly before: number;
  readonly after: number;
}

/** What a dilated kernel spans. */
export const spanOf = ({ kernel, dilation }: Slide): number => (kernel - 1) * dilation + 1;

/**
 * Reads the slides of a convolution or a pooling, one for each spatial axis, with `auto_pad` worked out.
 * @param wide spatial sizes of the side that is padded: the input, of a transposed convolution the output
 * @param narrow of the other side
 */
export function slidesOf(
  node: NodeProto,
  kernel: readonly number[],
  wide: readonly number[],
  narrow: readonly number[],
): Slide[] {
  const strides = intsOf(node, 'strides');
  const dilations = intsOf(node, 'dilations');
  const pads = intsOf(node, 'pads');
  const auto = stringOf(node, 'auto_pad', 'NOTSET');
  const rank = kernel.length;
  return kernel.map((size, i) => {
    const slide = { kernel: size, stride: strides?.[i] ?? 1, dilation: dilations?.[i] ?? 1 };
    if (auto === 'NOTSET') return { ...slide, before: pads?.[i] ?? 0, after: pads?.[i + rank] ?? 0 };
    if (auto === 'VALID') return { ...slide, before: 0, after: 0 };
    const total = Math.max(
      0,
      (narrow[i] - 1) * slide.stride + spanOf({ ...slide, before: 0, after: 0 }) - wide[i],
    );
    const small = Math.floor(total / 2);
    const before = auto === 'SAME_UPPER' ? small : total - small;
    return { ...slide, before, after: total - before };
  });
}

/** Attributes of a convolution with these slides. */
export const convolving = (slides: readonly Slide[]) => ({
  kernel_shape: slides.map(({ kernel }) => kernel),
  strides: slides.map(({ stride }) => stride),
  dilations: slides.map(({ dilation }) => dilation),
  pads: [...slides.map(({ before }) => before), ...slides.map(({ after }) => after)],
});

/**
 * The same slides backwards: attributes of the transposed convolution from sizes `narrow` to exactly `wide`.
 */
export function transposing(slides: readonly Slide[], narrow: readonly number[], wide: readonly number[]) {
  // Whatever the windows do not reach is filled up, what they reach beyond the end is cut off.
  const beyond = slides.map(
    (slide, i) => (narrow[i] - 1) * slide.stride + spanOf(slide) - slide.before - wide[i],
  );
  const ends = slides.map((slide, i) => ({ ...slide, after: Math.max(0, beyond[i]) }));
  return { ...convolving(ends), output_padding: beyond.map(n => Math.max(0, -n)) };
}
