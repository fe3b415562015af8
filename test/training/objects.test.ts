import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { STYLES } from '../../synthetic-scenes/art.ts';
import { NAMES } from '../../synthetic-scenes/names.ts';
import { iconsOf, OBJECTS, ROLES } from '../../training/art/objects.ts';

const { resolve } = createRequire(import.meta.url);
const drawn = STYLES.map(style => {
  const { icons } = JSON.parse(readFileSync(resolve(`@iconify-json/${style}/icons.json`), 'utf8'));
  return new Set(Object.keys(icons));
});

describe('the lists of objects to train on', () => {
  it('are the 184 of the scenes, and these with 258 more', () => {
    expect(OBJECTS.basic).toBe(NAMES);
    expect(OBJECTS.wide.slice(0, 184)).toEqual(NAMES);
    expect(OBJECTS.wide).toHaveLength(442);
    expect(new Set(OBJECTS.wide).size).toBe(442);
  });

  it('name only what at least two of the painted sets draw', () => {
    const rare = OBJECTS.wide.filter(
      object => drawn.filter(icons => iconsOf(object).some(icon => icons.has(icon))).length < 2,
    );
    expect(rare).toEqual([]);
  });

  it('give every drawing to one object, as two names for one drawing would teach that each is not the other', () => {
    const icons = OBJECTS.wide.flatMap(iconsOf);
    expect(icons.filter((icon, i) => icons.indexOf(icon) !== i)).toEqual([]);
  });

  it('know everything that has a role in a picture of two objects', () => {
    const unknown = Object.values(ROLES)
      .flat()
      .filter(object => !OBJECTS.wide.includes(object));
    expect(unknown).toEqual([]);
  });
});
