/**
 * Drawings that nothing was trained on. OpenMoji and EmojiOne's first version are emoji; Phosphor and
 * IconPark are icons of one colour, of which the drawings are taken that anybody would call by the name;
 * `shapes` are this project's own.
 */
const HELD_OUT = ['openmoji', 'emojione-v1', 'icon-park', 'ph', 'shapes'] as const;
export type HeldOutSet = (typeof HELD_OUT)[number];

export const isHeldOut = (name: string): name is HeldOutSet => HELD_OUT.some(set => set === name);

/** "name" or "name=icon", where the icon is not called as the object is. */
const ICON_PARK = `pig, dog, rabbit, duck, panda, bear, monkey, frog, deer, crab, fish, dolphin, whale, bird, bat, owl, eagle,
  butterfly, airplane, rocket, ghost, star, blossom, cactus, pear, peach, lemon, banana, watermelon, orange, tomato,
  avocado, bread, cheese, hamburger, french fries, birthday cake, beer=beer-mug, car, taxi, bus, bicycle=bike,
  house=home, sailboat, ship=cruise, castle, tent, umbrella, camera, computer, laptop, crown, gift, snowman, pumpkin,
  backpack, chair, key, trophy, t-shirt, book`;
const PHOSPHOR = `cow, cat, dog, rabbit, fish, bird, butterfly, airplane=airplane-tilt, rocket, ghost, star, heart, cactus,
  tree, pine tree=tree-evergreen, palm tree=tree-palm, tulip=flower-tulip, clover, cherries, orange, avocado, carrot,
  bread, cheese, hamburger, pizza, cookie, cake, ice cream, coffee, wine, beer=beer-stein, cocktail=martini, car, taxi,
  bus, ambulance, police car, truck, tractor, bicycle, motorcycle, train, sailboat, house, church, tent, umbrella,
  ball=soccer-ball, basketball, guitar, camera, television, laptop, lamp=lightbulb, crown, gift, robot, backpack,
  chair, bed, sofa=couch, key, trophy, dress, t-shirt, book, shoe=sneaker, fire engine=fire-truck`;

const tableOf = (text: string, suffix = ''): ReadonlyMap<string, readonly string[]> =>
  new Map(
    text.split(',').map(entry => {
      const [name, icon = name.replaceAll(' ', '-')] = entry.trim().split('=');
      return [name, [icon + suffix]];
    }),
  );

/** Icons by name, of sets whose icons are not called as those of emoji sets are. */
const TABLES: Partial<Record<HeldOutSet, ReadonlyMap<string, readonly string[]>>> = {
  'icon-park': tableOf(ICON_PARK),
  ph: tableOf(PHOSPHOR, '-duotone'),
};

/** The icons of an object in a set that has names of its own; undefined where emoji names do. */
export function heldOutIcons(set: HeldOutSet, name: string): readonly string[] | undefined {
  const table = TABLES[set];
  return table && (table.get(name) ?? []);
}

/** What stands for the colours of a set, by the hue that is wanted. */
const TINTS: Readonly<Record<string, (hue: number) => readonly (readonly [string, string])[]>> = {
  'icon-park': hue => [
    ['#2F88FF', `hsl(${hue},75%,60%)`],
    ['#43CCF8', `hsl(${(hue + 40) % 360},80%,75%)`],
  ],
  ph: hue => [
    ['opacity=".2"', `fill="hsl(${hue},65%,74%)"`],
    ['currentColor', `hsl(${hue},55%,27%)`],
  ],
  shapes: hue => [
    ['@main', `hsl(${hue},70%,55%)`],
    ['@second', `hsl(${(hue + 150) % 360},55%,70%)`],
    ['@dark', `hsl(${hue},45%,22%)`],
  ],
};

/** A drawing with its set's own colour turned to another; those of many colours stay. */
export const tinted = (style: string, body: string, hue: number): string =>
  (TINTS[style]?.(Math.round(hue)) ?? []).reduce((text, [from, to]) => text.replaceAll(from, to), body);
