import { composeScene, type Scene } from './compose.ts';
import { areKin, NAMES } from './names.ts';
import { type Random, seededRandom } from './random.ts';
import type { Size } from './svg.ts';

export interface BenchmarkScene extends Scene {
  /** The name of the target, `objects[0]`. */
  from: string;
  /** Five names of absent objects, none related to those in the picture. */
  absent: string[];
}

/** Width and height, from thumbnails to screens, with 3:1 panoramas and 1:2 posters among them. */
const SIZES = [
  [256, 256],
  [640, 480],
  [900, 300],
  [512, 512],
  [480, 640],
  [1280, 720],
  [320, 240],
  [400, 800],
  [800, 600],
  [384, 384],
  [640, 360],
  [1200, 400],
  [720, 960],
  [400, 300],
  [768, 768],
  [600, 1200],
  [1024, 768],
  [500, 750],
  [1000, 1000],
  [1600, 900],
] as const;

const ABSENT_NAMES = 5;

/**
 * The pictures of the mask benchmark, one by one, each composed on demand. Every target is another object
 * until all names were used. Another seed gives another set, for calibration.
 */
export async function* benchmarkScenes(seed = 20231, count = 60): AsyncGenerator<BenchmarkScene, void, void> {
  const random = seededRandom(seed);
  const targets = random.shuffled(NAMES);
  for (let i = 0; i < count; i++) {
    const size = sizeOf(i);
    const from = targets[i % targets.length]!;
    const scene = await composeScene({ ...size, from, seed: random.integer(0, 2 ** 32 - 1) });
    yield { ...scene, from, absent: absentFrom(scene, random) };
  }
}

function sizeOf(i: number): Size {
  const [width, height] = SIZES[i % SIZES.length]!;
  return { width, height };
}

function absentFrom({ objects }: Scene, random: Random): string[] {
  const unrelated = NAMES.filter(name => !objects.some(object => areKin(name, object.name)));
  return random.shuffled(unrelated).slice(0, ABSENT_NAMES);
}
