/** Discord's ids count milliseconds from the first second of 2015. */
const EPOCH = 1_420_070_400_000;

/**
 * @returns a function that gives ids as Discord makes them: each greater than the one before, and the time in
 * it.
 */
export function snowflakes(): () => string {
  let last = 0n;
  return () => {
    const now = BigInt(Date.now() - EPOCH) << 22n;
    last = now > last ? now : last + 1n;
    return last.toString();
  };
}

/** When an id was made, in milliseconds of Unix time. */
export const timeOf = (id: string): number => Number(BigInt(id) >> 22n) + EPOCH;
