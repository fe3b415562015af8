import type { Box } from '../image/picture.ts';
import { uniform } from '../math/random.ts';
import { cutOutSeed } from '../math/seeds.ts';
import type { Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { asPrompt, isRemoval } from '../models/vocabulary.ts';
import type { EditOptions } from '../options.ts';
import type { UNetWindow } from '../region/encode.ts';
import { enlarge } from '../region/latent-mask.ts';
import { clipLoss } from './clip-loss.ts';
import { cutOutBoxes } from './cut-outs.ts';
import {
  type GuidanceMeter,
  gradientGuide,
  type OriginalSampleGuide,
  type WeightedLoss,
} from './gradient.ts';
import { nerpLoss } from './nerp.ts';

/**
 * The guide of an edit's options: CLIP inside what is repainted, NERP outside it. Undefined when both scales
 * are 0.
 */
export async function guideFor(
  pack: Pack,
  region: UNetWindow,
  options: EditOptions,
  { steps, meter, signal }: { steps: number; meter: GuidanceMeter; signal?: AbortSignal | undefined },
): Promise<OriginalSampleGuide | undefined> {
  const { clipGuidanceScale, nerpScale, guideFrom, guideTo, guideEvery } = options;
  if (clipGuidanceScale === 0 && nerpScale === 0) return undefined;
  const losses: WeightedLoss[] = [];
  if (clipGuidanceScale > 0) losses.push(await clipInRegion(pack, region.latentMask, options));
  if (nerpScale > 0) {
    const { data, dims } = region.latentMask;
    const outside = enlarge({ data: data.map(v => 1 - v), dims }, pack.manifest.scaleFactor);
    losses.push({ weight: nerpScale, loss: await nerpLoss(pack, region.view, outside) });
  }
  const schedule = { from: guideFrom, to: guideTo, every: guideEvery };
  return gradientGuide(pack, { losses, schedule, steps, meter, signal });
}

/**
 * CLIP's distance from cut-outs of the repainted region to `to`; for a removal, its negative distance to
 * `from`.
 */
async function clipInRegion(
  pack: Pack,
  latentMask: Tensor,
  { from, to, seed, cutOuts, clipGuidanceScale }: EditOptions,
): Promise<WeightedLoss> {
  const removal = isRemoval(pack.manifest, to);
  const { textEmbeds } = await pack.encodeText(asPrompt(pack.manifest, removal ? from : to));
  const region = scaled(boundsOf(latentMask), pack.manifest.scaleFactor);
  return {
    weight: clipGuidanceScale,
    loss: (image, candidate, step) => {
      const random = uniform(cutOutSeed(seed, candidate, step));
      const boxes = cutOutBoxes(region, cutOuts, random);
      return clipLoss(pack, image, { boxes, textEmbeds, sign: removal ? -1 : 1 });
    },
  };
}

const scaled = ({ left, top, width, height }: Box, times: number): Box => ({
  left: left * times,
  top: top * times,
  width: width * times,
  height: height * times,
});

/** The bounding box of what is set; the whole grid where nothing is. */
function boundsOf({ data, dims }: Tensor): Box {
  const [, , height, width] = dims;
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < 0) return { left: 0, top: 0, width, height };
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
