import { beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import type { Picture } from '../../../src/pipeline/image/picture.ts';
import {
  chooseInstances,
  type Localisation,
  type LocaliseOptions,
  localise,
  NotFoundError,
  overlap,
} from '../../../src/pipeline/localise/index.ts';
import { pictureMask } from '../../../src/pipeline/localise/report.ts';
import type { InstanceChoice } from '../../../src/pipeline/models/choice.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import { composeScene } from '../../../synthetic-scenes/compose.ts';
import { meadow, type Staged } from '../../support/pictures.ts';

let pack: Pack;
let options: LocaliseOptions;

beforeAll(async () => {
  pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
  options = pack.manifest.defaults;
});

const sharp = { grow: 0, feather: 0 };

/** Intersection over union of two masks. */
function iou(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (a[i] > 127 && b[i] > 127) both++;
    if (a[i] > 127 || b[i] > 127) either++;
  }
  return both / either;
}

describe('a composed scene', () => {
  test.each([
    ['lion', 1, 480, 360],
    ['rose', 2, 640, 640],
    ['pizza', 2, 720, 300],
    ['red apple', 5, 300, 500],
  ])(
    'A %s is found among other objects, outline and all (seed %i, %i × %i).',
    async (from, seed, width, height) => {
      const scene = await composeScene({ width, height, from, seed });
      const picture: Picture = { width, height, rgb: scene.image };
      const found = chooseInstances(await localise(pack, picture, from, options), picture, {
        from,
        instance: 'all',
      });
      expect(iou(pictureMask(pack, picture, found, sharp).data, scene.objects[0].mask)).toBeGreaterThan(0.6);
    },
  );

  test('A small object in a large picture is found by the tiles.', async () => {
    const picture = await meadow(1200, 900, { name: 'lion', size: 150, at: [0.8, 0.7] });
    const found = chooseInstances(await localise(pack, picture, 'lion', options), picture, {
      from: 'lion',
      instance: 'all',
    });
    expect(found).toHaveLength(1);
    expect(iou(pictureMask(pack, picture, found, sharp).data, picture.masks[0])).toBeGreaterThan(0.6);
  });
});

describe('an object that is not there', () => {
  test('It is not found, and the error carries the heat map and a remedy.', async () => {
    const picture = await meadow(320, 240, { name: 'pizza', size: 120 });
    const localisation = await localise(pack, picture, 'violin', options);
    const choose = () => chooseInstances(localisation, picture, { from: 'violin', instance: 'all' });
    expect(choose).toThrow(NotFoundError);
    expect(choose).toThrow(
      /^There is no violin to be seen in the picture( \(.*\))?: try another word for it(, or --anyway to edit that candidate)?\.$/,
    );
    const error = caught(choose) as NotFoundError;
    expect(error).toBeInstanceOf(UserError);
    expect(error.code).toBe('not-found');
    const { logits } = error.localisation.heat;
    expect(logits.dims[3] / logits.dims[2]).toBeCloseTo(320 / 240, 1);
    expect(logits.data.every(Number.isFinite)).toBe(true);
  });

  test('The most likely candidate can be edited all the same, where there is one.', async () => {
    const picture = await meadow(320, 240, { name: 'pizza', size: 120 });
    const confident = await localise(pack, picture, 'pizza', options);
    const doubtful = {
      ...confident,
      candidates: confident.candidates.map(one => ({ ...one, score: one.score / 3 })),
    };
    const choose = (localisation: Localisation, anyway: boolean) =>
      chooseInstances(localisation, picture, { from: 'pizza', instance: 'all', anyway });
    expect(() => choose(doubtful, false)).toThrow(/or --anyway to edit that candidate\.$/);
    expect(choose(doubtful, true)).toEqual(doubtful.candidates.slice(0, 1));
    expect(() => choose({ ...confident, candidates: [] }, true)).toThrow(/another word for it\.$/);
    expect(choose(confident, true)).toEqual(choose(confident, false));
  });

  test('An empty meadow has no candidate that is present.', async () => {
    const picture = await meadow(200, 150);
    const localisation = await localise(pack, picture, 'horse', options);
    expect(() => chooseInstances(localisation, picture, { from: 'horse', instance: 'largest' })).toThrow(
      NotFoundError,
    );
  });
});

describe('two of the object', () => {
  let picture: Staged;
  let localisation: Localisation;

  beforeAll(async () => {
    picture = await meadow(
      480,
      320,
      { name: 'rose', size: 110, at: [0.25, 0.5] },
      { name: 'rose', size: 150, at: [0.75, 0.5] },
    );
    localisation = await localise(pack, picture, 'rose', options);
  });

  const choose = (instance: InstanceChoice) =>
    chooseInstances(localisation, picture, { from: 'rose', instance });
  const maskOf = (choice: InstanceChoice) => pictureMask(pack, picture, choose(choice), sharp).data;

  test('All of them are taken, from the left.', () => {
    const found = choose('all');
    expect(found.map(({ box }) => box.left < 240)).toEqual([true, false]);
    const [left, right] = picture.masks;
    expect(
      iou(
        maskOf('all'),
        left.map((v, i) => Math.max(v, right[i])),
      ),
    ).toBeGreaterThan(0.6);
  });

  test('The largest is the one on the right.', () => {
    expect(iou(maskOf('largest'), picture.masks[1])).toBeGreaterThan(0.6);
  });

  test.each([1, 2])('Number %i is counted from the left.', n => {
    expect(iou(maskOf(n), picture.masks[n - 1])).toBeGreaterThan(0.6);
  });

  test('A third one is refused, and the error says how many there are.', () => {
    expect(() => choose(3)).toThrow('There is no instance 3: 2 of rose were found.');
  });
});

test('The overlap of boxes is intersection over union.', () => {
  const box = { left: 10, top: 10, width: 20, height: 10 };
  expect(overlap(box, box)).toBe(1);
  expect(overlap(box, { ...box, left: 20 })).toBeCloseTo(100 / 300, 12);
  expect(overlap(box, { ...box, left: 30 })).toBe(0);
});

test('A higher threshold never makes a larger mask.', async () => {
  const picture = await meadow(300, 240, { name: 'lion', size: 130 });
  const areas: number[] = [];
  for (const threshold of [60, 150, 240]) {
    const { candidates } = await localise(pack, picture, 'lion', { ...options, threshold });
    areas.push(pictureMask(pack, picture, candidates.slice(0, 1), sharp).data.filter(v => v > 127).length);
  }
  expect(areas[1]).toBeLessThanOrEqual(areas[0]);
  expect(areas[2]).toBeLessThan(areas[0]);
  expect(areas[2]).toBeGreaterThan(0);
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
