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

/** An object with its names: its own first, then synonyms. */
export type Named = readonly [object: string, names: readonly string[]];

/**
 * What objects are called in a phrase, one of it or several → the object. An object's own name is never taken
 * for several of another, nor for another's synonym.
 */
export function englishNames(objects: readonly Named[]): ReadonlyMap<string, string> {
  const called = (names: (named: readonly string[]) => readonly string[]) =>
    objects.flatMap(([object, named]) => names(named).map(name => [name, object] as const));
  return new Map([
    ...called(([, ...synonyms]) => synonyms.flatMap(englishForms)),
    ...called(([own]) => englishForms(own)),
    ...called(([own]) => [own]),
  ]);
}

/** One object, and several of it. */
function englishForms(object: string): string[] {
  if (/(s|x|ch|sh)$/.test(object)) return [object, `${object}es`];
  if (/[^aeiou]y$/.test(object)) return [object, `${object.slice(0, -1)}ies`];
  return [object, `${object}s`];
}
