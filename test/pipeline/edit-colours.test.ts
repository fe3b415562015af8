import { decode as decodeByOther } from 'fast-png';
import { expect, test } from 'vitest';
import { type EditRequest, edit, encodePng, loadPack } from '../../src/index.ts';
import { flatten } from '../../src/pipeline/image/render.ts';
import { meadow, sharpOf } from '../support/pictures.ts';
import { colouredPng, iccp } from './image/coloured.ts';

const request: EditRequest = { from: 'lion', to: 'cow', steps: 2, bestOf: 1 };

const meanDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a, (value, i) => Math.abs(value - b[i])).reduce((x, y) => x + y) / a.length;

test.each([
  ['a 16-bit PNG with an sRGB profile', 'srgb', true],
  ['a 16-bit PNG in Display P3', 'p3', true],
  ['an 8-bit PNG in Display P3', 'p3', false],
] as const)(
  'In %s nothing changes outside the mask, as another decoder reads both files, and the paint looks alike.',
  async (_, name, deep) => {
    const pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
    const scene = await meadow(240, 180, { name: 'lion', size: 90 });
    const { width, height } = scene;
    const inSpace = await sharpOf(scene).withIccProfile(name).raw().toBuffer();
    const data = deep ? Uint16Array.from(inSpace, v => v * 257) : new Uint8Array(inSpace);
    const file = colouredPng({ width, height, data }, [await iccp(name)]);

    const { image, mask, receipt } = await edit(pack, file, request);
    expect(receipt).toMatchObject({ changedOutside: 0, comparedWith: 'file' });
    const [before, after] = [decodeByOther(file), decodeByOther(await encodePng(image))];
    expect(after.depth).toBe(before.depth);
    expect(after.iccEmbeddedProfile?.profile).toEqual(before.iccEmbeddedProfile?.profile);
    const changed = mask.data.findIndex(
      (shown, i) => shown === 0 && [0, 1, 2].some(c => before.data[3 * i + c] !== after.data[3 * i + c]),
    );
    expect(changed).toBe(-1);

    const { image: plain } = await edit(pack, await sharpOf(scene).png().toBuffer(), request);
    expect(meanDifference(flatten(image).rgb, plain.rgb)).toBeLessThan(1);
    // Had the paint kept the numbers of sRGB, it would be paler than this.
    if (name === 'p3') expect(meanDifference(after.data, plain.rgb)).toBeGreaterThan(2);
  },
);
