import { localise } from '../../src/pipeline/localise/index.ts';
import type { PresenceScores } from '../../src/pipeline/localise/presence.ts';
import { pictureMask } from '../../src/pipeline/localise/report.ts';
import type { Pack } from '../../src/pipeline/models/pack.ts';
import { type QualityScene, qualityScenes } from '../../synthetic-scenes/held-out/scenes.ts';
import { countPixels, isShown } from './quality/measures.ts';

/** One candidate of a question, and whether it is what was asked for. */
export interface ScoredCandidate {
  /** The scene and the word; candidates of one question share it. */
  readonly question: string;
  /** Whether what was asked for is in the scene at all. */
  readonly present: boolean;
  readonly scores: PresenceScores;
  readonly score: number;
  readonly right: boolean;
}

/** A candidate is of the object that most of its outline covers, if it covers at least this share. */
const LEAST_SHARE = 0.3;

/**
 * Localises two present objects and absent ones in scenes whose drawings and backgrounds no reported figure
 * uses. Questions without a candidate add none.
 */
export async function* scoredCandidates(
  pack: Pack,
  seed: number,
  count: number,
): AsyncGenerator<ScoredCandidate, void, void> {
  let index = 0;
  for await (const scene of qualityScenes(count, { seed, pool: 'fitted' })) {
    const { finds = [] } = pack.manifest.vocabulary ?? {};
    const other = scene.others.find(({ name }) => finds.includes(name));
    const words = [scene.from, ...(other ? [other.name] : []), ...scene.absent.map(({ word }) => word)];
    for (const word of words) yield* placesIn(pack, scene, word, index);
    index++;
  }
}

async function* placesIn(
  pack: Pack,
  scene: QualityScene,
  word: string,
  index: number,
): AsyncGenerator<ScoredCandidate> {
  const picture = { width: scene.width, height: scene.height, rgb: scene.image };
  const { threshold, context, minWindow } = pack.manifest.defaults;
  const { candidates } = await localise(pack, picture, word, { threshold, context, minWindow });
  const present = scene.objects.some(({ name }) => name === word);
  for (const candidate of candidates) {
    const { data } = pictureMask(pack, picture, [candidate], { grow: 0, feather: 0 });
    yield {
      question: `${index} ${word}`,
      present,
      scores: candidate.scores,
      score: candidate.score,
      right: nameAt(scene, data) === word,
    };
  }
}

/** What most of a mask lies on. */
function nameAt({ objects }: QualityScene, mask: Uint8Array): string | undefined {
  const area = countPixels(mask.length, isShown(mask));
  const shares = objects.map(object => ({
    name: object.name,
    share: countPixels(mask.length, p => isShown(mask)(p) && isShown(object.mask)(p)) / Math.max(1, area),
  }));
  const best = shares.reduce((a, b) => (b.share > a.share ? b : a), { name: '', share: 0 });
  return best.share > LEAST_SHARE ? best.name : undefined;
}
