import { beforeAll, describe, expect, test } from 'vitest';
import { clipLoss } from '../../../src/pipeline/guidance/clip-loss.ts';
import { cutOutBoxes } from '../../../src/pipeline/guidance/cut-outs.ts';
import { gradientGuide } from '../../../src/pipeline/guidance/gradient.ts';
import { nerpLoss } from '../../../src/pipeline/guidance/nerp.ts';
import { viewOf } from '../../../src/pipeline/image/view.ts';
import { dot } from '../../../src/pipeline/math/numeric.ts';
import { gaussian, uniform } from '../../../src/pipeline/math/random.ts';
import { combine, slice, type Tensor } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import { meadow } from '../../support/pictures.ts';
import { expectSlope } from './slope.ts';

/** Of a window of the pack, in pixels. */
const SIDE = 256;

let pack: Pack;
/** A lion on a meadow, as the decoder would make it. */
let image: Tensor;
let textEmbeds: Tensor;

beforeAll(async () => {
  pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
  const picture = await meadow(SIDE, SIDE, { name: 'lion', size: 160 });
  image = viewOf(picture, { left: 0, top: 0, width: SIDE, height: SIDE }, SIDE, SIDE);
  textEmbeds = (await pack.encodeText('a zebra')).textEmbeds;
});

/** 1 in the middle, where the object is, 0 round it, or the other way about. */
function square(inside: number): Tensor {
  const data = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    return x >= 48 && x < 208 && y >= 48 && y < 208 ? inside : 1 - inside;
  });
  return { data, dims: [1, 1, SIDE, SIDE] };
}

describe('the CLIP loss', () => {
  const boxes = cutOutBoxes({ left: 48, top: 48, width: 160, height: 160 }, 4, uniform(2));

  test('is half the square of the angle to the text, on average over the cut-outs.', async () => {
    const whole = { left: 0, top: 0, width: SIDE, height: SIDE };
    const { value } = await clipLoss(pack, image, { boxes: [whole], textEmbeds });
    const embeds = (
      await pack.encodeImage(viewOf(await meadow(SIDE, SIDE, { name: 'lion', size: 160 }), whole, 64, 64))
    ).data;
    expect(value).toBeCloseTo(Math.acos(dot(embeds, textEmbeds.data)) ** 2 / 2, 4);
  });

  test.each([1, -1] as const)('has the cotangent that differences show, with sign %i.', sign =>
    expectSlope(x => clipLoss(pack, x, { boxes, textEmbeds, sign }), image),
  );

  test('asks nothing of what no cut-out shows.', async () => {
    const { cotangent } = await clipLoss(pack, image, { boxes, textEmbeds });
    const outside = square(0).data;
    expect(cotangent.data.some((v, i) => v !== 0 && outside[i % outside.length] === 1)).toBe(false);
  });
});

describe('the non-editing region preserving loss', () => {
  const changed = () => combine(1, image, 0.2, { data: gaussian(4)(image.data.length), dims: image.dims });

  test('is 0 for the source itself.', async () => {
    const loss = await nerpLoss(pack, image, square(0));
    expect((await loss(image)).value).toBeCloseTo(0, 5);
  });

  test('has the cotangent that differences show.', async () => {
    const loss = await nerpLoss(pack, image, square(0));
    await expectSlope(loss, changed());
  });

  test('does not depend on the region that is edited.', async () => {
    const loss = await nerpLoss(pack, image, square(0));
    const inside = square(1).data;
    const other = { ...image, data: image.data.map((v, i) => (inside[i % inside.length] === 1 ? -v : v)) };
    const { value, cotangent } = await loss(other);
    expect(value).toBeCloseTo(0, 5);
    expect(
      (await loss(changed())).cotangent.data.some((v, i) => v !== 0 && inside[i % inside.length] === 1),
    ).toBe(false);
    expect(cotangent.data.every(v => Math.abs(v) < 1e-3)).toBe(true);
  });
});

describe('the guide', () => {
  const boxes = cutOutBoxes({ left: 48, top: 48, width: 160, height: 160 }, 2, uniform(2));
  const guideWith = (schedule: { from: number; to: number; every: number }, weight = 1) => {
    const meter = { steps: 0, gradients: 0, ms: 0 };
    const losses = [{ weight, loss: (x: Tensor) => clipLoss(pack, x, { boxes, textEmbeds }) }];
    return { meter, guide: gradientGuide(pack, { losses, schedule, steps: 4, meter }) };
  };

  test('lowers the loss of each candidate, in steps of one length.', async () => {
    const latents = await pack.encodeLatents({
      data: Float32Array.from([...image.data, ...image.data.map(v => -v)]),
      dims: [2, 3, SIDE, SIDE],
    });
    const { guide } = guideWith({ from: 0, to: 1, every: 1 }, 0.5);
    const moved = await guide(latents, 0.2, 0);
    const [before, after] = [await pack.decodeLatents(latents), await pack.decodeLatents(moved)];
    for (const candidate of [0, 1]) {
      const lossOf = async (images: Tensor) =>
        (await clipLoss(pack, slice(images, candidate), { boxes, textEmbeds })).value;
      expect(await lossOf(after)).toBeLessThan(await lossOf(before));
      const [from, to] = [slice(latents, candidate), slice(moved, candidate)];
      const step = combine(1, to, -1, from).data;
      expect(Math.sqrt(dot(step, step) / dot(from.data, from.data))).toBeCloseTo(
        0.5 * 0.1 * Math.sqrt(0.8),
        4,
      );
    }
  });

  test('holds a gradient until the next is due, and counts both.', async () => {
    const latents = await pack.encodeLatents(image);
    const { guide, meter } = guideWith({ from: 0, to: 0.75, every: 2 });
    for (const step of [0, 1, 2]) expect((await guide(latents, 0.5, step)).data).not.toEqual(latents.data);
    expect(await guide(latents, 0.5, 3)).toBe(latents);
    expect(meter).toMatchObject({ steps: 3, gradients: 2 });
    expect(meter.ms).toBeGreaterThan(0);
  });
});
