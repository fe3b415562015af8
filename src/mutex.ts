/** Runs work when it is its turn. What it throws concerns its caller alone. */
export type Run = <T>(work: () => Promise<T>) => Promise<T>;

export interface Semaphore {
  readonly run: Run;
  /** Waits for a turn. Returns how to end it, to be called once. */
  acquire(): Promise<() => void>;
}

/** Lets `count` pieces of work run at once; the others wait, first in, first out. */
export function makeSemaphore(count: number): Semaphore {
  let free = count;
  const waiting: (() => void)[] = [];

  async function acquire(): Promise<() => void> {
    if (free > 0) free -= 1;
    else await new Promise<void>(resolve => waiting.push(resolve));
    return () => {
      // Handed on directly: a newcomer does not overtake those who wait.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    };
  }

  return {
    acquire,
    async run(work) {
      const release = await acquire();
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}

/** One piece of work at a time. */
export const makeMutex = (): Semaphore => makeSemaphore(1);

/** One piece of work of each key at a time, and of different keys at once. */
export function makeKeyedMutex(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const mutexes = new Map<string, { readonly mutex: Semaphore; users: number }>();
  return async (key, work) => {
    const entry = mutexes.get(key) ?? { mutex: makeMutex(), users: 0 };
    mutexes.set(key, entry);
    entry.users += 1;
    try {
      return await entry.mutex.run(work);
    } finally {
      entry.users -= 1;
      if (entry.users === 0) mutexes.delete(key);
    }
  };
}
