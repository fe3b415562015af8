import { type Picture, SET } from '../../src/pipeline/image/picture.ts';
import { resize } from '../../src/pipeline/image/resample.ts';
import type { HeatMap } from '../../src/pipeline/localise/coarse-pass.ts';
import { type Candidate, localise } from '../../src/pipeline/localise/index.ts';
import { pictureMask } from '../../src/pipeline/localise/report.ts';
import { sigmoid } from '../../src/pipeline/math/numeric.ts';
import type { Pack } from '../../src/pipeline/models/pack.ts';
import { type BenchmarkScene, benchmarkScenes } from '../../synthetic-scenes/benchmark.ts';

/** One question: whether and where the words are in a picture. */
export interface Trial {
  readonly words: string;
  readonly present: boolean;
  readonly picture: Picture;
  readonly heat: HeatMap;
  /** The most likely candidate, present or not; undefined when there was none. */
  readonly best: Candidate | undefined;
  /** Whether it is sure enough. */
  readonly isFound: boolean;
  /**
   * Intersection over union with the truth, of the mask of the coarse pass and of the fine pass; 0 when
   * absent.
   */
  readonly iouFirstLook: number;
  readonly iouSecondLook: number;
}

/** Asks every picture for its objects and for five that are absent. */
export async function* trialsOf(pack: Pack, seed: number, count: number): AsyncGenerator<Trial> {
  for await (const scene of benchmarkScenes(seed, count)) {
    yield await ask(pack, scene, scene.from, true);
    for (const words of scene.absent) yield await ask(pack, scene, words, false);
  }
}

async function ask(pack: Pack, scene: BenchmarkScene, words: string, present: boolean): Promise<Trial> {
  const picture = { width: scene.width, height: scene.height, rgb: scene.image };
  const { threshold, context, minWindow } = pack.manifest.defaults;
  const { heat, candidates, above } = await localise(pack, picture, words, {
    threshold,
    context,
    minWindow,
  });
  const [best] = candidates;
  const truth = scene.objects[0].mask;
  const second = best && pictureMask(pack, picture, [best], { grow: 0, feather: 0 }).data;
  return {
    words,
    present,
    picture,
    heat,
    best,
    isFound: best !== undefined && best.score > above,
    iouFirstLook: present ? iou(heatMask(heat, picture, threshold), truth) : 0,
    iouSecondLook: present && second !== undefined ? iou(second, truth) : 0,
  };
}

/** The mask of the coarse pass alone. */
function heatMask({ logits }: HeatMap, { width, height }: Picture, threshold: number): Uint8Array {
  return Uint8Array.from(resize(logits, width, height).data, logit =>
    255 * sigmoid(logit) >= threshold ? 255 : 0,
  );
}

/** Intersection over union of two masks, each set above half. */
function iou(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const [inA, inB] = [a[i] >= SET, b[i] >= SET];
    if (inA && inB) both++;
    if (inA || inB) either++;
  }
  return either === 0 ? 0 : both / either;
}
