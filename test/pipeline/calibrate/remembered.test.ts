import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Calibrations } from '../../../src/pipeline/events.ts';
import { findMask } from '../../../src/pipeline/mask.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';

/** The picture is looked at in many tiles, three times over. */
const TIMEOUT = 120_000;

test('Edits of one picture look once for each word and threshold, and a fault is not remembered.', {
  timeout: TIMEOUT,
}, async () => {
  const pack = await loadPack('emoji', { provider: 'cpu' });
  const picture = await readFile('docs/pictures/sources/pizza.png');
  const calibrations: Calibrations = new Map();
  const find = (request: object, on = pack) =>
    findMask(on, picture, { from: 'pizza', ...request }, { calibrations });

  const failing = { ...pack, segment: () => Promise.reject(new Error('the device is gone')) };
  await expect(find({}, failing)).rejects.toThrow('the device is gone');
  const first = await find({});
  const runs = pack.stopwatch.sessionRuns;
  const second = await find({ grow: 4 });
  expect(pack.stopwatch.sessionRuns).toBe(runs);
  expect(second.calibration).toBe(first.calibration);
  expect(second.found.area).toBeGreaterThan(first.found.area);
  expect((await find({ threshold: 120 })).calibration).not.toBe(first.calibration);
});
