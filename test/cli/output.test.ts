import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeOutputs } from '../../src/cli/output.ts';
import { tempFolder } from '../support/folders.ts';

test('Folders that are missing are made, however deep.', async () => {
  const folder = join(tempFolder(), 'a', 'b', 'c');
  const [path] = await writeOutputs(folder, { 'words.txt': 'made' });
  expect(readFileSync(path, 'utf8')).toBe('made');
});

test.skipIf(!existsSync('/proc/self'))('Where nobody can make a folder, that is said at once.', async () => {
  await expect(writeOutputs('/proc/inlay/out', { 'words.txt': '' })).rejects.toMatchObject({
    code: 'unwritable',
    message: '/proc/inlay/out cannot be written: choose another folder with --out.',
  });
});
