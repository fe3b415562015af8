/**
 * More chunks or segments than any program writes: a file made of empty ones would take millions of objects
 * to hold.
 */
const MOST_PIECES = 100_000;

/** All pieces of a file; throws where there are too many of them. */
export function countedPieces<T>(pieces: Iterable<T>): T[] {
  const all: T[] = [];
  for (const piece of pieces) {
    if (all.length === MOST_PIECES) throw new Error(`more than ${MOST_PIECES} pieces`);
    all.push(piece);
  }
  return all;
}
