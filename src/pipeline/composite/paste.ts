import type { Colour } from '../image/colour/read.ts';
import { type Box, type GreyPicture, type Picture, whiteOf } from '../image/picture.ts';
import { clipped } from '../region/window.ts';
import type { Tensor } from '../tensor.ts';

/** A painted region window at the picture's own size. */
export interface Patch {
  readonly window: Box;
  /** `[1, 3, side, side]`, sRGB in −1…1. */
  readonly image: Tensor;
  /** `[1, 1, side, side]`, 0…255: how much of the painting is shown. */
  readonly opacity: Tensor;
}

/** A copy of the picture to paste into, and the mask of what was pasted so far. */
export interface Canvas {
  readonly picture: Picture;
  readonly mask: GreyPicture;
}

/** An untouched copy of the picture. */
export function canvasOf(source: Picture): Canvas {
  const { width, height } = source;
  return {
    picture: { ...source, rgb: source.rgb.slice() },
    mask: { width, height, data: new Uint8Array(width * height) },
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
  { picture: { rgb, width, colour }, mask: { data: covered } }: Canvas,
  { window, image: { data: painted }, opacity: { data: shownAt } }: Patch,
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
    const kept = 1 - shown / 255;
    const gain = (shown / 255) * white;
    const paint = inNumbersOf(painted, at, plane);
    for (let i = 3 * pixel, c = 0; c < 3; i++, c++) {
      const value = gain * paint[c] + kept * rgb[i] + 0.5;
      rgb[i] = value < 0 ? 0 : Math.min(value, white);
    }
  }
}

/**
 * Reads one pixel of a painting, planar sRGB in −1…1, as 0…1 in the numbers of the picture that it goes into. This is the one
 * place where what was painted leaves sRGB (docs/adr/0100). What it returns is overwritten by the next call.
 */
function paintIn(colour: Colour | undefined) {
  const paint = new Float64Array(3);
  const convert = colour?.conversion?.fromSrgb;
  return (painted: Float32Array, at: number, plane: number): Float64Array => {
    for (let c = 0, from = at; c < 3; c++, from += plane) paint[c] = (painted[from] + 1) / 2;
    convert?.(paint);
    return paint;
  };
}
