import { type Picture, whiteOf } from './picture.ts';
import { type RowReader, rowsIn } from './resample.ts';

/** Whether a picture's numbers need no conversion: sRGB, and nothing transparent. */
export const isPlain = ({ alpha, colour }: Picture): boolean =>
  alpha === undefined && colour?.conversion === undefined;

/**
 * Rows of a picture as models and people are given it: in sRGB, composited on white where it is transparent,
 * from 0 to its own white. Whole pixels are read. Nothing of the size of the picture is copied.
 */
export function rowsOf(picture: Picture): RowReader {
  const { width, rgb, alpha, colour } = picture;
  if (isPlain(picture)) return rowsIn(rgb, 3 * width);
  const { toSrgb } = colour?.conversion ?? {};
  const white = whiteOf(rgb);
  return (y, from, count, line) => {
    const start = y * width * 3 + from;
    if (toSrgb === undefined) line.set(rgb.subarray(start, start + count));
    else toSrgb(rgb, start, count, line);
    if (alpha === undefined) return;
    for (let i = 0, pixel = start / 3; i < count; i += 3, pixel++) {
      const opacity = alpha[pixel] / white;
      const rest = (1 - opacity) * white;
      line[i] = opacity * line[i] + rest;
      line[i + 1] = opacity * line[i + 1] + rest;
      line[i + 2] = opacity * line[i + 2] + rest;
    }
  };
}
