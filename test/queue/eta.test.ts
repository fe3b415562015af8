import { expect, test } from 'vitest';
import { estimateMs, etaMs, remaining, type Sample, type Work } from '../../src/queue/eta.ts';

const sample = (change: Partial<Sample> = {}): Sample => ({
  pack: 'emoji',
  steps: 20,
  bestOf: 4,
  stepMs: 10,
  restMs: 1000,
  ...change,
});
const edit = (base: object = {}, runs: object[] = [{}]): Work => ({
  kind: 'edit',
  base: { from: 'horse', to: 'zebra', ...base },
  runs,
});

test('Before anything was finished, there is no estimate.', () => {
  expect(estimateMs(edit(), [])).toBeUndefined();
  expect(etaMs({ work: edit() }, { workMs: 0, workers: 1 }, [])).toBeUndefined();
});

test('An edit takes its steps, for each candidate, and the rest.', () => {
  expect(estimateMs(edit({ steps: 50, bestOf: 2 }), [sample()])).toBe(1000 + 50 * 2 * 10);
});

test('What is not said is as it was in finished edits; a run’s own words count for more than the base.', () => {
  expect(estimateMs(edit(), [sample()])).toBe(1000 + 20 * 4 * 10);
  expect(estimateMs(edit({ steps: 50 }, [{ steps: 10 }, {}]), [sample()])).toBe(
    1000 + 10 * 4 * 10 + 1000 + 50 * 4 * 10,
  );
});

test('The median counts, so that one slow edit does not frighten people.', () => {
  const samples = [sample(), sample({ stepMs: 500 }), sample()];
  expect(estimateMs(edit(), samples)).toBe(1800);
});

test('Another pack’s times say nothing of this one’s.', () => {
  const samples = [sample({ pack: 'photo', stepMs: 1000 }), sample()];
  expect(estimateMs({ ...edit(), pack: 'emoji' }, samples)).toBe(1800);
  expect(estimateMs({ ...edit(), pack: 'other' }, samples)).toBeUndefined();
});

test('Finding alone takes no steps.', () => {
  expect(estimateMs({ kind: 'mask', base: { from: 'horse' } }, [sample()])).toBe(1000);
});

test('Those that run count for what is left of them, and share what waits.', () => {
  const waiting = { work: edit() };
  const left = remaining([sample()]);
  expect([left(waiting), left({ ...waiting, activeMs: 800 }), left({ ...waiting, activeMs: 5000 })]).toEqual([
    1800, 1000, 0,
  ]);
  expect(etaMs(waiting, { workMs: 0, workers: 0 }, [sample()])).toBe(1800);
  expect(etaMs(waiting, { workMs: 1000 + 1000 + 1800, workers: 2 }, [sample()])).toBe(3800 / 2 + 1800);
});

test('Jobs that ask for other work take other times.', () => {
  const left = remaining([sample()]);
  const jobs = [edit(), edit({ steps: 40 }), edit({}, [{}, {}]), edit({}, [{ bestOf: 8 }])];
  expect(jobs.map(work => left({ work }))).toEqual([1800, 2600, 3600, 2600]);
});
