import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { type EditEvent, type EditRequest, edit, encodePng, loadPack, type Pack } from '../../src/index.ts';
import { loadPicture } from '../../src/pipeline/image/load.ts';
import type { GreyPicture, Picture, Samples } from '../../src/pipeline/image/picture.ts';
import { makeFolder } from '../support/folders.ts';
import { animated, meadow, sharpOf } from '../support/pictures.ts';

/** The fewest steps and candidates: what is tested here does not depend on how well it is painted. */
const QUICK = { steps: 2, bestOf: 1 };
const request: EditRequest = { from: 'lion', to: 'cow', ...QUICK };

let pack: Pack;
/** A lion on a meadow, a PNG of 240 × 180. */
let bytes: Buffer;

beforeAll(async () => {
  // The folder goes once the pack is loaded: no edit below can open anything of it again.
  const folder = makeFolder();
  cpSync(fileURLToPath(new URL('../../models/emoji', import.meta.url)), folder, { recursive: true });
  pack = await loadPack(folder, { provider: 'cpu', threads: 1 });
  rmSync(folder, { recursive: true });
  bytes = await sharpOf(await lion(240, 180))
    .png()
    .toBuffer();
});

/** Pixels of two pictures that differ, inside the mask and outside it. */
function differences(a: Picture, b: Picture, { data }: GreyPicture) {
  expect([b.width, b.height, b.rgb.length]).toEqual([a.width, a.height, a.rgb.length]);
  let [inside, outside, hidden] = [0, 0, 0];
  for (let pixel = 0; pixel < data.length; pixel++) {
    const i = pixel * 3;
    const colour = a.rgb[i] !== b.rgb[i] || a.rgb[i + 1] !== b.rgb[i + 1] || a.rgb[i + 2] !== b.rgb[i + 2];
    const differs = colour || a.alpha?.[pixel] !== b.alpha?.[pixel];
    if (data[pixel] === 0) hidden++;
    if (differs && data[pixel] === 0) outside++;
    if (differs && data[pixel] > 0) inside++;
  }
  return { inside, outside, hidden };
}

/** Whether two arrays hold the same bytes; `toEqual` would take minutes over millions. */
function sameSamples(a: Samples | undefined, b: Samples | undefined): boolean {
  const bytes = (x: Samples) => Buffer.from(x.buffer, x.byteOffset, x.byteLength);
  return a === undefined || b === undefined ? a === b : bytes(a).equals(bytes(b));
}

/** Edits the file and compares the result with the file, decoded anew. */
async function editAndCompare(bytes: Buffer, wanted: EditRequest = request) {
  const result = await edit(pack, bytes, wanted);
  const { inside, outside, hidden } = differences(await loadPicture(bytes), result.image, result.mask);
  expect(outside).toBe(0);
  expect(inside).toBeGreaterThan(0);
  expect(hidden).toBeGreaterThan(0);
  expect(result.receipt).toMatchObject({ changedOutside: 0, psnrOutside: 100 });
  expect(result.image.alpha?.length).toBe(result.source.alpha?.length);
  const reopened = await loadPicture(await encodePng(result.image));
  expect(sameSamples(reopened.rgb, result.image.rgb)).toBe(true);
  expect(sameSamples(reopened.alpha, result.image.alpha)).toBe(true);
  return result;
}

const lion = (width: number, height: number) =>
  meadow(width, height, { name: 'lion', size: Math.round(Math.min(width, height) * 0.5) });

describe('Outside the feathered mask not one pixel changes,', () => {
  test.each([
    [64, 64],
    [200, 64],
    [64, 200],
    [640, 480],
    [1200, 400],
  ])('in a picture of %i × %i.', async (width, height) => {
    const { image } = await editAndCompare(
      await sharpOf(await lion(width, height))
        .png()
        .toBuffer(),
    );
    expect([image.width, image.height]).toEqual([width, height]);
  });

  test('in a picture of 4000 × 3000.', async () => {
    const small = await meadow(500, 375, { name: 'lion', size: 80, at: [0.3, 0.6] });
    const large = sharpOf(small).resize(4000, 3000, { kernel: 'nearest' }).jpeg();
    const { image } = await editAndCompare(await large.toBuffer());
    expect([image.width, image.height]).toEqual([4000, 3000]);
  });

  test('where the region window reaches beyond the picture.', async () => {
    const picture = await meadow(320, 240, { name: 'lion', size: 140, at: [0.26, 0.65] });
    const { found } = await editAndCompare(await sharpOf(picture).png().toBuffer());
    const { left, top, width, height } = found.box;
    const margin = (pack.manifest.defaults.context - 1) / 2;
    expect([left < margin * width, top + height + margin * height > 240]).toEqual([true, true]);
  });
});

