import { expect, test } from 'vitest';
import { fitOf } from '../../../src/pipeline/layers/fit.ts';
import { drawn } from '../masks/masks.ts';

const HORSE = drawn(
  '........##..',
  '.......####.',
  '.#########..',
  '##########..',
  '#.#######...',
  '..##...##...',
  '..##...##...',
  '..##...##...',
);
const ZEBRA = drawn(
  '.......##.',
  '.....####.',
  '.########.',
  '.#######..',
  '.##...##..',
  '.##...##..',
  '.##...##..',
);
const HEAD = drawn('..##....', '.######.', '########', '########', '...#####', '...#####', '...#####');

test('An object fits itself, on another grid too.', () => {
  const larger = {
    width: 24,
    height: 16,
    data: Uint8Array.from(
      { length: 24 * 16 },
      (_, i) => HORSE.data[Math.floor(i / 48) * 12 + ((i % 24) >> 1)],
    ),
  };
  expect(fitOf(HORSE, HORSE)).toBe(1);
  expect(fitOf(larger, HORSE)).toBe(1);
});

test('In place of a figure, a figure fits better than a head.', () => {
  expect(fitOf(ZEBRA, HORSE)).toBeGreaterThan(fitOf(HEAD, HORSE) + 0.05);
});

test('Nothing fits nothing.', () => {
  expect(fitOf(drawn('...', '...'), HORSE)).toBe(0);
  expect(fitOf(HORSE, drawn('...', '...'))).toBe(0);
});
