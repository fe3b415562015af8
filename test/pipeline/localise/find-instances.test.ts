import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { edit } from '../../../src/pipeline/edit.ts';
import type { LocalisationCache } from '../../../src/pipeline/localise/find-instances.ts';
import { findMask } from '../../../src/pipeline/mask.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import { rememberLocalisations } from '../../../src/queue/localisations.ts';
import { meadow, sharpOf } from '../../support/pictures.ts';

let pack: Pack;
let pizza: Buffer;
let lion: Buffer;
/** How often the segmenter was asked. */
let looks: number;

beforeAll(async () => {
  const plain = await loadPack('emoji', { provider: 'cpu' });
  const segment: Pack['segment'] = (...asked) => {
    looks++;
    return plain.segment(...asked);
  };
  pack = { ...plain, segment };
  pizza = await readFile('docs/pictures/sources/pizza.png');
  lion = await sharpOf(await meadow(160, 160, { name: 'lion', size: 110 }))
    .png()
    .toBuffer();
});

const find = (request: object, localisations: LocalisationCache, on = pack) =>
  findMask(on, pizza, { from: 'pizza', ...request }, { localisations });

test('A picture is searched once for a word; other masks of the object are drawn from that.', async () => {
  const localisations: LocalisationCache = new Map();
  const first = await find({}, localisations);
  looks = 0;
  const runs = pack.stopwatch.sessionRuns;
  const [grown, lower, higher] = [
    await find({ grow: 4 }, localisations),
    await find({ threshold: 90 }, localisations),
    await find({ threshold: 220 }, localisations),
  ];
  expect(pack.stopwatch.sessionRuns).toBe(runs);
  expect(looks).toBe(0);
  expect(grown.localisation).toBe(first.localisation);
  expect(grown.found.area).toBeGreaterThan(first.found.area);
  expect(lower.found.area).toBeGreaterThan(first.found.area);
  expect(higher.found.area).toBeLessThan(first.found.area);
  expect(higher.found.score).toBe(first.found.score);
});

test('An edit with an earlier localisation runs no pass, and makes the same bytes.', async () => {
  const localisationsOf = rememberLocalisations();
  const request = { from: 'lion', to: 'zebra', steps: 2, bestOf: 1, seed: 5 };
  const fresh = await edit(pack, lion, request);
  const run = (change: object) =>
    edit(pack, lion, { ...request, ...change }, { localisations: localisationsOf(pack, Buffer.from(lion)) });
  await run({ seed: 1, to: 'pizza' });
  looks = 0;
  const again = await run({});
  // In layers the painting is not looked at: its matte is known.
  expect(looks).toBe(0);
  expect(Buffer.from(again.image.rgb.buffer).equals(Buffer.from(fresh.image.rgb.buffer))).toBe(true);
  expect(again.mask.data).toEqual(fresh.mask.data);
});

test('Where the pack’s threshold finds nothing, a lower one runs the passes again, and a higher one does not.', async () => {
  const localisations: LocalisationCache = new Map();
  const violin = (threshold: number) => find({ from: 'violin', threshold }, localisations).catch(() => {});
  const own = pack.manifest.defaults.threshold;
  await violin(own);
  looks = 0;
  await violin(own + 20);
  expect(looks).toBe(0);
  await violin(own - 20);
  expect(looks).toBeGreaterThan(0);
});

test('A fault is not remembered.', async () => {
  const localisations: LocalisationCache = new Map();
  const failing = { ...pack, segment: () => Promise.reject(new Error('the device is gone')) };
  await expect(find({}, localisations, failing)).rejects.toThrow('the device is gone');
  expect((await find({}, localisations)).found.score).toBeGreaterThan(0.5);
});

test('Of several pictures, packs and words the last few are remembered.', async () => {
  const localisationsOf = rememberLocalisations(2);
  const bytes = (n: number) => Buffer.from([n]);
  const found = find({}, new Map()).then(({ localisation }) => localisation);
  localisationsOf(pack, bytes(1)).set('horse', found);
  localisationsOf(pack, bytes(2)).set('horse', found);
  expect(localisationsOf(pack, bytes(1)).get('horse')).toBe(found);
  expect(localisationsOf(pack, bytes(1)).get('zebra')).toBeUndefined();
  const renewed = { ...pack, manifest: { ...pack.manifest, version: '0.0.0' } };
  expect(localisationsOf(renewed, bytes(1)).get('horse')).toBeUndefined();

  localisationsOf(pack, bytes(3)).set('horse', found);
  expect(localisationsOf(pack, bytes(2)).get('horse')).toBeUndefined();
  expect(localisationsOf(pack, bytes(1)).get('horse')).toBe(found);
  await found;
});
