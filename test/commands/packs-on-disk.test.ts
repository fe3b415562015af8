import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { livePacks } from '../../src/commands/packs-on-disk.ts';
import { inlay } from '../support/cli.ts';
import { tempFolder } from '../support/folders.ts';
import { packWith } from '../support/packs.ts';
import { eventually } from '../support/queue.ts';

/** A folder of packs of which one is broken. */
function withBroken(): string {
  const models = tempFolder();
  mkdirSync(join(models, 'broken'));
  writeFileSync(join(models, 'broken', 'pack.json'), '{ "name": 3');
  return models;
}

test('One bad pack.json is named and left out, once; a pack that comes later appears by itself.', async () => {
  const models = withBroken();
  const problems: string[] = [];
  const packs = await livePacks('emoji', models, problem => problems.push(problem), 20);
  expect(packs.all.map(({ name }) => name)).toEqual(['emoji']);
  mkdirSync(join(models, 'later'));
  packWith(manifest => Object.assign(manifest, { name: 'later' }), join(models, 'later'));
  await eventually(() => packs.all.find(({ name }) => name === 'later'));
  packs.close();
  expect(problems).toEqual([
    expect.stringMatching(/^The pack broken is left out: .*pack\.json is missing or not JSON\.$/),
  ]);
});

test('models list lists the others, and says on stderr which is bad.', async () => {
  const { code, stdout, stderr } = await inlay(['models', 'list'], { env: { INLAY_MODELS: withBroken() } });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^emoji /m);
  expect(stderr).toMatch(/^The pack broken is left out: /);
});
