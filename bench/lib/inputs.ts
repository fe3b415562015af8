import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { makeChunk, type PngChunk, withChunks } from '../../src/pipeline/image/png-chunks.ts';
import { blackPng } from '../../test/pipeline/image/files.ts';

/** A file that somebody may send. */
export interface Input {
  readonly name: string;
  readonly make: () => Promise<Buffer>;
}

/** What every other input is compared with. */
export const YARDSTICK = 'jpeg 12 MP';

const SIZES = [
  ['1 MP', 1120, 896],
  ['12 MP', 3873, 3100],
  ['39 MP', 6840, 5700],
] as const;

/** As fast as a format is written: how small the file gets is not what is measured. */
const FORMATS: Readonly<Record<string, (image: Sharp) => Sharp>> = {
  jpeg: image => image.jpeg({ quality: 90 }),
  'progressive jpeg': image => image.jpeg({ quality: 90, progressive: true }),
  'cmyk jpeg': image => image.toColourspace('cmyk').jpeg({ quality: 90 }),
  png: image => image.png({ compressionLevel: 1 }),
  'png with alpha': image => image.ensureAlpha(0.9).png({ compressionLevel: 1 }),
  'png of 16 bits': image => image.toColourspace('rgb16').png({ compressionLevel: 1 }),
  'png of 16 bits with alpha': image =>
    image.ensureAlpha(0.9).toColourspace('rgb16').png({ compressionLevel: 1 }),
  'png in Display P3': image => image.withIccProfile('p3').png({ compressionLevel: 1 }),
  'interlaced png': image => image.png({ compressionLevel: 1, progressive: true }),
  'grey png': image => image.toColourspace('b-w').png({ compressionLevel: 1 }),
  gif: image => image.gif({ effort: 1, dither: 0 }),
  webp: image => image.webp({ quality: 80, effort: 0 }),
  avif: image => image.avif({ quality: 50, effort: 0 }),
};

/** Every format and depth in every size, of one scene. */
export const ordinary = (scene: Buffer): Input[] =>
  SIZES.flatMap(([size, width, height]) =>
    Object.entries(FORMATS).map(([format, written]) => ({
      name: `${format} ${size}`,
      make: () => written(sharp(scene).resize(width, height, { fit: 'fill' })).toBuffer(),
    })),
  );

/** The longest pictures that are let in, and longer ones. */
export const thin = (scene: Buffer): Input[] =>
  [
    [16, 512],
    [1000, 32_000],
    [1100, 35_200],
    [16, 20_000],
    [16, 60_000],
  ].map(([width, height]) => ({
    name: `${width} × ${height}`,
    make: () => sharp(scene).resize(width, height, { fit: 'fill' }).png().toBuffer(),
  }));

const TEXT = 50e6;

/** Files that were crafted to be slow. */
export const crafted = (scene: Buffer): Input[] => [
  {
    name: '100 texts of 50 MB in a png',
    make: async () => withChunks(scene, new Array<PngChunk>(100).fill(swollen('zTXt'))),
  },
  { name: 'a profile of 50 MB in a png', make: async () => withChunks(scene, [swollen('iCCP')]) },
  {
    name: 'a million empty chunks in a png',
    make: async () => withChunks(scene, new Array<PngChunk>(1e6).fill(makeChunk('teXt', Buffer.alloc(0)))),
  },
  {
    name: 'a million comments in a jpeg',
    make: async () => inJpeg(await sharp(scene).jpeg().toBuffer(), 1e6),
  },
  {
    name: 'a png of 900 MP',
    make: async () => blackPng(30_000, 30_000),
  },
  {
    name: 'noise of 12 MP in a png',
    make: () =>
      sharp({
        create: {
          width: 3873,
          height: 3100,
          channels: 3,
          background: '#888',
          noise: { type: 'gaussian', mean: 128, sigma: 60 },
        },
      })
        .png({ compressionLevel: 1 })
        .toBuffer(),
  },
];

const swollen = (type: string): PngChunk =>
  makeChunk(type, Buffer.concat([Buffer.from('k\0\0'), deflateSync(Buffer.alloc(TEXT), { level: 9 })]));

const inJpeg = (jpeg: Buffer, comments: number): Buffer =>
  Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.alloc(comments * 5, Buffer.of(0xff, 0xfe, 0, 3, 0x61)),
    jpeg.subarray(2),
  ]);
