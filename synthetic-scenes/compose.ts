import { isDrawnIn, STYLES, type Style, sprite } from './art.ts';
import { background } from './backgrounds.ts';
import { areKin, NAMES } from './names.ts';
import { type Box, coverage, inkBox } from './pixels.ts';
import { backgroundFor, namesFor, placeFor } from './placement.ts';
import { type Random, seededRandom } from './random.ts';
import { hiddenShare, inkOf, type Placed, Stage } from './stage.ts';
import { type Size, svgDocument } from './svg.ts';

export interface SceneOptions extends Size {
  seed: number;
  /** The target's name; a random one when left out. */
  from?: string;
  /** The emoji set of the target; a random one of `styles` when left out. */
  style?: Style;
  /** The emoji sets of everything; those that the pack learnt to paint when left out. */
  styles?: readonly Style[];
  /** How many other objects to put around it; 1 to 3 when left out. Fewer where there is no room. */
  distractors?: number;
  /** How many copies of the target, default 1. */
  instances?: number;
}

export interface SceneObject {
  name: string;
  style: Style;
  /** Around the visible part. */
  box: Box;
  /** What is visible of it, 0 to 255, `width × height` of the picture, row by row. */
  mask: Uint8Array;
  /** Visible pixels over its own pixels, 0 to 1. */
  visible: number;
}

export interface Scene extends Size {
  /** RGB, row by row. */
  image: Uint8Array;
  kind: string;
  /** The target and its copies first, then the other objects. */
  objects: SceneObject[];
}

export interface Actor extends Placed {
  name: string;
  style: Style;
}

/**
 * The positions of all objects on a background: a scene before it is drawn. The target and its copies come
 * first.
 */
export interface Cast extends Size {
  kind: string;
  /** The background. */
  svg: string;
  actors: readonly Actor[];
}

/** How much of an object a single other object may hide. */
const HIDES_AT_MOST = { target: 0.045, distractor: 0.3 };
const ATTEMPTS = 40;

/**
 * A picture of a few objects whose exact masks are known. The same options give the same bytes.
 * @throws Error when there is no free position for a copy of the target
 */
export const composeScene = async (options: SceneOptions): Promise<Scene> =>
  perform(await castScene(options));

/** The same, not drawn yet. */
export async function castScene(options: SceneOptions): Promise<Cast> {
  const { seed, width, height, instances = 1, styles = STYLES } = options;
  const random = seededRandom(seed);
  const from = options.from ?? random.pick(NAMES);
  const kind = backgroundFor(from, random);
  const empty = background(kind, options, random);
  const set = { width, height, ground: empty.ground };

  const actors: Actor[] = [];
  const enterNext = async (entrance: Entrance) => {
    const actor = await enter(entrance, from, set, actors, random);
    if (actor) actors.push(actor);
    return actor;
  };

  const look = { name: from, style: options.style ?? random.pick(styles), drawing: random.integer(0, 5) };
  for (let i = 0; i < instances; i++) {
    const target = await enterNext({ ...look, size: targetSize(options, random) });
    if (!target) throw new Error(`no room for ${instances} times "${from}" in ${width} × ${height}`);
  }
  const drawn = (name: string) => styles.every(style => isDrawnIn(name, style));
  const others = random.shuffled(namesFor(kind).filter(name => !areKin(name, from) && drawn(name)));
  for (const name of others.slice(0, options.distractors ?? random.integer(1, 3))) {
    const size = Math.min(width, height) * random.between(0.14, 0.34);
    await enterNext({ name, style: random.pick(styles), drawing: random.integer(0, 5), size });
  }
  return { width, height, kind, svg: svgDocument(options, empty.body), actors };
}

/**
 * 24 to 60% of the shorter side, in wide and tall pictures sometimes as little as 15%; smaller where copies
 * share it.
 */
function targetSize({ width, height, instances = 1 }: SceneOptions, random: Random): number {
  const shorter = Math.min(width, height);
  const elongated = Math.max(width, height) / shorter >= 1.7;
  const share = elongated && random.chance(0.35) ? random.between(0.15, 0.24) : random.between(0.24, 0.6);
  return (shorter * share) / Math.sqrt(instances);
}

interface Entrance {
  name: string;
  style: Style;
  drawing: number;
  size: number;
}

/** A position for one more object; undefined when everywhere it would hide too much or be hidden too much. */
async function enter(
  { name, style, drawing, size }: Entrance,
  from: string,
  set: Size & { ground: number },
  actors: readonly Actor[],
  random: Random,
): Promise<Actor | undefined> {
  const mirrored = random.chance(0.5);
  const drawn = await sprite(name, { style, drawing, size: Math.max(8, Math.round(size)), mirrored });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const actor: Actor = { name, style, sprite: drawn, ...placeFor(name, drawn, set, random) };
    const fits = actors.every(other => {
      const [behind, front] = inDepthOrder([other, actor]);
      return hiddenShare(behind!, front!) <= HIDES_AT_MOST[behind!.name === from ? 'target' : 'distractor'];
    });
    if (fits) return actor;
  }
  return undefined;
}

/** Objects lower in the picture are nearer. Equal heights keep their order. */
export function inDepthOrder(actors: readonly Actor[]): Actor[] {
  const foot = ({ top, height }: Box) => top + height;
  return actors.toSorted((a, b) => foot(a) - foot(b));
}

/** Draws a scene. Objects that are hidden entirely are left out. */
export async function perform({ width, height, kind, svg, actors }: Cast): Promise<Scene> {
  const stage = await Stage.set(svg);
  const masks = new Map(inDepthOrder(actors).map(actor => [actor, stage.draw(actor)]));
  const objects = actors.flatMap(actor => {
    const mask = masks.get(actor)!;
    const box = inkBox(mask, stage.width);
    const visible = coverage(mask) / inkOf(actor);
    return box ? [{ name: actor.name, style: actor.style, box, mask, visible }] : [];
  });
  return { width, height, kind, image: stage.image, objects };
}
