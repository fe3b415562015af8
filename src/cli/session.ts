import { readFile, stat } from 'node:fs/promises';
import { readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { findPack } from '../pipeline/models/find-pack.ts';
import { loadPack } from '../pipeline/models/load-pack.ts';
import type { Manifest } from '../pipeline/models/manifest.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import { parseProvider } from '../pipeline/models/provider.ts';
import { cacheIn } from '../pipeline/models/session-cache.ts';
import type { MemoryUse } from '../pipeline/models/session-pool.ts';
import { readManifest } from '../pipeline/models/verify.ts';

export interface PackFlags {
  readonly pack?: string;
  readonly provider?: string;
  readonly threads?: number;
  readonly memory?: MemoryUse;
}

/**
 * Loads the pack that the flags or the environment name; says on stderr when it runs elsewhere than asked.
 */
export async function openPack(flags: PackFlags): Promise<{ pack: Pack; packLoadMs: number }> {
  const config = readConfig();
  const start = performance.now();
  const pack = await loadPack(flags.pack ?? config.pack, {
    provider: parseProvider(flags.provider ?? config.provider),
    threads: flags.threads ?? config.threads,
    memory: flags.memory ?? config.memory,
    models: config.models,
    cache: cacheIn(config.models),
  });
  if (pack.notice !== undefined) process.stderr.write(`${pack.notice}\n`);
  return { pack, packLoadMs: performance.now() - start };
}

/**
 * The manifest of the pack that the flags or the environment name: enough to report a mistake before models
 * are loaded.
 */
export async function openManifest({ pack }: PackFlags): Promise<Manifest> {
  const config = readConfig();
  return readManifest(await findPack(pack ?? config.pack, config.models));
}

/** Reads a file that a person named. Throws `UserError('no-such-file')`. */
export async function readInput(path: string): Promise<Buffer> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) throw new UserError('no-such-file', `There is no file ${path}.`);
  if (info.isDirectory()) throw new UserError('no-such-file', `${path} is a folder: name a picture in it.`);
  try {
    return await readFile(path);
  } catch (cause) {
    throw new UserError('no-such-file', `${path} cannot be read.`, { cause });
  }
}

/** A signal that aborts on the first Ctrl-C; a second one ends the process at once. */
export function cancelOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
