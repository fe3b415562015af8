import { expect, test } from 'vitest';
import { writeCoco } from '../../bench/lib/coco.ts';
import { readCoco } from '../../src/evaluation/coco.ts';
import type { Edited } from '../../src/evaluation/measure.ts';
import { evaluate } from '../../src/evaluation/run.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import { tempFolder } from '../support/folders.ts';

test('An edit that two suites ask for is made once, and counts in both.', async () => {
  const folder = tempFolder();
  const pack = await loadPack('emoji', { provider: 'cpu' });
  await writeCoco(folder, { seed: 5, count: 2, paints: pack.manifest.vocabulary?.paints ?? [] });
  const made = new Set<Edited | undefined>();
  const [few, many] = [2, 3].map(steps => ({ name: `${steps} steps`, options: { steps } }));
  const reports = await evaluate(
    pack,
    await readCoco(folder),
    { one: [few, many], other: [{ name: 'the same', options: { steps: 2 } }] },
    { bestOf: 1 },
    { onEdit: (_, edited) => made.add(edited) },
  );
  const [first] = reports.one;
  expect(first.found).toBe(2);
  expect(made.size).toBe(4);
  expect(reports.other).toEqual([{ ...first, name: 'the same' }]);
  expect(reports.one[1].figures.maskIou).toEqual(first.figures.maskIou);
});
