import type { Style } from '../art.ts';
import { type Cast, castScene, perform, type Scene, type SceneObject } from '../compose.ts';
import { alikeTo, areKin, NAMES } from '../names.ts';
import { type Random, seededRandom } from '../random.ts';
import type { Size } from '../svg.ts';
import { FITTED_BACKGROUNDS, type HeldOutBackground, REPORTED_BACKGROUNDS } from './backgrounds.ts';
import { castCrowd, namesIn, type Trait } from './crowd.ts';

/**
 * `trained`: drawn as the training's scenes are. `strange`: 4 to 8 objects in sets, and on backgrounds, that
 * nothing was trained on. `crowded`: 8 to 20 of them, which touch, overlap, come twice or are taken for each
 * other.
 */
type Tier = 'trained' | 'strange' | 'crowded';
type Tone = 'dark' | 'grey';

/** A scene with its true picture without the target. */
export interface QualityScene extends Scene {
  tier: Tier;
  traits: readonly (Trait | Tone)[];
  /** The name of the target, `objects[0]`, and of its twin where there is one. */
  from: string;
  /** An object to put in its place, akin to nothing in the picture. */
  to: string;
  /** RGB of the picture without all that is called `from`. */
  without: Uint8Array;
  /** The masks of everything else in it. */
  others: readonly SceneObject[];
  /** Names of absent objects; `alike` is one that something present is often mistaken for. */
  absent: readonly { readonly word: string; readonly alike: boolean }[];
}

/** Which drawings and backgrounds: what presence is fitted on is never what is reported. */
const POOLS = {
  reported: {
    styles: ['openmoji', 'openmoji', 'icon-park', 'ph', 'shapes'],
    backgrounds: REPORTED_BACKGROUNDS,
  },
  fitted: { styles: ['emojione-v1', 'emojione-v1', 'noto', 'twemoji'], backgrounds: FITTED_BACKGROUNDS },
} satisfies Record<string, { styles: readonly Style[]; backgrounds: readonly HeldOutBackground[] }>;
export type Pool = keyof typeof POOLS;

const SIZES: readonly Size[] = [
  [512, 512],
  [640, 480],
  [480, 640],
  [720, 480],
  [400, 400],
  [640, 360],
].map(([width, height]) => ({ width: width!, height: height! }));
const TIERS: readonly Tier[] = ['trained', 'strange', 'trained', 'crowded'];
const LEAST_VISIBLE = 0.5;

/** `count` scenes, half of them drawn as the training's are. Each is composed on demand. */
export async function* qualityScenes(
  count: number,
  { seed = 2211, pool = 'reported' }: { seed?: number; pool?: Pool } = {},
): AsyncGenerator<QualityScene, void, void> {
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) yield await nextScene(TIERS[i % TIERS.length]!, pool, random);
}

async function nextScene(tier: Tier, pool: Pool, random: Random): Promise<QualityScene> {
  const { cast, from, traits } = await (tier === 'trained' ? trained(random) : crowd(tier, pool, random));
  const scene = await perform(cast);
  const [target] = scene.objects;
  if (target?.name !== from || target.visible < (traits.includes('cut') ? 0.35 : LEAST_VISIBLE)) {
    return nextScene(tier, pool, random);
  }
  const bare = await perform({ ...cast, actors: cast.actors.filter(({ name }) => name !== from) });
  const tone = tier === 'trained' ? undefined : toneOf(random);
  const words = NAMES.filter(name => !scene.objects.some(object => areKin(name, object.name)));
  return {
    ...scene,
    tier,
    traits: tone === undefined ? traits : [...traits, tone],
    from,
    to: random.pick(words.filter(name => !alikeTo(from).includes(name))),
    image: toned(scene.image, tone),
    without: toned(bare.image, tone),
    others: bare.objects,
    absent: absentFrom(scene, words, random),
  };
}

interface Draft {
  cast: Cast;
  from: string;
  traits: readonly Trait[];
}

async function trained(random: Random): Promise<Draft> {
  const from = random.pick(NAMES);
  const seed = random.integer(0, 2 ** 32 - 1);
  return {
    cast: await castScene({ ...random.pick(SIZES), from, seed, distractors: random.integer(2, 5) }),
    from,
    traits: [],
  };
}

async function crowd(tier: 'strange' | 'crowded', pool: Pool, random: Random): Promise<Draft> {
  const { styles, backgrounds } = POOLS[pool];
  const style = random.pick<Style>(styles);
  const from = random.pick(namesIn(style));
  const isHard = tier === 'crowded';
  const traits = (['twins', 'alike', 'cut'] as const).filter(trait =>
    random.chance(trait === 'cut' ? 0.2 : isHard ? 0.35 : 0.1),
  );
  const cast = await castCrowd({
    ...random.pick(SIZES),
    seed: random.integer(0, 2 ** 32 - 1),
    from,
    style,
    styles,
    background: random.pick<HeldOutBackground>(backgrounds),
    objects: isHard ? random.integer(8, 20) : random.integer(4, 8),
    touching: isHard ? 0.5 : 0.15,
    traits,
  });
  return { cast, from, traits };
}

/** One scene in eight is dark, one in eight grey. */
function toneOf(random: Random): Tone | undefined {
  const dice = random.between(0, 8);
  return dice < 1 ? 'dark' : dice < 2 ? 'grey' : undefined;
}

const DARK = 0.4;

function toned(rgb: Uint8Array, tone: Tone | undefined): Uint8Array {
  if (tone === undefined) return rgb;
  if (tone === 'dark') return rgb.map(value => Math.round(value * DARK));
  return rgb.map((_, i) => {
    const p = i - (i % 3);
    return Math.round(0.299 * rgb[p]! + 0.587 * rgb[p + 1]! + 0.114 * rgb[p + 2]!);
  });
}

/** One name that something present is often mistaken for, where there is one, and two others. */
function absentFrom({ objects }: Scene, words: readonly string[], random: Random): QualityScene['absent'] {
  const alike = random.shuffled(
    words.filter(word => alikeTo(word).some(other => objects.some(t => t.name === other))),
  );
  const others = random.shuffled(words.filter(word => !alike.includes(word)));
  return [
    ...alike.slice(0, 1).map(word => ({ word, alike: true })),
    ...others.slice(0, 2).map(word => ({ word, alike: false })),
  ];
}
