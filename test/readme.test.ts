import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPicture } from '../src/pipeline/image/load.ts';
import { runScript } from './support/cli.ts';
import { tempFolder } from './support/folders.ts';

const root = new URL('..', import.meta.url);

/** The first TypeScript example that uses Inlay as a library. */
function example(): string {
  const readme = readFileSync(new URL('README.md', root), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code);
  const found = blocks.find(code => code.includes("from 'inlay'"));
  if (found === undefined) throw new Error("README.md has no ```ts example with an import from 'inlay'");
  return found;
}

test('The example in the README runs as it stands and writes its picture.', async () => {
  const folder = tempFolder();
  symlinkSync(new URL('assets', root), join(folder, 'assets'));
  const library = new URL('src/index.ts', root).href;
  writeFileSync(join(folder, 'example.mts'), example().replaceAll("from 'inlay'", `from '${library}'`));
  const { code, stdout, stderr } = await runScript(join(folder, 'example.mts'), [], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^0 pixels changed outside the mask$/m);
  const source = await loadPicture(readFileSync(join(folder, 'assets', 'sample.png')));
  const zebra = await loadPicture(readFileSync(join(folder, 'zebra.png')));
  expect([zebra.width, zebra.height]).toEqual([source.width, source.height]);
  expect(zebra.rgb.some((v, i) => v !== source.rgb[i])).toBe(true);
});
