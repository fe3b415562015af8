import { expect, test } from 'vitest';
import { paintDrawing } from '../../../src/pipeline/layers/drawings.ts';
import { solveMatte } from '../../../src/pipeline/layers/matte.ts';
import { translucentPart } from '../../../src/pipeline/layers/sprite.ts';
import { slice } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { parseOptions } from '../../../src/pipeline/options.ts';
import { disc, onBoth, type Painter } from './sprites.ts';

const SIDE = 128;
const translucent = (paint: Painter) => translucentPart(solveMatte(...onBoth(paint, SIDE)));

test('The translucent part of an object is that of its inside, whatever its edge.', () => {
  expect(translucent(disc(SIDE, 40, [1, 0, 0]))).toBe(0);
  const pane: Painter = (x, y) => {
    const inside = x >= 24 && x < 104 && y >= 24 && y < 104;
    return { alpha: inside ? (x < 64 ? 0.5 : 1) : 0, colour: [0, 0, 1] };
  };
  expect(translucent(pane)).toBeCloseTo(0.5, 1);
  expect(translucent(() => ({ alpha: 0, colour: [0, 0, 0] }))).toBe(0);
});

test('A blend of two drawings is not shown where the pack has whole ones of the words.', async () => {
  const pack = await loadPack('emoji', { provider: 'cpu' });
  const old = { width: 64, height: 64, data: new Uint8Array(64 * 64).fill(255, 64 * 20, 64 * 44) };
  const meter = { steps: 0, gradients: 0, ms: 0 };
  const drawn = [];
  for (const seed of [1, 2, 3]) {
    const options = parseOptions({ from: 'horse', to: 'kite', seed }, pack.manifest);
    drawn.push(await paintDrawing(pack, old, options, 0, { meter }));
  }
  // Of the kite's three drawings, the UNet shows one as two on top of each other.
  expect(drawn.map(({ rank, of }) => [rank, of])).toEqual([
    [1, 2],
    [2, 2],
    [1, 2],
  ]);
  for (const { latents } of drawn) {
    const windows = await pack.decodeLatents(latents);
    expect(translucentPart(solveMatte(slice(windows, 0), slice(windows, 1)))).toBeLessThan(0.3);
  }
});
