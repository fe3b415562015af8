import type { Colour } from '../image/colour/read.ts';
import { type Box, type GreyPicture, type Picture, whiteOf } from '../image/picture.ts';
import { clipped } from '../image/window.ts';
import type { Tensor } from '../math/tensor.ts';

/** A painted region window at the picture's own size. */
export interface Patch {
  readonly window: Box;
  /** `[1, 3, h, w]`, sRGB in −1…1, on white where it is transparent. */
  readonly image: Tensor;
  /** `[1, 1, h, w]`, 0…255: how much of the painting is shown. */
  readonly opacity: Tensor;
  /** The painting's own opacity, `[1, 1, h, w]` in 0…1; the picture's is left as it is where this is absent. */
  readonly alpha?: Tensor;
  /** Set where the opacity is the matte of a new object. */
  readonly object?: true;
}

/** A copy of the picture to paste into, and the mask of what was pasted so far. */
export interface Canvas {
  readonly picture: Picture;
  readonly mask: GreyPicture;
  /** What new objects cover; 0 throughout where they have no matte. */
  readonly matte: GreyPicture;
}

/** An untouched copy of the picture. */
export function canvasOf(source: Picture): Canvas {
  const { width, height } = source;
  return {
    picture: { ...source, rgb: source.rgb.slice(), ...(source.alpha && { alpha: source.alpha.slice() }) },
    mask: { width, height, data: new Uint8Array(width * height) },
    matte: { width, height, data: new Uint8Array(width * height) },
  };
}

/**
 * Pastes a patch into the canvas, in place, in the canvas's own colours. Where the opacity rounds to 0 of 255 the picture keeps its own
 * samples, bit for bit; what reaches beyond the picture is left out.
 */
export function paste(canvas: Canvas, patch: Patch): void {
  const { width, height } = canvas.picture;
  const { left, top, right, bottom } = clipped(patch.window, width, height);
  for (let y = top; y < bottom; y++) pasteRow(canvas, patch, y * width + left, y * width + right);
}

/** The pixels of one row from `first` to before `end`. */
function pasteRow(
  { picture: { rgb, alpha, width, colour }, mask: { data: covered }, matte }: Canvas,
  { window, image: { data: painted }, opacity: { data: shownAt }, alpha: own, object }: Patch,
  first: number,
  end: number,
): void {
  const white = whiteOf(rgb);
  const inNumbersOf = paintIn(colour);
  const plane = window.width * window.height;
  const y = Math.floor(first / width);
  let at = (y - window.top) * window.width + first - y * width - window.left;
  for (let pixel = first; pixel < end; pixel++, at++) {
    const shown = Math.round(shownAt[at]);
    if (shown === 0) continue;
    if (shown > covered[pixel]) covered[pixel] = shown;
    if (object === true && shown > matte.data[pixel]) matte.data[pixel] = shown;
    const opacity = own?.data[at] ?? 1;
    let kept = 1 - shown / 255;
    let share = shown / 255;
    if (alpha !== undefined && own !== undefined) {
      // "Over" on colours that are not premultiplied (Porter and Duff 1984).
      const before = kept * (alpha[pixel] / white);
      const after = before + share * opacity;
      alpha[pixel] = Math.round(after * white);
      if (alpha[pixel] === 0) continue;
      kept = before / after;
      share = (share * opacity) / after;
    }
    const gain = share * white;
    const paint = inNumbersOf(painted, at, plane, opacity);
    for (let i = 3 * pixel, c = 0; c < 3; i++, c++) {
      const value = gain * paint[c] + kept * rgb[i] + 0.5;
      rgb[i] = value < 0 ? 0 : Math.min(value, white);
    }
  }
}

/**
 * Reads one pixel of a painting, planar sRGB in −1…1, as 0…1 in the numbers of the picture that it goes into; the white that it is on is taken off. This is the one
 * place where what was painted leaves sRGB (docs/adr/0100). What it returns is overwritten by the next call.
 */
function paintIn(colour: Colour | undefined) {
  const paint = new Float64Array(3);
  const convert = colour?.conversion?.fromSrgb;
  return (painted: Float32Array, at: number, plane: number, opacity: number): Float64Array => {
    for (let c = 0, from = at; c < 3; c++, from += plane) {
      const onWhite = (painted[from] + 1) / 2;
      paint[c] = opacity === 0 ? 1 : (onWhite - (1 - opacity)) / opacity;
    }
    convert?.(paint);
    return paint;
  };
}
