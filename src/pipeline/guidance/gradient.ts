import { throwIfCancelled } from '../../errors.ts';
import { combine, concat, slice, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import type { Loss } from './clip-loss.ts';
import { type GuidanceSchedule, isDue, isGuided } from './schedule.ts';

/**
 * Moves the predicted clean latents x̂₀ `[B, C, h, w]`; `alphaCumprod` is ᾱ at this step. Gradient guidance
 * enters here: whatever it returns is what the scheduler steps towards.
 */
export type OriginalSampleGuide = (
  predOriginalSample: Tensor,
  alphaCumprod: number,
  step: number,
) => Promise<Tensor>;

/** The length of a step of scale 1 when x̂₀ is all noise, in parts of x̂₀'s rms. */
const STEP = 0.1;

/** A loss of the decoded image of one candidate at one step, weighted. */
export interface WeightedLoss {
  readonly weight: number;
  loss(image: Tensor, candidate: number, step: number): Promise<Loss>;
}

/** The cost of guidance so far. */
export interface GuidanceMeter {
  /** Steps that were guided, and gradients that were computed for them. */
  steps: number;
  gradients: number;
  ms: number;
}

interface GradientGuidance {
  readonly losses: readonly WeightedLoss[];
  readonly schedule: GuidanceSchedule;
  readonly steps: number;
  readonly meter: GuidanceMeter;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Region of interest synthesising (Huang et al. 2023, section 3.3): moves x̂₀ against the gradient of the
 * losses of its decoded image, not through the UNet. Steps are normalised: −STEP·w·√(1 −
 * ᾱ)·rms(x̂₀)·g/rms(g), with w the sum of the weights, so that weights mean the same for every pack, and
 * vanish with the noise. A gradient holds until the next one is due: x̂₀ changes little from step to step,
 * and a gradient costs several times what the UNet does (docs/adr/0063).
 */
export function gradientGuide(
  pack: Pack,
  { losses, schedule, steps, meter, signal }: GradientGuidance,
): OriginalSampleGuide {
  const weight = losses.reduce((sum, loss) => sum + loss.weight, 0);
  let gradient: Tensor | undefined;
  return async (predOriginalSample, alphaCumprod, step) => {
    if (!isGuided(schedule, step, steps)) return predOriginalSample;
    const start = performance.now();
    if (gradient === undefined || isDue(schedule, step, steps)) {
      gradient = await gradientOf(pack, losses, predOriginalSample, step, signal);
      meter.gradients++;
    }
    const moved = against(predOriginalSample, gradient, weight * STEP * Math.sqrt(1 - alphaCumprod));
    meter.steps++;
    meter.ms += performance.now() - start;
    return moved;
  };
}

/** The gradient of the weighted sum of losses by x̂₀, a row for each candidate. */
async function gradientOf(
  pack: Pack,
  losses: readonly WeightedLoss[],
  predOriginalSample: Tensor,
  step: number,
  signal: AbortSignal | undefined,
): Promise<Tensor> {
  const images = await pack.previewLatents(predOriginalSample);
  const cotangents: Tensor[] = [];
  for (let candidate = 0; candidate < images.dims[0]; candidate++) {
    throwIfCancelled(signal);
    cotangents.push(await imageCotangent(losses, slice(images, candidate), candidate, step));
  }
  return (await pack.gradients.previewLatents(predOriginalSample, concat(cotangents))).cotangent;
}

/** The cotangent of the weighted sum of losses by one image. */
async function imageCotangent(
  losses: readonly WeightedLoss[],
  image: Tensor,
  candidate: number,
  step: number,
): Promise<Tensor> {
  let total: Tensor = { data: new Float32Array(image.data.length), dims: image.dims };
  for (const { weight, loss } of losses) {
    const { cotangent } = await loss(image, candidate, step);
    total = combine(1, total, weight, cotangent);
  }
  return total;
}

/** Every row of the latents moved against its own gradient by `reach` times the row's rms. */
function against(latents: Tensor, gradient: Tensor, reach: number): Tensor {
  const rows = Array.from({ length: latents.dims[0] }, (_, i) => {
    const [row, slope] = [slice(latents, i), slice(gradient, i)];
    const size = rms(slope);
    return size === 0 ? row : combine(1, row, (-reach * rms(row)) / size, slope);
  });
  return concat(rows);
}

const rms = ({ data }: Tensor): number => Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / data.length);
