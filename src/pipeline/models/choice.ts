/** Colours by which a person may choose an object, or ask for one. */
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

/** Words that choose among several candidates. */
export const CHOICES = ['all', 'largest', 'smallest', 'top', 'bottom', 'middle', ...COLOURS] as const;

/**
 * Which of several candidates to edit: a number counts from the left, a negative one from the right; `all`
 * takes every instance, a colour the one that has most of it.
 */
export type InstanceChoice = number | (typeof CHOICES)[number];

export const isColour = (choice: InstanceChoice): choice is Colour =>
  COLOURS.some(colour => colour === choice);
