import { deflateSync } from 'node:zlib';
import { recipeXmp } from '../../../src/pipeline/image/metadata/recipe.ts';
import { makeChunk, withChunks } from '../../../src/pipeline/image/png-chunks.ts';
import { gradient, sharpOf } from './files.ts';

/** Words that must be nowhere in what is posted. */
export const SECRETS = ['SecretPhone', 'SN-0815', 'Ada Lovelace', 'a private note', '48.2082', 'SecretTool'];

export const RECIPE = recipeXmp({
  pack: { name: 'emoji', version: '1' },
  recipe: { from: 'horse', to: 'zebra' } as never,
});
/** What another program, and Inlay, say of a picture. */
const XMP = RECIPE.replace(
  '<inlay:recipe>',
  '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ada Lovelace</dc:creator><inlay:recipe>',
);

const EXIF = {
  IFD0: { Make: 'SecretPhone', Artist: 'Ada Lovelace', Copyright: 'a private note' },
  IFD2: { BodySerialNumber: 'SN-0815' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 12/1 2952/100', GPSMapDatum: '48.2082' },
};

const telling = () =>
  sharpOf(gradient(48, 32))
    .withMetadata({ orientation: 6 })
    .withExifMerge(EXIF)
    .withIccProfile('p3')
    .withXmp(XMP);

const text = (value: string) => Buffer.from(value, 'latin1');

/**
 * A picture that is to be turned a quarter, in Display P3, with a recipe of Inlay's, and everything that may
 * be hidden in a file.
 */
export const TELLING = {
  png: async () => {
    const hidden = deflateSync(text('a private note'));
    return Buffer.concat([
      withChunks(await telling().png().toBuffer(), [
        makeChunk('tEXt', text('Software\0SecretTool')),
        makeChunk('zTXt', Buffer.concat([text('Comment\0\0'), hidden])),
        makeChunk('iTXt', text('Author\0\0\0\0\0Ada Lovelace')),
        makeChunk('tIME', Uint8Array.of(7, 230, 1, 2, 3, 4, 5)),
        makeChunk('prVt', text('SN-0815')),
      ]),
      text('a private note'),
    ]);
  },
  jpeg: async () => {
    const file = await telling().jpeg().toBuffer();
    const comment = Buffer.concat([Buffer.of(0xff, 0xfe, 0, 16), text('a private note')]);
    const iptc = Buffer.concat([Buffer.of(0xff, 0xed, 0, 28), text('Photoshop 3.0\0Ada Lovelace')]);
    // A film behind the picture, as phones put it there, with a picture of its own.
    return Buffer.concat([file.subarray(0, 2), comment, iptc, file.subarray(2), text('SN-0815'), file]);
  },
  webp: async () => Buffer.concat([await telling().webp({ lossless: true }).toBuffer(), text('SN-0815')]),
  gif: async () => {
    const file = await sharpOf(gradient(48, 32)).gif().toBuffer();
    const start = 13 + 3 * 2 ** ((file[10] & 7) + 1);
    const comment = Buffer.concat([Buffer.of(0x21, 0xfe, 14), text('a private note'), Buffer.of(0)]);
    const app = Buffer.concat([
      Buffer.of(0x21, 0xff, 11),
      text('SecretTool1'),
      Buffer.of(7),
      text('SN-0815'),
      Buffer.of(0),
    ]);
    return Buffer.concat([file.subarray(0, start), comment, app, file.subarray(start), text('SN-0815')]);
  },
  avif: () => telling().avif({ lossless: true }).toBuffer(),
} as const;
