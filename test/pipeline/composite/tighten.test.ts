import { expect, test } from 'vitest';
import { tighten, withFaintParts } from '../../../src/pipeline/composite/tighten.ts';
import type { GreyPicture } from '../../../src/pipeline/image/picture.ts';
import { logit } from '../../../src/pipeline/math/numeric.ts';
import { drawing, drawn } from '../masks/masks.ts';

/** Logits of a picture of digits, each a probability in tenths; a dot is 0. */
const probabilities = (...rows: string[]) =>
  Float32Array.from(rows.join(''), c => (c === '.' ? -20 : logit(Number(c) / 10)));

const everywhere = ({ width, height }: GreyPicture): GreyPicture => ({
  width,
  height,
  data: new Uint8Array(width * height).fill(255),
});

test('Faint cells that are joined to the outline belong to the old object; others do not.', () => {
  const outline = drawn('.......', '..##...', '.......');
  const data = probabilities('.......', '.3992.3', '.......');
  const whole = withFaintParts(outline, { data, dims: [1, 1, 3, 7] });
  expect(drawing(whole)).toEqual(['.......', '.###...', '.......']);
});

test('With nothing new, what is shown is the old object and the margin round it.', () => {
  const old = drawn('.......', '.......', '...#...', '.......', '.......');
  const shown = tighten(old, undefined, everywhere(old), 1);
  expect(drawing(shown)).toEqual(['.......', '...#...', '..###..', '...#...', '.......']);
});

test('The new object is shown beside the old one, but only where something was painted.', () => {
  const old = drawn('##......', '##......', '........');
  const painted = drawn('######..', '######..', '######..');
  const heat = probabilities('....9999', '....9999', '........');
  expect(drawing(tighten(old, heat, painted, 0))).toEqual(['##..##..', '##..##..', '........']);
});

test('A small component of the new object is a false positive, and is not shown.', () => {
  const side = 64;
  const old: GreyPicture = { width: side, height: side, data: new Uint8Array(side * side) };
  const heat = new Float32Array(side * side).fill(-20);
  // A thousandth of 64² is four cells: three are too few, five are enough.
  heat.fill(5, 0, 3);
  heat.fill(5, 10 * side, 10 * side + 5);
  const shown = tighten(old, heat, everywhere(old), 0).data;
  expect([...shown.keys()].filter(i => shown[i] > 0)).toEqual([640, 641, 642, 643, 644]);
});

test('Gaps narrower than twice the margin are closed.', () => {
  const bars = '..#....#..';
  const old = drawn('..........', bars, bars, bars, '..........');
  expect(drawing(tighten(old, undefined, everywhere(old), 2))[2]).toBe('##########');
});
