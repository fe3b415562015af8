import type { Background, BackgroundKind } from './backgrounds.ts';
import { KINDS, type ObjectKind } from './names.ts';
import type { Box } from './pixels.ts';
import type { Random } from './random.ts';
import type { Size } from './svg.ts';

/** Where objects of a kind may be met. */
const HAUNTS: Readonly<Record<ObjectKind, readonly BackgroundKind[]>> = {
  walkers: ['meadow', 'beach', 'desert', 'snow', 'night', 'sunset', 'plain'],
  swimmers: ['sea', 'sea', 'beach', 'plain'],
  flyers: ['meadow', 'beach', 'desert', 'night', 'sunset', 'sea', 'city', 'plain'],
  plants: ['meadow', 'desert', 'beach', 'snow', 'sunset', 'room', 'plain'],
  food: ['table', 'table', 'room', 'plain'],
  vehicles: ['city', 'meadow', 'desert', 'snow', 'sunset', 'night', 'plain'],
  boats: ['sea', 'sea', 'beach'],
  buildings: ['meadow', 'snow', 'desert', 'night', 'sunset', 'city'],
  objects: ['room', 'table', 'plain', 'meadow', 'snow'],
};

/**
 * In the air, or standing on the ground. Swimmers are below the water line as walkers are below the horizon.
 */
const flies = (kind: ObjectKind): boolean => kind === 'flyers';

const OBJECT_KINDS = Object.keys(KINDS) as ObjectKind[];

/** @throws Error for a name outside the vocabulary */
function kindOf(name: string): ObjectKind {
  const kind = OBJECT_KINDS.find(candidate => KINDS[candidate].includes(name));
  if (!kind) throw new Error(`"${name}" is not one of the objects that scenes are made of`);
  return kind;
}

/** A background on which the object is not out of place. */
export const backgroundFor = (name: string, random: Random): BackgroundKind =>
  random.pick(HAUNTS[kindOf(name)]);

/** Every object that is not out of place on a background. */
export function namesFor(background: BackgroundKind): readonly string[] {
  return OBJECT_KINDS.filter(kind => HAUNTS[kind].includes(background)).flatMap(kind => KINDS[kind]);
}

/**
 * A free position, wholly inside the picture: in the air for what flies, else with the lower edge on the
 * ground.
 */
export function placeFor(
  name: string,
  object: Size,
  picture: Size & Pick<Background, 'ground'>,
  random: Random,
): Box {
  const margin = Math.round(Math.min(picture.width, picture.height) * 0.02);
  const room = { x: picture.width - object.width - margin, y: picture.height - object.height - margin };
  const left = Math.round(random.between(margin, Math.max(margin, room.x)));
  const highest = flies(kindOf(name)) ? margin : picture.ground - object.height * 0.85;
  const lowest = flies(kindOf(name)) ? picture.ground - object.height * 0.4 : room.y;
  const [from, to] = [Math.min(Math.max(margin, highest), room.y), Math.min(lowest, room.y)];
  return {
    left,
    top: Math.round(random.between(from, Math.max(from, to))),
    width: object.width,
    height: object.height,
  };
}
