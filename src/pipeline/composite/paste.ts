import type { Colour } from '../image/colour/read.ts';
import { type Box, type GreyPicture, type Picture, whiteOf } from '../image/picture.ts';
import type { MakeRow } from '../image/resample.ts';
import { clipped } from '../image/window.ts';

/**
 * A painted region window at the picture's own size, made a row at a time: of a large one, little is shown.
 */
export interface Patch {
  readonly window: Box;
  /** Three channels of sRGB in −1…1, on white where it is transparent. */
  readonly image: Rows;
  /** One channel of 0…255: how much of the painting is shown. */
  readonly opacity: Rows;
  /** The painting's own opacity, one channel of 0…1; without it the picture's alpha is not changed. */
  readonly alpha?: Rows;
  /** Set where the opacity is the matte of a new object. */
  readonly object?: true;
}

/** Begins to make the rows of a window, from the top. */
type Rows = () => MakeRow;

/** Of rows that are the same throughout. */
export const uniformRows = (width: number, value: number): Rows => {
  const row = new Float32Array(width).fill(value);
  return () => () => row;
};

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
 * Pastes a patch into the canvas, in place, in the canvas's own colours. Where the opacity rounds to 0 of 255
 * the picture's samples are not written; what reaches beyond the picture is clipped.
 */
export function paste(canvas: Canvas, { window, image, opacity, alpha, object }: Patch): void {
  const { width, height } = canvas.picture;
  const { left, top, right, bottom } = clipped(window, width, height);
  const [opacityOf, imageOf, alphaOf] = [opacity(), image(), alpha?.()];
  const pasteRow = rowPaster(canvas, object === true);
  for (let y = top; y < bottom; y++) {
    const row = y - window.top;
    const shown = opacityOf(row, left - window.left, right - window.left);
    const [from, end] = shownStretch(shown, left - window.left, right - window.left);
    if (from === end) continue;
    const pixel = y * width + window.left + from;
    pasteRow(pixel, from, end, { shown, painted: imageOf(row, from, end), own: alphaOf?.(row, from, end) });
  }
}

/** The least stretch that holds all that is shown of a row. */
function shownStretch(opacity: Float32Array, from: number, end: number): [from: number, end: number] {
  while (from < end && Math.round(opacity[from]) === 0) from++;
  while (end > from && Math.round(opacity[end - 1]) === 0) end--;
  return [from, end];
}

/** A stretch of one row of a patch. */
interface PatchRow {
  readonly shown: Float32Array;
  readonly painted: Float32Array;
  readonly own: Float32Array | undefined;
}

/** Pastes the samples from `from` to before `end` of a patch's row over the pixels from `pixel` on. */
function rowPaster(
  { picture: { rgb, alpha, colour }, mask: { data: covered }, matte }: Canvas,
  isObject: boolean,
): (pixel: number, from: number, end: number, row: PatchRow) => void {
  const white = whiteOf(rgb);
  const inNumbersOf = paintIn(colour);
  return (first, from, end, { shown: shownAt, painted, own }) => {
    const width = painted.length / 3;
    for (let pixel = first, at = from; at < end; pixel++, at++) {
      const shown = Math.round(shownAt[at]);
      if (shown === 0) continue;
      if (shown > covered[pixel]) covered[pixel] = shown;
      if (isObject && shown > matte.data[pixel]) matte.data[pixel] = shown;
      const opacity = own?.[at] ?? 1;
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
      const paint = inNumbersOf(painted, at, width, opacity);
      for (let i = 3 * pixel, c = 0; c < 3; i++, c++) {
        const value = gain * paint[c] + kept * rgb[i] + 0.5;
        rgb[i] = value < 0 ? 0 : Math.min(value, white);
      }
    }
  };
}

/**
 * Reads one pixel of a row, its channels `width` apart, sRGB in −1…1 on white, as 0…1 in the colour space of
 * the picture, with the white removed. Only here do painted colours leave sRGB (docs/adr/0100). The next call
 * overwrites the result.
 */
function paintIn(colour: Colour | undefined) {
  const paint = new Float64Array(3);
  const convert = colour?.conversion?.fromSrgb;
  return (painted: Float32Array, at: number, width: number, opacity: number): Float64Array => {
    for (let c = 0, from = at; c < 3; c++, from += width) {
      const onWhite = (painted[from] + 1) / 2;
      paint[c] = opacity === 0 ? 1 : (onWhite - (1 - opacity)) / opacity;
    }
    convert?.(paint);
    return paint;
  };
}
