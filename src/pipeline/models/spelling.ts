import type { Named } from './english.ts';

/**
 * How many letters must be put in, left out, changed or swapped with their neighbour to make one word of
 * another, each part of a word in one change at most (optimal string alignment): 1 for "hores" and "horse".
 */
export function spellingDistance(from: string, to: string): number {
  const [a, b] = [[...from], [...to]];
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(Math.min(changed, row[j] + 1, next[j - 1] + 1, swaps ? before[j - 2] + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

/** A synonym must be this much more alike than a name to come before it. */
const SYNONYM = 0.2;
/** Shorter parts of a name are shared by too many. */
const LEAST_PART = 3;

/**
 * The objects whose names are most like what somebody wrote, best first: shared words count most, then
 * spelling.
 * @param asked and all names are folded alike
 */
export function nearestNamed(asked: string, named: readonly Named[], count = 3): string[] {
  const parts = asked.split(' ').filter(part => part.length >= LEAST_PART);
  const cost = (name: string, i: number) => {
    const spelling =
      spellingDistance(asked, name) / Math.max(asked.length, name.length) + (i === 0 ? 0 : SYNONYM);
    return name.split(' ').some(part => parts.includes(part)) ? spelling - 1 : spelling;
  };
  return named
    .map(([object, names]) => ({ object, cost: Math.min(...names.map(cost)) }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, count)
    .map(({ object }) => object);
}
