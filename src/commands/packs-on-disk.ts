import { THINGS } from '../language/words/lookup.ts';
import { findPack } from '../pipeline/models/find-pack.ts';
import type { Manifest } from '../pipeline/models/manifest.ts';
import { readManifest, readManifests } from '../pipeline/models/verify.ts';

/** What a pack is called and knows, without its models. */
export interface PackInfo {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Of an edit that asks for no number of its own. */
  readonly steps: number;
  /** Of a mask, likewise. */
  readonly outline: { readonly threshold: number; readonly grow: number };
  /** Whether it knows only the words below. */
  readonly closed: boolean;
  readonly finds: readonly string[];
  /** What it paints, and words for taking a thing away. */
  readonly paints: readonly string[];
  readonly removes: readonly string[];
  /** Whether it can paint a thing in a colour that is asked for. */
  readonly colours: boolean;
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
 * A pack that cannot be read is left out, and told to `warn`. Throws as `findPack` does, and where the usual one cannot be read.
 */
export async function readPacks(
  usual: string,
  models?: string,
  warn: (problem: string) => void = () => {},
): Promise<Packs> {
  const manifests = await readManifests(models, warn);
  return { all: manifests.map(infoOf), usual: infoOf(await readManifest(await findPack(usual, models))) };
}

/** Packs are looked for anew this often: one that was pulled or imported appears without a restart. */
const REFRESH_MS = 15_000;

/** As `readPacks`, and goes on looking for as long as the process runs. A problem is told once. */
export async function livePacks(
  usual: string,
  models: string | undefined,
  warn: (problem: string) => void,
  refreshMs = REFRESH_MS,
): Promise<Packs & { close(): void }> {
  const told = new Set<string>();
  const warnOnce = (problem: string) => {
    if (!told.has(problem)) warn(problem);
    told.add(problem);
  };
  let current = await readPacks(usual, models, warnOnce);
  const refresh = async () => {
    current = await readPacks(usual, models, warnOnce);
  };
  // While the usual pack is being replaced it may be away: what was known stays known.
  const timer = setInterval(() => void refresh().catch(() => {}), refreshMs).unref();
  return {
    get all() {
      return current.all;
    },
    get usual() {
      return current.usual;
    },
    close: () => clearInterval(timer),
  };
}

function infoOf({ name, title, version, vocabulary, composite, defaults }: Manifest): PackInfo {
  const anything = { finds: THINGS, paints: THINGS, removes: ['nothing'], relations: [] };
  const { finds, paints, removes, relations } = vocabulary ?? anything;
  const [closed, colours] = [vocabulary !== undefined, composite === 'layers'];
  const { steps, threshold, grow } = defaults;
  const outline = { threshold, grow };
  return { name, title, version, steps, outline, closed, finds, paints, removes, colours, relations };
}
