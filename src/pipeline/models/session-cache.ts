import { createHash } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { makeFolder } from '../../make-folder.ts';
import { onnxRuntime } from '../onnx/runtime.ts';
import type { SessionMaker } from './provider.ts';

export interface CacheSettings {
  readonly folder: string;
  /** Graphs smaller than this load as fast without it. */
  readonly leastBytes: number;
}

/** Bytes from which optimising a graph takes longer than reading it. */
const WORTH_KEEPING = 50e6;

/** Where copies are kept of the graphs in a folder of packs. */
export const cacheIn = (models: string): CacheSettings => ({
  folder: join(models, '.cache'),
  leastBytes: WORTH_KEEPING,
});

/** Beyond this a graph cannot be written as one file. */
const MOST_BYTES = 1.5e9;

/**
 * Caches optimised graphs on disk, so that the next load need not optimise them again. An entry's key is the
 * graph's content, the provider, the version of ONNX Runtime and the kind of processor. An entry that does
 * not open is made again, and where none can be written the graph loads as without a cache.
 * @param assets the manifest's entries, by path
 */
export function cachedSessions(
  maker: SessionMaker,
  { folder, leastBytes }: CacheSettings,
  assets: ReadonlyMap<
    string,
    { readonly bytes: number; readonly sha256: string; readonly weights?: unknown }
  >,
): SessionMaker {
  const create = async (model: string | Uint8Array): Promise<InferenceSession> => {
    const asset = typeof model === 'string' ? assets.get(model) : undefined;
    const small = asset === undefined || asset.bytes < leastBytes || asset.bytes > MOST_BYTES;
    if (small || asset.weights !== undefined) return maker.create(model);
    const kept = join(folder, `${keyOf(asset.sha256, maker.provider)}.onnx`);
    const found = await openKept(maker, kept);
    if (found !== undefined) return found;
    const draft = `${kept}.${process.pid}`;
    await makeFolder(folder).catch(() => {});
    await removeLeftDrafts(folder);
    const session = await maker
      .create(model, { optimizedModelFilePath: draft })
      .catch(() => maker.create(model));
    await rename(draft, kept).catch(() => rm(draft, { force: true }));
    return session;
  };
  return { ...maker, create };
}

/** Drafts of processes that were killed while they wrote one: some are larger than a gigabyte. */
async function removeLeftDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const writer = /\.onnx\.(\d+)$/.exec(name)?.[1];
    if (writer !== undefined && !isRunning(Number(writer))) await rm(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function openKept(maker: SessionMaker, kept: string): Promise<InferenceSession | undefined> {
  if (!(await stat(kept).catch(() => undefined))?.isFile()) return undefined;
  try {
    return await maker.create(kept, { graphOptimizationLevel: 'disabled' });
  } catch {
    await rm(kept, { force: true });
    return undefined;
  }
}

function keyOf(sha256: string, provider: string): string {
  const machine = `${onnxRuntime().env.versions.node} ${process.platform} ${process.arch} ${cpus()[0]?.model}`;
  return createHash('sha256').update(`${sha256} ${provider} ${machine}`).digest('hex').slice(0, 32);
}
