import type { InferenceSession } from 'onnxruntime-node';
import { makeMutex } from '../../mutex.ts';
import type { SessionMaker } from './provider.ts';

/** A pack's memory: everything stays loaded, or no more at once than its largest graph. */
export type MemoryUse = 'high' | 'low';

/** A session that may have been released: it is created again when it is used. */
export interface PooledSession {
  readonly metadata: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>;
  use<T>(work: (session: InferenceSession) => Promise<T>): Promise<T>;
}

/** Creates sessions and keeps the most recently used ones, within a budget of bytes. */
export interface SessionPool {
  /** Opens a graph, at a path or of bytes, of `size` bytes with its weights. */
  hold(model: string | Uint8Array, size: number): Promise<PooledSession>;
}

interface Loaded {
  readonly session: InferenceSession;
  readonly size: number;
}

/**
 * A pool for graphs of `budget` bytes together. When a graph does not fit beside the others, the least
 * recently used ones are released first: an edit that goes from stage to stage holds one stage's graphs at a
 * time. Within a finite budget one graph runs at a time, so that none is released while it runs.
 */
export function makeSessionPool(sessions: SessionMaker, budget: number): SessionPool {
  const loaded = new Map<symbol, Loaded>();
  const load = async (key: symbol, model: string | Uint8Array, size: number) => {
    const known = loaded.get(key);
    loaded.delete(key);
    if (known === undefined) await makeRoom(loaded, budget - size);
    const entry = known ?? { session: await sessions.create(model), size };
    loaded.set(key, entry);
    return entry.session;
  };
  const run = Number.isFinite(budget) ? makeMutex().run : <T>(work: () => Promise<T>) => work();
  return {
    async hold(model, size) {
      const key = Symbol();
      const { inputMetadata, outputMetadata } = await run(() => load(key, model, size));
      return {
        metadata: { inputMetadata, outputMetadata },
        use: work => run(async () => work(await load(key, model, size))),
      };
    },
  };
}

/** Releases the least recently used sessions until the rest need at most `room` bytes. */
async function makeRoom(loaded: Map<symbol, Loaded>, room: number): Promise<void> {
  for (const [key, { session }] of loaded) {
    const total = [...loaded.values()].reduce((sum, { size }) => sum + size, 0);
    if (total <= room) return;
    loaded.delete(key);
    await session.release();
  }
}
