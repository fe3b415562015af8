import { lexiconOf } from './phrases.ts';

/** The packs' own language. */
export const ENGLISH = lexiconOf({
  spaced: true,
  fillers: `a, an, the, my, this, that, these, those, of, on, at, in, to, from, with, one, ones, side, is, which, hand, and, only,
    just, please, picture, image`,
  left: 'left, leftmost, left-hand, on the left, from the left, far left',
  right: 'right, rightmost, right-hand, on the right, from the right, far right',
  top: 'top, topmost, upper, uppermost, highest, at the top',
  bottom: 'bottom, lower, lowest, bottommost, at the bottom',
  middle: 'middle, central, center, centre, in the middle',
  largest: 'largest, biggest, bigger, larger, big, large',
  smallest: 'smallest, littlest, smaller, tiniest, small, little',
  all: 'all, every, both, each, all the',
  ordinals: [
    'first, 1st',
    'second, 2nd',
    'third, 3rd',
    'fourth, 4th',
    'fifth, 5th',
    'sixth, 6th',
    'seventh, 7th',
    'eighth, 8th',
  ],
  colours: {
    red: 'red',
    orange: 'orange',
    yellow: 'yellow, golden, gold',
    green: 'green',
    blue: 'blue',
    purple: 'purple, violet',
    pink: 'pink',
    brown: 'brown',
    black: 'black',
    grey: 'grey, gray, silver',
    white: 'white',
  },
});

/** A thing with its names: its own first, then synonyms. */
export type Named = readonly [thing: string, names: readonly string[]];

/**
 * What things are called in a phrase, one of it or several → the thing. A thing's own name is never taken for several of another, nor
 * for another's synonym.
 */
export function englishNames(things: readonly Named[]): ReadonlyMap<string, string> {
  const called = (names: (named: readonly string[]) => readonly string[]) =>
    things.flatMap(([thing, named]) => names(named).map(name => [name, thing] as const));
  return new Map([
    ...called(([, ...synonyms]) => synonyms.flatMap(englishForms)),
    ...called(([own]) => englishForms(own)),
    ...called(([own]) => [own]),
  ]);
}

/** One thing, and several of it. */
function englishForms(thing: string): string[] {
  if (/(s|x|ch|sh)$/.test(thing)) return [thing, `${thing}es`];
  if (/[^aeiou]y$/.test(thing)) return [thing, `${thing.slice(0, -1)}ies`];
  return [thing, `${thing}s`];
}
