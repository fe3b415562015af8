import { describe, expect, test } from 'vitest';
import { type GreyPicture, SET } from '../../../src/pipeline/image/picture.ts';
import {
  boxOf,
  type Component,
  connected,
  fillHoles,
  maskOf,
} from '../../../src/pipeline/masks/components.ts';
import { runsFrom } from '../../../src/pipeline/masks/runs.ts';
import { drawing, drawn, scattered } from './masks.ts';

const partsOf = ({ width, data }: GreyPicture) => connected(runsFrom(data, width, SET), width);

/** The parts by merging labels of neighbours until none changes, as sorted lists of pixels. */
function partsByMerging({ width, height, data }: GreyPicture): string[] {
  const labels = Array.from(data, (v, i) => (v > 127 ? i : -1));
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < labels.length; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      const near = [x > 0 && i - 1, x < width - 1 && i + 1, y > 0 && i - width, y < height - 1 && i + width];
      for (const j of near.filter(n => n !== false)) {
        if (labels[i] < 0 || labels[j] < 0 || labels[j] >= labels[i]) continue;
        labels[i] = labels[j];
        changed = true;
      }
    }
  }
  const roots = [...new Set(labels.filter(label => label >= 0))];
  return roots.map(root => labels.flatMap((label, i) => (label === root ? [i] : [])).join()).sort();
}

const pixelsOf = ({ runs }: Component): number[] =>
  runs.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));

describe('parts', () => {
  test('They are joined by sides, not by corners, and come largest first.', () => {
    const mask = drawn('##..#', '##.#.', '....#', '#####');
    const parts = partsOf(mask);
    expect(parts.map(part => part.area)).toEqual([6, 4, 1, 1]);
    expect(parts.map(part => part.box).slice(0, 2)).toEqual([
      { left: 0, top: 2, width: 5, height: 2 },
      { left: 0, top: 0, width: 2, height: 2 },
    ]);
  });

  test.each([1, 2, 3, 4])('Of a random mask they are those that merging labels finds (seed %i).', seed => {
    const mask = scattered(19, 13, 0.55, seed);
    const parts = partsOf(mask);
    expect(parts.map(part => pixelsOf(part).join()).sort()).toEqual(partsByMerging(mask));
    expect(parts.map(part => part.area)).toEqual(parts.map(part => pixelsOf(part).length));
  });

  test('A mask of some of them holds those and no other pixel.', () => {
    const mask = drawn('##.#', '...#', '#..#');
    expect(drawing(maskOf(4, 3, partsOf(mask).slice(0, 1)))).toEqual(['...#', '...#', '...#']);
  });

  test('Rows do not join across the edges.', () => {
    expect(partsOf(drawn('...#', '#...'))).toHaveLength(2);
  });
});

describe('holes', () => {
  test('What is enclosed is filled; bays and the outside are not.', () => {
    const mask = drawn('.......', '.#####.', '.#.#...', '.#####.', '.#..#..', '.#..#..');
    const filled = ['.......', '.#####.', '.###...', '.#####.', '.#..#..', '.#..#..'];
    expect(drawing(fillHoles(mask))).toEqual(filled);
  });

  test('A gap at a corner does not let the outside in.', () => {
    expect(drawing(fillHoles(drawn('.....', '.##..', '.#.#.', '..##.', '.....')))).toEqual([
      '.....',
      '.##..',
      '.###.',
      '..##.',
      '.....',
    ]);
  });

  test('The mask that is given stays as it is.', () => {
    const mask = drawn('###', '#.#', '###');
    fillHoles(mask);
    expect(drawing(mask)).toEqual(['###', '#.#', '###']);
  });
});

describe('the box', () => {
  test('It is the smallest round everything that is set.', () => {
    expect(boxOf(drawn('.....', '..#..', '....#', '.....'))).toEqual({
      left: 2,
      top: 1,
      width: 3,
      height: 2,
    });
  });

  test('Of nothing there is none.', () => {
    expect(boxOf(drawn('....', '....'))).toBeUndefined();
  });
});
