/** Colours that a person may tell objects apart by, or wish for. */
export const COLOURS = [
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'brown',
  'black',
  'grey',
  'white',
] as const;
export type Colour = (typeof COLOURS)[number];

/** Words for which of several places is meant. */
export const CHOICES = ['all', 'largest', 'smallest', 'top', 'bottom', 'middle', ...COLOURS] as const;

/**
 * Which of several places to edit: a number counts from the left, a negative one from the right; `all` takes every one that is sure
 * enough, a colour the one that has most of it.
 */
export type InstanceChoice = number | (typeof CHOICES)[number];

export const isColour = (choice: InstanceChoice): choice is Colour =>
  COLOURS.some(colour => colour === choice);
