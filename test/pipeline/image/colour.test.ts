import { decode as decodeByOther } from 'fast-png';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { profileChunk } from '../../../src/pipeline/image/colour/read.ts';
import { encodePng } from '../../../src/pipeline/image/encode.ts';
import { loadPicture } from '../../../src/pipeline/image/load.ts';
import { chunksOf } from '../../../src/pipeline/image/png-chunks.ts';
import { flatten } from '../../../src/pipeline/image/render.ts';
import { CICP_P3, colouredPng, GAMA_LINEAR, greyProfile, iccp, profileOf } from './coloured.ts';
import { noise } from './files.ts';

const [width, height] = [37, 23];
const bytes8 = noise(width * height * 3, false);
const bytes16 = noise(width * height * 3, true);
/** What libvips (littleCMS) makes of a file of 8 bits: the reference for what is seen. */
const seenByLibvips = (file: Buffer) => sharp(file).toColourspace('srgb').raw().toBuffer();
/** The mean and the largest difference. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>) {
  const all = Array.from(a, (value, i) => Math.abs(value - b[i]));
  return { mean: all.reduce((x, y) => x + y) / all.length, most: Math.max(...all) };
}

describe.each([
  ['8 bits', bytes8],
  ['16 bits', bytes16],
] as const)('Of a file of %s', (_, data) => {
  test.each([
    ['an sRGB profile', () => iccp('srgb')],
    ['a Display P3 profile', () => iccp('p3')],
    ['cICP', () => CICP_P3],
    ['gAMA', () => GAMA_LINEAR],
  ])('with %s, the numbers stay as they are, and what they mean goes out with them.', async (_, make) => {
    const chunk = await make();
    const file = colouredPng({ width, height, data }, [chunk]);
    const picture = await loadPicture(file);
    expect(picture.rgb).toEqual(data);
    const out = await encodePng(picture);
    expect(Array.from(decodeByOther(out).data)).toEqual(Array.from(decodeByOther(file).data));
    expect(Array.from(chunksOf(out), ({ whole }) => Buffer.from(whole))).toContainEqual(
      Buffer.from(chunk.whole),
    );
  });

  test('with a Display P3 profile, models and people see what littleCMS makes of it.', async () => {
    const seen = flatten(await loadPicture(colouredPng({ width, height, data }, [await iccp('p3')]))).rgb;
    const inBytes = Uint8Array.from(data, value => (data instanceof Uint16Array ? value / 257 + 0.5 : value));
    const expected = await seenByLibvips(colouredPng({ width, height, data: inBytes }, [await iccp('p3')]));
    const { mean, most } = apart(seen, expected);
    expect(mean).toBeLessThan(0.6);
    expect(most).toBeLessThanOrEqual(4);
  });

  test('with an sRGB profile, they see its own numbers.', async () => {
    const picture = await loadPicture(colouredPng({ width, height, data }, [await iccp('srgb')]));
    const plain = await loadPicture(colouredPng({ width, height, data }, []));
    expect(flatten(picture).rgb).toEqual(flatten(plain).rgb);
  });
});

const seenWith = async (data: Uint8Array, ...chunks: Parameters<typeof colouredPng>[1]) =>
  flatten(await loadPicture(colouredPng({ width: 16, height: 16, data }, chunks))).rgb;
const filledWith = (...colour: number[]) => Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => colour[i % 3]);

test('cICP of Display P3 means what its profile means.', async () => {
  const data = noise(16 * 16 * 3, false) as Uint8Array;
  // Profiles round their primaries, which shows in saturated colours of no light.
  const { mean, most } = apart(await seenWith(data, CICP_P3), await seenWith(data, await iccp('p3')));
  expect(mean).toBeLessThan(0.2);
  expect(most).toBeLessThanOrEqual(4);
});

test('Half of the light is 188 of 255 in sRGB: that is what gAMA 1 makes of 127.5.', async () => {
  expect((await seenWith(filledWith(127, 128, 127), GAMA_LINEAR)).slice(0, 3)).toEqual(
    Uint8Array.of(187, 188, 187),
  );
});

test('White and black stay what they are in every space, and grey stays grey.', async () => {
  for (const chunk of [await iccp('p3'), CICP_P3, GAMA_LINEAR]) {
    expect((await seenWith(filledWith(255, 255, 255), chunk)).slice(0, 3)).toEqual(
      Uint8Array.of(255, 255, 255),
    );
    expect((await seenWith(filledWith(0, 0, 0), chunk)).slice(0, 3)).toEqual(Uint8Array.of(0, 0, 0));
    expect(new Set(await seenWith(filledWith(90, 90, 90), chunk)).size).toBe(1);
  }
});

test('A grey file keeps its numbers, and its curve as one for colours.', async () => {
  const data = Uint8Array.from({ length: 256 }, (_, i) => i);
  const file = colouredPng({ width: 16, height: 16, data, channels: 1 }, [profileChunk(greyProfile(1.8))]);
  const picture = await loadPicture(file);
  expect(Array.from(picture.rgb)).toEqual(Array.from({ length: 768 }, (_, i) => Math.floor(i / 3)));
  const out = await encodePng(picture);
  const shown = await seenByLibvips(out);
  const light = (level: number) => (level / 255) ** 1.8;
  const inSrgb = (y: number) => 255 * (y <= 0.0031308 ? 12.92 * y : 1.055 * y ** (1 / 2.4) - 0.055);
  const { most } = apart(
    shown.filter((_, i) => i % 3 === 1),
    Array.from(data, level => inSrgb(light(level))),
  );
  expect(most).toBeLessThanOrEqual(2);
});

test.each(['jpeg', 'webp', 'avif'] as const)('A Display P3 %s keeps its profile.', async format => {
  const photo = sharp(bytes8, { raw: { width, height, channels: 3 } }).withIccProfile('p3');
  const picture = await loadPicture(await photo.toFormat(format).toBuffer());
  expect(picture.colour?.conversion).toBeDefined();
  const { iccEmbeddedProfile } = decodeByOther(await encodePng(picture));
  expect(Buffer.from(iccEmbeddedProfile?.profile ?? [])).toEqual(await profileOf('p3'));
});

test.each([
  ['a profile that is cut off', () => profileOf('p3').then(icc => profileChunk(icc.subarray(0, 300)))],
  ['a profile of noise', async () => profileChunk(Buffer.from(noise(900, false)))],
  ['an iCCP that is no deflate stream', async () => ({ ...CICP_P3, ...(await iccp('p3')) })],
])('%s does not keep a picture from being read.', async (_, make) => {
  const chunk = await make();
  const { rgb } = await loadPicture(colouredPng({ width, height, data: bytes8 }, [chunk]));
  expect(rgb.length).toBe(bytes8.length);
});
