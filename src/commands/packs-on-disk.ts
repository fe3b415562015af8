import { OBJECTS } from '../language/words/lookup.ts';
import { findPack } from '../pipeline/models/find-pack.ts';
import type { Manifest } from '../pipeline/models/manifest.ts';
import { readManifest, readManifests } from '../pipeline/models/verify.ts';

/** A pack's names and vocabulary, without its models. */
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
  /** What it paints, and words for removing an object. */
  readonly paints: readonly string[];
  readonly removes: readonly string[];
  /** Whether it can paint an object in a colour that is asked for. */
  readonly colours: boolean;
  /** Words that combine two objects. */
  readonly relations: readonly string[];
}

export interface Packs {
  readonly all: readonly PackInfo[];
  /** The pack of edits that name none. */
  readonly defaultPack: PackInfo;
}

/**
 * Reads what the packs know. `defaultName` is a pack's name or folder; `models` is where packs are that were
 * downloaded or imported. A pack that cannot be read is left out, and passed to `warn`. Throws as `findPack`
 * does, and where the default one cannot be read.
 */
export async function readPacks(
  defaultName: string,
  models?: string,
  warn: (problem: string) => void = () => {},
): Promise<Packs> {
  const manifests = await readManifests(models, warn);
  return {
    all: manifests.map(infoOf),
    defaultPack: infoOf(await readManifest(await findPack(defaultName, models))),
  };
}

/** How often packs are read again: one that was pulled or imported appears without a restart. */
const REFRESH_MS = 15_000;

/** As `readPacks`, and goes on reading for as long as the process runs. Each problem is reported once. */
export async function livePacks(
  defaultName: string,
  models: string | undefined,
  warn: (problem: string) => void,
  refreshMs = REFRESH_MS,
): Promise<Packs & { close(): void }> {
  const warned = new Set<string>();
  const warnOnce = (problem: string) => {
    if (!warned.has(problem)) warn(problem);
    warned.add(problem);
  };
  let current = await readPacks(defaultName, models, warnOnce);
  const refresh = async () => {
    current = await readPacks(defaultName, models, warnOnce);
  };
  // While the default pack is being replaced it may be away: what was read last stays.
  const timer = setInterval(() => void refresh().catch(() => {}), refreshMs).unref();
  return {
    get all() {
      return current.all;
    },
    get defaultPack() {
      return current.defaultPack;
    },
    close: () => clearInterval(timer),
  };
}

function infoOf({ name, title, version, vocabulary, composite, defaults }: Manifest): PackInfo {
  const anything = { finds: OBJECTS, paints: OBJECTS, removes: ['nothing'], relations: [] };
  const { finds, paints, removes, relations } = vocabulary ?? anything;
  const [closed, colours] = [vocabulary !== undefined, composite === 'layers'];
  const { steps, threshold, grow } = defaults;
  const outline = { threshold, grow };
  return { name, title, version, steps, outline, closed, finds, paints, removes, colours, relations };
}
