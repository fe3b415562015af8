import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { chooseProvider } from '../../../src/pipeline/models/provider.ts';
import { cachedSessions } from '../../../src/pipeline/models/session-cache.ts';
import { makeFolder } from '../../support/folders.ts';

const GRAPH = fileURLToPath(new URL('../../../models/emoji/vae_decoder.onnx', import.meta.url));

test('Drafts that killed processes left are removed, that of one that lives is not, and the graph is kept.', async () => {
  const folder = join(makeFolder(), '.cache');
  mkdirSync(folder);
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const alive = process.ppid;
  for (const pid of [dead, alive])
    writeFileSync(join(folder, `${'a'.repeat(32)}.onnx.${pid}`), 'a part of a graph');
  const assets = new Map([[GRAPH, { bytes: 100, sha256: 'f'.repeat(64) }]]);
  const maker = cachedSessions(await chooseProvider('cpu', ''), { folder, leastBytes: 1 }, assets);
  await (await maker.create(GRAPH)).release();
  const left = readdirSync(folder).map(name => name.replace(/^[0-9a-f]{32}/, 'KEY'));
  expect(left.sort()).toEqual(['KEY.onnx', `KEY.onnx.${alive}`]);
});
