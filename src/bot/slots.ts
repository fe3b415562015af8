/** Runs work in the first slot that is free; the rest wait in the order in which they came. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

export function makeSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return async work => {
    if (free > 0) free -= 1;
    else await new Promise<void>(resolve => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The slot goes from hand to hand: nobody who comes now is faster than who waits.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
