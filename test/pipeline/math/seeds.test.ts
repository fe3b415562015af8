import { expect, test } from 'vitest';
import { cutOutSeed, drawingOf, noiseSeed } from '../../../src/pipeline/math/seeds.ts';

test('Neighbouring seeds, instances and candidates all have noise of their own.', () => {
  const seeds = [1, 2, 3, 0xffff_ffff].flatMap(seed =>
    [0, 1, 7].flatMap(instance => [0, 1, 15].map(candidate => noiseSeed(seed, instance, candidate))),
  );
  expect(new Set(seeds).size).toBe(seeds.length);
  for (const seed of seeds) expect(seed === seed >>> 0).toBe(true);
});

test('Every candidate has cut-outs of its own at every step.', () => {
  const seeds = [0, 1, 2].flatMap(candidate => [0, 1, 40].map(step => cutOutSeed(5, candidate, step)));
  expect(new Set(seeds).size).toBe(seeds.length);
});

test('Seeds that follow one another show every drawing once, then begin again in another round.', () => {
  expect([1, 2, 3, 4, 5].map(seed => drawingOf(seed, 3))).toEqual([
    { round: 0, rank: 0 },
    { round: 0, rank: 1 },
    { round: 0, rank: 2 },
    { round: 1, rank: 0 },
    { round: 1, rank: 1 },
  ]);
  expect(drawingOf(0, 3)).toEqual({ round: -1, rank: 2 });
});
