import { describe, expect, test } from 'vitest';
import { nearForeground } from '../../../src/pipeline/localise/background.ts';
import { localise, overlap } from '../../../src/pipeline/localise/index.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { sprite } from '../../../synthetic-scenes/art.ts';
import { Stage } from '../../../synthetic-scenes/stage.ts';
import { svgDocument } from '../../../synthetic-scenes/svg.ts';

/** A room whose wallpaper has the stripes of a cat. */
const SIZE = { width: 1400, height: 1000 };
const STRIPES = Array.from({ length: 28 }, (_, i) => `<rect x="${50 * i}" width="14" height="700"/>`).join(
  '',
);
const ROOM = svgDocument(
  SIZE,
  `<rect width="1400" height="1000" fill="#e9d8bd"/><g fill="#dcc6a2">${STRIPES}</g>
  <rect y="700" width="1400" height="300" fill="#a9744a"/><rect y="680" width="1400" height="24" fill="#fff"/>`,
);

test('Background that the segmenter mistakes for the object is no part of its outline.', async () => {
  const stage = await Stage.set(ROOM);
  const cat = await sprite('cat', { style: 'fluent-emoji-flat', size: 300 });
  const place = { left: 190, top: 580, width: cat.width, height: cat.height };
  stage.draw({ ...place, sprite: cat });
  const pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
  const picture = { ...SIZE, rgb: stage.image };
  const { candidates } = await localise(pack, picture, 'cat', pack.manifest.defaults);
  expect(overlap(candidates[0].box, place)).toBeGreaterThan(0.75);
});

describe('logits on a grid of 96 cells', () => {
  const SIDE = 96;
  /** One value in columns from one to another, another elsewhere. */
  const columns = (from: number, to: number, inside: number, outside: number) =>
    Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
      const x = i % SIDE;
      return x >= from && x < to ? inside : outside;
    });
  const rowOf = (own: Float32Array, objects: Float32Array) => {
    const { data } = nearForeground({ data: own, dims: [1, 1, SIDE, SIDE] }, objects);
    return [...data.subarray(0, SIDE)];
  };

  test('Far from every object there is none, and beside one the segmenter is believed.', () => {
    const row = rowOf(columns(0, SIDE, 2, 2), columns(0, 20, -0.5, -8));
    expect(row.slice(0, 25)).toEqual(new Array(25).fill(2));
    expect(row.slice(28)).toEqual(new Array(SIDE - 28).fill(-20));
  });

  test('Where the foreground model detects nothing at all, the segmenter decides alone.', () => {
    expect(rowOf(columns(0, 20, 2, -3), columns(0, 0, 0, -8))).toEqual([
      ...columns(0, 20, 2, -3).subarray(0, SIDE),
    ]);
  });
});
