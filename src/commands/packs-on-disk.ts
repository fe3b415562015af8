import { THINGS } from '../language/words/lookup.ts';
import { findPack, listPacks } from '../pipeline/models/find-pack.ts';
import type { Manifest } from '../pipeline/models/manifest.ts';
import { readManifest } from '../pipeline/models/verify.ts';

/** What a pack is called and knows, without its models. */
export interface PackInfo {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Whether it knows only the words below. */
  readonly closed: boolean;
  readonly finds: readonly string[];
  /** What it paints, and words for taking a thing away. */
  readonly paints: readonly string[];
  readonly removes: readonly string[];
  /** Words that combine two things. */
  readonly relations: readonly string[];
}

export interface Packs {
  readonly all: readonly PackInfo[];
  /** The pack of edits that name none. */
  readonly usual: PackInfo;
}

/**
 * Reads what the packs know. `usual` is a pack's name or folder; `models` is where packs are that were downloaded or imported.
 * Throws as `findPack` does.
 */
export async function readPacks(usual: string, models?: string): Promise<Packs> {
  const manifests = await Promise.all(
    (await listPacks(models)).map(async name => readManifest(await findPack(name, models))),
  );
  return { all: manifests.map(infoOf), usual: infoOf(await readManifest(await findPack(usual, models))) };
}

function infoOf({ name, title, version, vocabulary }: Manifest): PackInfo {
  const anything = { finds: THINGS, paints: THINGS, removes: ['nothing'], relations: [] };
  const { finds, paints, removes, relations } = vocabulary ?? anything;
  return { name, title, version, closed: vocabulary !== undefined, finds, paints, removes, relations };
}
