import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inlay } from '../support/cli.ts';
import { exportFolder } from '../support/exports.ts';
import { tempFolder } from '../support/folders.ts';
import { TOKEN } from '../support/hub.ts';
import { packOf, SOURCES, setUp } from '../support/pulls.ts';

/** A registry of one pack in a folder of its own, and the settings that lead to it and to the local hub. */
async function surroundings() {
  const { hub, models } = await setUp(true);
  const registry = join(tempFolder(), 'registry');
  mkdirSync(registry);
  const repos = SOURCES.map(([repo]) => repo.replace('tiny/', 'gated/'));
  writeFileSync(join(registry, 'tiny.json'), JSON.stringify(packOf('tiny', repos)));
  const env = {
    INLAY_MODELS: models,
    INLAY_REGISTRY: registry,
    HF_ENDPOINT: hub.url,
    HF_TOKEN: TOKEN,
    HTTP_PROXY: '',
    HTTPS_PROXY: '',
    http_proxy: '',
    https_proxy: '',
  };
  return { hub, env };
}

test('A pack is pulled, listed, verified and removed.', async () => {
  const { hub, env } = await surroundings();
  const asked = await inlay(['models', 'pull', 'tiny'], { env });
  expect(asked.code).toBe(2);
  expect(asked.stdout).toContain('MIT, https://example.com/licence');
  expect(asked.stderr).toBe('Read the licences above, and say --accept-licence if you agree.\n');
  expect(hub.requests).toEqual([]);

  const dry = await inlay(['models', 'pull', 'tiny', '--dry-run'], { env });
  expect(dry.stdout).toMatch(/0\.4 MB {2}gated\/sd15-inpaint\/unet\/model\.onnx\n/);
  expect(dry.stdout).toMatch(/MB {2}to be fetched\n$/);

  const pulled = await inlay(['models', 'pull', 'tiny', '--accept-licence'], { env });
  expect(pulled.stderr).toContain('fetched gated/clipseg/onnx/model.onnx (');
  expect(pulled.stdout).toContain('tiny is here, and every graph runs');
  expect(pulled.code).toBe(0);

  const listed = await inlay(['models', 'list'], { env });
  expect(listed.stdout).toMatch(/^tiny 1\.0\.0 {2}Tiny, 64 px, any words, /m);
  const verified = await inlay(['models', 'verify', 'tiny'], { env });
  expect(verified.stdout).toMatch(/tiny 1\.0\.0: \d+ files as they should be, every graph runs\.\n$/);

  const removed = await inlay(['models', 'remove', 'tiny'], { env });
  expect(removed.stdout).toMatch(/^tiny was removed from /);
  const again = await inlay(['models', 'remove', 'tiny'], { env });
  expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/^There is no pack "tiny" in .*\n$/)]);
}, 120_000);

test('Exports in folders become a pack by one command.', async () => {
  const { env } = await surroundings();
  const folders = ['v-prediction', 'clip-split', 'clipseg-rank3'].map(name => exportFolder(name));
  const made = await inlay(['models', 'import', ...folders, '--name', 'mine', '--steps', '12'], { env });
  expect(made.stdout).toMatch(/^mine: text2img, 64 px, every graph runs: inlay edit --pack mine …\n/);
  const bad = await inlay(['models', 'import', ...folders, '--name', 'Not plain'], { env });
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringMatching(/^--name cannot be "Not plain"/)]);
}, 120_000);

test.each([
  [['models', 'pull', 'huge'], /^There is no pack "huge" to download: use tiny\.\n$/],
  [['models', 'remove', 'emoji'], /^The pack emoji comes with Inlay, and stays\.\n$/],
  [['models', 'remove', '../x'], /^There is no pack "\.\.\/x" in /],
])('inlay %j is refused in one sentence.', async (args, sentence) => {
  const { env } = await surroundings();
  const { code, stderr } = await inlay(args as string[], { env });
  expect(code).toBe(2);
  expect(stderr).toMatch(sentence);
});
