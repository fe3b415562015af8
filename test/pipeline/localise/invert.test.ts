import { expect, test } from 'vitest';
import { edit } from '../../../src/pipeline/edit.ts';
import { insideOut } from '../../../src/pipeline/localise/invert.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { meadow, sharpOf } from '../../support/pictures.ts';

test('An inverted mask is its complement within a border that is kept.', () => {
  const side = 32;
  const data = new Uint8Array(side * side);
  data.fill(255, 16 * side, 17 * side);
  const { mask } = insideOut({ mask: { width: side, height: side, data } });
  const at = (x: number, y: number) => mask.data[y * side + x];
  expect([at(16, 16), at(16, 15), at(2, 2)]).toEqual([0, 255, 255]);
  expect([at(1, 15), at(16, 0), at(30, 30), at(31, 31)]).toEqual([0, 0, 0, 0]);
});

test('An inverted edit keeps the object’s own pixels and changes what surrounds it.', async () => {
  const scene = await meadow(192, 160, { name: 'horse', size: 100 });
  const bytes = await sharpOf(scene).png().toBuffer();
  const pack = await loadPack();
  const quick = { from: 'horse', to: 'tree', steps: 3, bestOf: 1 };
  const { image, mask, recipe, receipt } = await edit(pack, bytes, { ...quick, invert: true });
  expect(recipe).toMatchObject({ invert: true, mask: 'exact', tighten: false });
  expect(receipt.changedOutside).toBe(0);
  const [horse] = scene.masks;
  let [kept, horsePixels, changed] = [0, 0, 0];
  for (let i = 0; i < horse.length; i++) {
    const same = [0, 1, 2].every(c => image.rgb[i * 3 + c] === scene.rgb[i * 3 + c]);
    if (horse[i] === 255) {
      horsePixels++;
      if (same) kept++;
    } else if (!same && mask.data[i] > 0) changed++;
  }
  expect(kept / horsePixels).toBeGreaterThan(0.68);
  expect(changed).toBeGreaterThan(1000);
});
