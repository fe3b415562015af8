import { describe, expect, test } from 'vitest';
import type { Box, Picture } from '../../../src/pipeline/image/picture.ts';
import { nameOf } from '../../../src/pipeline/localise/colours.ts';
import type { Region } from '../../../src/pipeline/localise/fine-pass.ts';
import { pick } from '../../../src/pipeline/localise/pick.ts';
import type { InstanceChoice } from '../../../src/pipeline/models/choice.ts';

const [WIDTH, HEIGHT] = [90, 40];
/** Squares from the left: blue and small at the top, red and large, red and at the bottom. */
const SQUARES: readonly (Box & { colour: readonly number[] })[] = [
  { left: 4, top: 2, width: 8, height: 8, colour: [30, 60, 220] },
  { left: 30, top: 8, width: 20, height: 20, colour: [220, 40, 30] },
  { left: 70, top: 26, width: 12, height: 12, colour: [200, 60, 60] },
];

function paint(): Picture {
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3).fill(255);
  for (const { left, top, width, height, colour } of SQUARES) {
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) rgb.set(colour, 3 * (y * WIDTH + x));
    }
  }
  return { width: WIDTH, height: HEIGHT, rgb };
}

/** A region whose window is its box and whose outline fills it. */
const regionOf = (box: Box): Region => ({
  window: box,
  box,
  cropScores: [],
  presence: 0,
  logits: { data: new Float32Array(1), dims: [1, 1, 1, 1] },
  mask: { width: 4, height: 4, data: new Uint8Array(16).fill(255) },
});

describe('of several candidates', () => {
  const picture = paint();
  const places = SQUARES.map(({ colour: _, ...box }) => regionOf(box));
  const picked = (choice: InstanceChoice) =>
    pick(places, choice, 'square', picture).map(place => places.indexOf(place));

  test.each([
    ['all', [0, 1, 2]],
    [1, [0]],
    [3, [2]],
    [-1, [2]],
    [-2, [1]],
    ['largest', [1]],
    ['smallest', [0]],
    ['top', [0]],
    ['bottom', [2]],
    ['middle', [1]],
    ['blue', [0]],
    ['red', [1]],
  ] as const)('%s is %j, counted from the left.', (choice, expected) => {
    expect(picked(choice)).toEqual(expected);
  });

  test('What is not there is refused by name.', () => {
    expect(() => picked(4)).toThrow('There is no instance 4: 3 of square were found.');
    expect(() => picked(-4)).toThrow('There is no instance 4 from the right: 3 of square were found.');
    expect(() => picked('green')).toThrow(
      'There is no green square: 3 of square were found, none of them mostly green.',
    );
  });
});

test.each([
  [[255, 0, 0], 'red'],
  [[255, 140, 0], 'orange'],
  [[120, 70, 30], 'brown'],
  [[250, 220, 40], 'yellow'],
  [[40, 160, 60], 'green'],
  [[60, 120, 230], 'blue'],
  [[130, 60, 200], 'purple'],
  [[255, 130, 200], 'pink'],
  [[255, 160, 160], 'pink'],
  [[20, 20, 25], 'black'],
  [[128, 128, 130], 'grey'],
  [[250, 250, 250], 'white'],
] as const)('The colour %j is called %s.', ([red, green, blue], name) => {
  expect(nameOf(red / 255, green / 255, blue / 255)).toBe(name);
});
