import { isDrawnIn, type Style, sprite } from '../art.ts';
import { type Actor, type Cast, inDepthOrder } from '../compose.ts';
import { alikeTo, areKin, NAMES } from '../names.ts';
import type { Box } from '../pixels.ts';
import { type Random, seededRandom } from '../random.ts';
import { hiddenShare } from '../stage.ts';
import { type Size, svgDocument } from '../svg.ts';
import { type HeldOutBackground, heldOutBackground } from './backgrounds.ts';
import { OWN_OBJECTS } from './shapes.ts';

/**
 * What makes a scene hard: two of the target, what it is taken for beside it, the picture's edge across it.
 */
export type Trait = 'twins' | 'alike' | 'cut';

export interface CrowdOptions extends Size {
  seed: number;
  from: string;
  /** The target's set. */
  style: Style;
  /** The sets of everything else. */
  styles: readonly Style[];
  background: HeldOutBackground;
  /** How many objects there are at most; fewer where there is no room. */
  objects: number;
  /** How many of them are put against another, so that they touch, 0 to 1. */
  touching: number;
  traits: readonly Trait[];
}

/**
 * How much of an object a single other object may hide, and the longer side of objects as a share of the
 * picture's shorter side.
 */
const HIDES_AT_MOST = { target: 0.15, other: 0.35 };
const SHARES = { few: [0.2, 0.4], many: [0.13, 0.26] } as const;
const MANY = 8;
const ATTEMPTS = 30;

/** The names of what a set draws. */
export const namesIn = (style: Style): readonly string[] =>
  [...new Set([...NAMES, ...OWN_OBJECTS])].filter(name => isDrawnIn(name, style));

/**
 * Objects of any kind at any position on any background: the target and its twin first. The same options give
 * the same scene.
 */
export async function castCrowd(options: CrowdOptions): Promise<Cast> {
  const { seed, width, height, from, style, styles, traits } = options;
  const random = seededRandom(seed);
  const svg = svgDocument(options, heldOutBackground(options.background, options, random));
  const actors: Actor[] = [];
  const enter = async (name: string, of: Style, placing: Placing) => {
    const actor = await place(name, of, { ...placing, options, actors, random });
    if (actor !== undefined) actors.push(actor);
  };

  await enter(from, style, { cut: traits.includes('cut'), touching: false });
  if (traits.includes('twins')) await enter(from, style, { cut: false, touching: random.chance(0.5) });
  const set = () => random.pick(styles);
  if (traits.includes('alike')) {
    const alike = alikeTo(from).flatMap(name =>
      styles.filter(of => isDrawnIn(name, of)).map(of => [name, of] as const),
    );
    if (alike.length > 0) await enter(...random.pick(alike), { cut: false, touching: random.chance(0.5) });
  }
  while (actors.length < options.objects) {
    const before = actors.length;
    const of = set();
    const name = random.pick(namesIn(of).filter(other => !areKin(other, from)));
    await enter(name, of, { cut: false, touching: random.chance(options.touching) });
    if (actors.length === before && random.chance(0.3)) break;
  }
  return { width, height, kind: options.background, svg, actors };
}

interface Placing {
  cut: boolean;
  touching: boolean;
}

/** A position for one more object; undefined when everywhere it would hide too much or be hidden too much. */
async function place(
  name: string,
  style: Style,
  at: Placing & { options: CrowdOptions; actors: readonly Actor[]; random: Random },
): Promise<Actor | undefined> {
  const { options, actors, random } = at;
  const [low, high] = options.objects >= MANY ? SHARES.many : SHARES.few;
  const drawn = await sprite(name, {
    style,
    size: Math.round(Math.min(options.width, options.height) * random.between(low, high)),
    drawing: random.integer(0, 5),
    mirrored: random.chance(0.5),
    hue: random.between(0, 360),
  });
  const size = { width: drawn.width, height: drawn.height };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const spot = at.cut
      ? acrossEdge(size, options, random)
      : at.touching && actors.length > 0
        ? against(random.pick(actors), size, random)
        : anywhere(size, options, random);
    const actor: Actor = { name, style, sprite: drawn, ...size, ...spot };
    if ((at.cut || isInside(actor, options)) && fits(actor, actors, options.from)) return actor;
  }
  return undefined;
}

function fits(actor: Actor, actors: readonly Actor[], from: string): boolean {
  return actors.every(other => {
    const [behind, front] = inDepthOrder([other, actor]);
    const most = HIDES_AT_MOST[behind!.name === from ? 'target' : 'other'];
    return hiddenShare(behind!, front!) <= most;
  });
}

type Spot = Pick<Box, 'left' | 'top'>;

function anywhere(object: Size, picture: Size, random: Random): Spot {
  return {
    left: Math.round(random.between(0, picture.width - object.width)),
    top: Math.round(random.between(0, picture.height - object.height)),
  };
}

/** From 15 to 45% of the object beyond one of the four edges. */
function acrossEdge(object: Size, picture: Size, random: Random): Spot {
  const { left, top } = anywhere(object, picture, random);
  const beyond = random.between(0.15, 0.45);
  return random.pick([
    { left: Math.round(-beyond * object.width), top },
    { left: Math.round(picture.width - (1 - beyond) * object.width), top },
    { left, top: Math.round(-beyond * object.height) },
    { left, top: Math.round(picture.height - (1 - beyond) * object.height) },
  ]);
}

/** On one side of another object, a little over it. */
function against(other: Box, object: Size, random: Random): Spot {
  const over = random.between(0.02, 0.2);
  const [right, left] = [other.left + other.width * (1 - over), other.left - object.width * (1 - over)];
  const above = other.top + other.height - object.height + random.between(-0.2, 0.2) * other.height;
  return random.chance(0.75)
    ? { left: Math.round(random.pick([left, right])), top: Math.round(above) }
    : {
        left: Math.round(other.left + random.between(-0.3, 0.3) * other.width),
        top: Math.round(other.top - object.height * (1 - over)),
      };
}

const isInside = ({ left, top, width, height }: Box, picture: Size): boolean =>
  left >= 0 && top >= 0 && left + width <= picture.width && top + height <= picture.height;
