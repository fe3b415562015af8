import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { version } from '../../src/version.ts';
import { inlay } from '../support/cli.ts';
import { tempFolder } from '../support/folders.ts';
import { readBuiltIn } from '../support/packs.ts';

vi.setConfig({ testTimeout: 180_000 });

const manifest = readBuiltIn();
const { tokenizer, vocabulary, components } = manifest;
const files = new Set(
  [tokenizer, vocabulary.embeddings, ...Object.values(components)].map(({ file }) => file),
);

test('models list names every pack with its licence.', async () => {
  const { code, stdout, stderr } = await inlay(['models', 'list']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    new RegExp(`^emoji ${manifest.version}  .*, \\d+ px, finds \\d+, paints \\d+, [\\d.]+ MB$`, 'm'),
  );
  expect(stdout).toContain(`licence: ${manifest.licence}`);
});

test('models verify checks each file once and runs every graph.', async () => {
  const { code, stdout, stderr } = await inlay(['models', 'verify', 'emoji']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const checked = [...stdout.matchAll(/^ok {2}(\S+) /gm)].map(([, file]) => file);
  expect(checked.sort()).toEqual([...files].sort());
  expect(stdout).toContain(`${files.size} files as they should be, every graph runs.`);
});

test('doctor reports what runs here and finds the CPU and the pack in order.', async () => {
  const { code, stdout } = await inlay(['doctor']);
  expect(code).toBe(0);
  expect(stdout).toContain(`inlay ${version}, Node ${process.versions.node}`);
  expect(stdout).toMatch(/^ok {5}\s*settings in the environment$/m);
  expect(stdout).toMatch(/^ok {5}\s*provider cpu$/m);
  expect(stdout).toMatch(/^ok {5}\s*pack emoji loads and runs$/m);
  expect(stdout).not.toContain('PROBLEM');
});

test('doctor fails with a count when a setting is wrong, and says which.', async () => {
  const { code, stdout, stderr } = await inlay(['doctor'], { env: { INLAY_PACK: 'photo' } });
  expect(code).toBe(2);
  expect(stdout).toMatch(/^PROBLEM pack photo loads and runs: There is no pack "photo"/m);
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^1 of \d+ checks failed\.$/);
});

test('doctor looks at the folder of data, the packs and the proxy.', async () => {
  const folder = tempFolder();
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'models', 'broken'), { recursive: true });
  writeFileSync(join(folder, 'models', 'broken', 'pack.json'), '[');
  const env = {
    DATA_DIR: folder,
    INLAY_MODELS: join(folder, 'models'),
    HTTPS_PROXY: 'http://127.0.0.1:1',
    DISCORD_TOKEN: 'x',
  };
  const { code, stdout } = await inlay(['doctor'], { env });
  expect(code).toBe(2);
  expect(stdout).toMatch(
    /^PROBLEM DATA_DIR .* can be written to and has room: others may look into it: chmod 700 it/m,
  );
  expect(stdout).toMatch(/^PROBLEM every pack can be read: The pack broken is left out: /m);
  expect(stdout).toMatch(/^no {6}proxies: HTTPS_PROXY serves downloads alone/m);
});