describe('Whatever the file, not one pixel changes outside the mask:', () => {
  test('in a picture with alpha, nor does the alpha there.', async () => {
    const { width, height, rgb } = await lion(240, 180);
    const rgba = Buffer.alloc(width * height * 4);
    for (let p = 0; p < width * height; p++) {
      rgba.set([...rgb.subarray(p * 3, p * 3 + 3), Math.min(255, 40 + (p % width) * 2)], p * 4);
    }
    const file = sharp(rgba, { raw: { width, height, channels: 4 } }).png();
    const { image } = await editAndCompare(await file.toBuffer());
    expect(new Set(image.alpha).size).toBeGreaterThan(50);
  });

  test('in a greyscale picture.', async () => {
    const picture = await meadow(240, 180, { name: 'panda', size: 100 });
    const file = await sharpOf(picture).toColourspace('b-w').png().toBuffer();
    expect((await sharp(file).metadata()).channels).toBe(1);
    await editAndCompare(file, { ...request, from: 'panda' });
  });

  test('in a 16-bit picture, down to the last bit.', async () => {
    const { width, height, rgb } = await lion(240, 180);
    const deep = Uint16Array.from(rgb, (v, i) => Math.min(0xffff, v * 257 + ((i * 7919) % 200)));
    const file = sharp(deep, { raw: { width, height, channels: 3 } })
      .toColourspace('rgb16')
      .png();
    const { image } = await editAndCompare(await file.toBuffer());
    expect(image.rgb).toBeInstanceOf(Uint16Array);
    expect(image.rgb.some(v => v % 257 !== 0)).toBe(true);
  });

  test('in a CMYK JPEG.', async () => {
    const file = await sharpOf(await lion(240, 180))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    await editAndCompare(file);
  });

  test('in a picture that EXIF turns upright.', async () => {
    const onItsSide = sharpOf(await lion(240, 180)).rotate(270);
    const file = await onItsSide.withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { width, height } = await sharp(file).metadata();
    expect([width, height]).toEqual([180, 240]);
    const { image } = await editAndCompare(file);
    expect([image.width, image.height]).toEqual([240, 180]);
  });

  test.each(['gif', 'webp'] as const)('in the first frame of an animated %s.', async format => {
    const file = await animated(await lion(240, 180), format);
    expect((await sharp(file).metadata()).pages).toBe(2);
    const { image } = await editAndCompare(file);
    expect([image.width, image.height]).toEqual([240, 180]);
  });
});

describe('an edit', () => {
  test('Its recipe reproduces the bytes; another seed makes others.', async () => {
    const first = await edit(pack, bytes, { ...request, seed: 3, bestOf: 2 });
    const again = await edit(pack, bytes, first.recipe);
    const other = await edit(pack, bytes, { ...first.recipe, seed: 103 });
    const file = await encodePng(first.image);
    expect(again.recipe).toEqual(first.recipe);
    expect((await encodePng(again.image)).equals(file)).toBe(true);
    expect((await encodePng(other.image)).equals(file)).toBe(false);
  });

  test('It reports its stages, the mask and every step in order.', async () => {
    const events: EditEvent[] = [];
    await edit(pack, bytes, { ...request, steps: 3 }, { onEvent: event => events.push(event) });
    const told = events.map(event => {
      if (event.type === 'stage') return event.stage;
      return event.type === 'step' ? `step ${event.step} of ${event.steps}` : event.type;
    });
    const steps = ['step 1 of 3', 'step 2 of 3', 'step 3 of 3'];
    const painting = ['encode', 'denoise', ...steps, 'decode', 'composite', 'composite'];
    expect(told).toEqual(['load', 'localise', 'mask', ...painting]);
  });

  test('The mask that it reports before painting covers the object.', async () => {
    const { masks } = await lion(240, 180);
    let covered = 0;
    await edit(pack, bytes, request, {
      onEvent(event) {
        if (event.type !== 'mask') return;
        const own = masks[0].reduce((n, v) => n + (v > 127 ? 1 : 0), 0);
        covered = masks[0].filter((v, i) => v > 127 && event.mask.data[i] > 127).length / own;
      },
    });
    expect(covered).toBeGreaterThan(0.85);
  });
});

