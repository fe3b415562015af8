import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { type Finished, inlay, runScript, type Settings } from '../support/cli.ts';
import { makeFolder, tempFolder } from '../support/folders.ts';
import { hurriedPack } from '../support/packs.ts';
import { horseBytes } from '../support/scenes.ts';

vi.setConfig({ testTimeout: 180_000 });

const LIBRARY = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

/** What a process and its threads do to reach another machine, a name server too. */
const REACHING = 'connect,sendto,sendmsg,sendmmsg';

/**
 * Runs something with an empty home and an empty folder for temporary files, watched by `strace`, and tells
 * what it left in them and whom it tried to reach.
 */
async function tracesOf(run: (settings: Settings) => Promise<Finished>): Promise<string[]> {
  const [home, temporary, log] = [makeFolder(), makeFolder(), join(tempFolder(), 'trace')];
  const env = {
    HOME: home,
    USERPROFILE: home,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    // The tests' own loader of TypeScript keeps what it made.
    TSX_DISABLE_CACHE: '1',
  };
  const under = ['strace', '--follow-forks', '--seccomp-bpf', '--trace', REACHING, '--output', log];
  const { code, stderr } = await run({ env, under });
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  const left = [home, temporary].flatMap(folder => readdirSync(folder, { recursive: true }).map(String));
  const reached = readFileSync(log, 'utf8')
    .split('\n')
    .filter(line => /AF_INET|htons/.test(line));
  return [...left, ...reached];
}

test('An edit leaves nothing in the home folder, nor among temporary files, and looks nothing up: the runtime reports to nobody.', async () => {
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
  expect(await tracesOf(settings => inlay(order, settings))).toEqual([]);
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
  expect(await tracesOf(settings => runScript(script, [], settings))).toEqual([]);
});
