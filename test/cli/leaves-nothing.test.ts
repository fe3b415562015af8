import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { type Finished, inlay, runScript } from '../support/cli.ts';
import { makeFolder, tempFolder } from '../support/folders.ts';
import { hurriedPack } from '../support/packs.ts';
import { horseBytes } from '../support/scenes.ts';

vi.setConfig({ testTimeout: 180_000 });

const LIBRARY = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

/** Runs something with an empty home and an empty folder for temporary files, and tells what it left in them. */
async function leftBy(run: (env: Record<string, string>) => Promise<Finished>): Promise<string[]> {
  const [home, temporary] = [makeFolder(), makeFolder()];
  const { code, stderr } = await run({
    HOME: home,
    USERPROFILE: home,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    // The tests' own loader of TypeScript keeps what it made.
    TSX_DISABLE_CACHE: '1',
  });
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  return [home, temporary].flatMap(folder => readdirSync(folder, { recursive: true }).map(String));
}

test('An edit leaves nothing in the home folder, nor among temporary files: the runtime reports to nobody.', async () => {
  const folder = tempFolder();
  const picture = join(folder, 'horse.png');
  writeFileSync(picture, await horseBytes());
  const order = [
    'edit',
    picture,
    '--from',
    'horse',
    '--to',
    'zebra',
    '--pack',
    hurriedPack(),
    '--out',
    join(folder, 'out'),
  ];
  expect(await leftBy(env => inlay(order, { env }))).toEqual([]);
});

test('Nor does the library, which no command line has set up.', async () => {
  const folder = tempFolder();
  const [script, picture] = [join(folder, 'edit.mts'), join(folder, 'horse.png')];
  writeFileSync(picture, await horseBytes());
  writeFileSync(
    script,
    `import { readFileSync } from 'node:fs';
     import { edit, loadPack } from ${JSON.stringify(LIBRARY)};
     const pack = await loadPack(${JSON.stringify(hurriedPack())}, { provider: 'cpu' });
     await edit(pack, readFileSync(${JSON.stringify(picture)}), { from: 'horse', to: 'zebra' });`,
  );
  expect(await leftBy(env => runScript(script, [], { env }))).toEqual([]);
});