describe('a cancelled edit', () => {
  test('In the middle of painting, it stops before the next step.', async () => {
    const controller = new AbortController();
    const steps: number[] = [];
    const running = edit(
      pack,
      bytes,
      { ...request, steps: 20 },
      {
        signal: controller.signal,
        onEvent(event) {
          if (event.type !== 'step') return;
          steps.push(event.step);
          if (event.step === 2) controller.abort();
        },
      },
    );
    await expect(running).rejects.toMatchObject({ name: 'UserError', code: 'cancelled' });
    expect(steps).toEqual([1, 2]);
  });

  test('Before it begins, it does nothing at all.', async () => {
    const events: EditEvent[] = [];
    const hooks = { signal: AbortSignal.abort(), onEvent: (event: EditEvent) => events.push(event) };
    await expect(edit(pack, bytes, request, hooks)).rejects.toMatchObject({ code: 'cancelled' });
    expect(events).toEqual([]);
  });
});

describe('the result of an edit', () => {
  test('Its receipt counts what its picture shows, and its times add up.', async () => {
    const { source, image, mask, receipt, timings } = await edit(pack, bytes, request);
    expect(receipt.changedInside).toBe(mask.data.filter(v => v > 0).length);
    expect(differences(source, image, mask).inside).toBeLessThanOrEqual(receipt.changedInside);
    expect(receipt.chosen).toEqual([1]);
    const stages = Object.values(timings.stages).reduce((a, b) => a + b);
    expect(stages).toBeLessThanOrEqual(timings.totalMs);
    expect(timings.sessionRunMs).toBeGreaterThan(0);
    expect(timings.sessionRunMs).toBeLessThanOrEqual(stages);
  });

  test('It paints the new object where the old one was.', async () => {
    const wanted = { from: 'lion', to: 'red apple', seed: 1 };
    const { receipt } = await edit(pack, bytes, wanted);
    expect(receipt.clipScoreAfter).toBeGreaterThan(receipt.clipScoreBefore + 0.2);
    expect(receipt.chosen[0]).toBeGreaterThanOrEqual(1);
    expect(receipt.chosen[0]).toBeLessThanOrEqual(pack.manifest.defaults.bestOf);
  });

  test('To nothing, the object is gone.', async () => {
    const { image } = await edit(pack, bytes, { from: 'lion', to: 'nothing' });
    const search = edit(pack, await encodePng(image), { ...request, to: 'nothing' });
    await expect(search).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('two of the object', () => {
  const left = { name: 'rose', size: 80, at: [0.25, 0.5] } as const;
  const right = { name: 'rose', size: 100, at: [0.75, 0.5] } as const;
  const roses: EditRequest = { from: 'rose', to: 'sunflower', steps: 2, bestOf: 2 };
  let picture: Buffer;

  beforeAll(async () => {
    picture = await sharpOf(await meadow(360, 200, left, right))
      .png()
      .toBuffer();
  });

  /** Changed pixels in the left and in the right half. */
  const halves = ({ source, image }: { source: Picture; image: Picture }) => {
    const changed = [0, 0];
    for (let i = 0; i < image.rgb.length; i++) {
      if (image.rgb[i] !== source.rgb[i]) changed[Math.floor(i / 3) % 360 < 180 ? 0 : 1]++;
    }
    return changed.map(n => n > 0);
  };

  test('Both are painted, each the best of its own candidates.', async () => {
    const result = await editAndCompare(picture, roses);
    expect(halves(result)).toEqual([true, true]);
    expect(result.found.instances).toHaveLength(2);
    expect(result.receipt.chosen).toHaveLength(2);
  });

  test.each([
    [1, [true, false]],
    ['largest', [false, true]],
  ] as const)('Of instance %s, only that one is painted.', async (instance, expected) => {
    expect(halves(await editAndCompare(picture, { ...roses, instance, bestOf: 1 }))).toEqual(expected);
  });
});
