import { expect, test } from 'vitest';
import { beyondPicture, clipped, onto, toPicture, windowRound } from '../../../src/pipeline/image/window.ts';

const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });

test('A region window is a square centred on its box, and may reach beyond the picture.', () => {
  expect(windowRound(box(100, 50, 40, 20), { context: 1.5, minWindow: 16 })).toEqual(box(90, 30, 60, 60));
  expect(windowRound(box(0, 0, 10, 10), { context: 1, minWindow: 30 })).toEqual(box(-10, -10, 30, 30));
});

test('A box of cells becomes one of pixels without a gap to its neighbour.', () => {
  const window = box(10, 20, 100, 100);
  const left = toPicture(box(0, 0, 1, 3), window, 3);
  const right = toPicture(box(1, 0, 2, 3), window, 3);
  expect(left.left + left.width).toBe(right.left);
  expect(right.left + right.width).toBe(110);
});

test('What lies on the picture is clipped, and a box keeps at least one pixel.', () => {
  expect(clipped(box(-5, 2, 10, 10), 8, 6)).toEqual({ left: 0, top: 2, right: 5, bottom: 6 });
  expect(onto(box(6, 1, 10, 3), { width: 8, height: 6 })).toEqual(box(6, 1, 2, 3));
  expect(onto(box(8, 1, 4, 2), { width: 8, height: 6 })).toMatchObject({ left: 8, width: 1 });
});

test('Cells count as beyond the picture by their middle.', () => {
  expect([...beyondPicture(box(-1, 0, 4, 4), { width: 2, height: 4 }, 4)]).toEqual(
    new Array(4).fill([1, 0, 0, 1]).flat(),
  );
});
