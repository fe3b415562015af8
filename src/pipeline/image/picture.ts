import type { Colour } from './colour/read.ts';

/** Samples of a picture: 8 or 16 bits each, as the file had them. */
export type Samples = Uint8Array | Uint16Array;

/** An upright picture in the numbers of its file, with alpha apart. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `width × height × 3`, interleaved, row by row. `rowsOf` converts it for models and people. */
  readonly rgb: Samples;
  /** `width × height`; absent when the picture is opaque. */
  readonly alpha?: Samples;
  /** The colour space of `rgb`, where the file states one; sRGB otherwise. */
  readonly colour?: Colour;
  /** Set where `rgb` are not the file's numbers: only libvips could convert them, to sRGB. */
  readonly converted?: true;
}

/** A mask covers a pixel from this value on. */
export const SET = 128;

/** One 8-bit number a pixel; as a mask, 255 = repaint. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A rectangle in pixels of the picture. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** White of these samples: 255 or 65535. */
export const whiteOf = (samples: Samples): number => (samples instanceof Uint16Array ? 0xffff : 0xff);

/** An empty array of the same sample type. */
export const samplesLike = (samples: Samples, length: number): Samples =>
  samples instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length);
