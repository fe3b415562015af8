import { expect } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { openHub } from '../../src/hub/connection.ts';
import type { RegisteredPack } from '../../src/hub/registry.ts';
import { listPacks } from '../../src/pipeline/models/find-pack.ts';
import { filesOf } from './exports.ts';
import { tempFolder } from './folders.ts';
import { type LocalHub, localHub } from './hub.ts';

const licence = { name: 'MIT', url: 'https://example.com/licence', asks: [] };
export const SOURCES = [
  ['tiny/sd15-inpaint', 'sd15-inpaint'],
  ['tiny/clip', 'clip-split'],
  ['tiny/clipseg', 'clipseg-rank3'],
] as const;

/** A pack of the registry whose parts are in three repositories. */
export const packOf = (
  name = 'tiny',
  repos: readonly string[] = SOURCES.map(([repo]) => repo),
): RegisteredPack => ({
  name,
  title: 'Tiny',
  version: '1.0.0',
  sources: repos.map((repo, i) => ({
    repo,
    revision: 'main',
    files:
      i === 0
        ? ['unet/', 'text_encoder/', 'vae_encoder/', 'vae_decoder/', 'tokenizer/', 'scheduler/']
        : ['onnx/', 'vocab.json', 'merges.txt', 'tokenizer_config.json', 'preprocessor_config.json'],
    licence,
  })),
  known: {},
  notes: [],
});

/** A hub with those repositories, and an empty folder for packs. */
export async function setUp(gated = false) {
  const hub = await localHub();
  for (const [repo, name] of SOURCES) hub.add(gated ? repo.replace('tiny/', 'gated/') : repo, filesOf(name));
  return { hub, models: tempFolder(), client: clientOf(hub) };
}

export const clientOf = (hub: LocalHub, token?: string) => openHub({ endpoint: hub.url, token, retryMs: 1 });

/** What a pull is refused with; what it leaves must not be a pack. */
export async function refusal(work: Promise<unknown>, models: string): Promise<UserError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).not.toContain('\n');
  expect(await listPacks(models)).toEqual(['emoji']);
  return error as UserError;
}
