import type { Box, GreyPicture } from '../../../src/pipeline/image/picture.ts';
import { planeOf } from '../../../src/pipeline/image/plane.ts';
import { resize } from '../../../src/pipeline/image/resample.ts';
import { windowRound } from '../../../src/pipeline/image/window.ts';
import type { LocalisationCache } from '../../../src/pipeline/localise/find-instances.ts';
import type { Candidate, Localisation } from '../../../src/pipeline/localise/index.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import type { QualityScene } from '../../../synthetic-scenes/held-out/scenes.ts';
import type { Size } from '../../../synthetic-scenes/svg.ts';

/** Logits of a segmenter that knows. */
const CERTAIN = 8;
/** A region's mask has at least so many cells on a side, as in the fine pass. */
const LEAST_CELLS = 256;

/** The localisation of an oracle: the true masks of all objects called `from`. */
export function trueLocalisations(pack: Pack, scene: QualityScene): LocalisationCache {
  const targets = scene.objects.filter(({ name }) => name === scene.from);
  const truth: Localisation = {
    heat: { logits: { data: new Float32Array(1), dims: [1, 1, 1, 1] } },
    candidates: targets.map(object => candidateOf(pack, scene, object)),
    above: 0.5,
  };
  return { get: () => Promise.resolve(truth), set: () => {}, delete: () => {} };
}

function candidateOf(pack: Pack, picture: Size, { box, mask }: { box: Box; mask: Uint8Array }): Candidate {
  const { resolution, defaults } = pack.manifest;
  const window = windowRound(box, defaults);
  const side = resolution * Math.ceil(LEAST_CELLS / resolution);
  const seen = resize(planeOf(cropMask(mask, picture, window)), side, side).data;
  return {
    window,
    box,
    logits: { data: seen.map(value => (value > 127 ? CERTAIN : -CERTAIN)), dims: [1, 1, side, side] },
    presence: 0,
    cropScores: [CERTAIN],
    mask: { width: side, height: side, data: Uint8Array.from(seen, value => (value > 127 ? 255 : 0)) },
    scores: { coarsePass: CERTAIN, finePass: CERTAIN, clip: 1, rank: 0, agreement: 0 },
    score: 0.99,
    similarity: 1,
  };
}

/** A window of a mask; nothing is beyond the picture. */
function cropMask(mask: Uint8Array, { width, height }: Size, window: Box): GreyPicture {
  const data = new Uint8Array(window.width * window.height);
  for (let y = 0; y < window.height; y++) {
    for (let x = 0; x < window.width; x++) {
      const [u, v] = [window.left + x, window.top + y];
      if (u >= 0 && v >= 0 && u < width && v < height) data[y * window.width + x] = mask[v * width + u];
    }
  }
  return { width: window.width, height: window.height, data };
}
