import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { readCoco } from '../../src/evaluation/coco.ts';
import { rasteriseMask, runLengths } from '../../src/evaluation/coco-masks.ts';
import { tempFolder } from '../support/folders.ts';

const SET = Uint8Array.of(0, 255, 255, 0, 0, 255, 0, 255, 0, 0, 0, 255);

describe('masks', () => {
  test('Run lengths go down the columns, beginning outside.', () => {
    expect(runLengths(SET, 4, 3)).toEqual([3, 2, 1, 1, 3, 2]);
  });

  test('What was written as run lengths is read back.', () => {
    const counts = runLengths(SET, 4, 3);
    expect(rasteriseMask({ size: [3, 4], counts }, 4, 3)).toEqual(SET);
  });

  test('Packed run lengths are unpacked as cocoapi packs them.', () => {
    // Worked by hand from maskApi.c: 3, 2, 1, then differences to the one before the last: −1 (31, 'O'), 2,
    // 1.
    expect(rasteriseMask({ size: [3, 4], counts: '321O21' }, 4, 3)).toEqual(SET);
  });

  test('A polygon covers the pixels whose centres are inside it, and leaves holes.', () => {
    const square = [0, 0, 3, 0, 3, 2, 0, 2];
    expect([...rasteriseMask([square], 4, 3)].map(v => v / 255)).toEqual([
      1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0,
    ]);
    const triangle = [0, 0, 4, 0, 0, 4];
    expect([...rasteriseMask([triangle], 4, 4)].map(v => v / 255)).toEqual([
      1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });
});

describe('folders', () => {
  const instances = {
    images: [
      { id: 1, file_name: 'a.png', width: 2, height: 1 },
      { id: 2, file_name: 'b.png', width: 2, height: 1 },
    ],
    annotations: [
      { image_id: 1, category_id: 7, segmentation: { size: [1, 2], counts: [0, 1, 1] } },
      { image_id: 1, category_id: 7, segmentation: { size: [1, 2], counts: [1, 1] } },
      { image_id: 2, category_id: 8, segmentation: [[0, 0, 1, 0, 1, 1, 0, 1]] },
    ],
    categories: [
      { id: 7, name: 'horse' },
      { id: 8, name: 'cat' },
    ],
  };
  const folderOf = (pairs?: unknown, content: unknown = instances) => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'images'));
    writeFileSync(join(folder, 'instances.json'), JSON.stringify(content));
    if (pairs !== undefined) writeFileSync(join(folder, 'pairs.json'), JSON.stringify(pairs));
    return folder;
  };

  test('Every picture that shows the first of a pair is a question, with all its objects for truth.', async () => {
    const folder = folderOf([{ from: 'horse', to: 'zebra' }]);
    const questions = await readCoco(folder);
    expect(questions.map(({ file, to }) => [file, to])).toEqual([[join(folder, 'images', 'a.png'), 'zebra']]);
    expect([...questions[0].truth()]).toEqual([255, 255]);
  });

  test('A pair may be of one picture, and pairs may be given apart from the folder.', async () => {
    expect(await readCoco(folderOf([{ image: 'b.png', from: 'cat', to: 'dog' }]))).toHaveLength(1);
    expect(await readCoco(folderOf(), [{ from: 'cat', to: 'dog' }])).toHaveLength(1);
  });

  test.each([
    [
      'no picture shows the object',
      folderOf,
      [{ from: 'ship', to: 'car' }],
      'shows an object that one of the pairs names',
    ],
    ['a file is missing', folderOf, undefined, 'pairs.json cannot be read'],
    [
      'a field is wrong',
      (pairs: unknown) => folderOf(pairs, { ...instances, images: [{ id: 1 }] }),
      [],
      'images.0.file_name',
    ],
  ])('It says so when %s.', async (_, make, pairs, message) => {
    const read = readCoco(make(pairs));
    await expect(read).rejects.toThrow(message);
    await expect(read).rejects.toBeInstanceOf(UserError);
  });
});
