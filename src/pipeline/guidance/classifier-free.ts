import { dot } from '../math/numeric.ts';
import { combine, concat, slice, type Tensor } from '../math/tensor.ts';

/** Predicts what the UNet was trained to predict, for latents `[B, C, h, w]` at one timestep. */
export type Denoiser = (latents: Tensor, timestep: number) => Promise<Tensor>;

/**
 * A denoiser of a prompt: `promptEmbeds` `[B, length, width]`, one row per latent; and of a guidance scale,
 * where the model was distilled to take it.
 */
export type ConditionalDenoiser = (
  latents: Tensor,
  timestep: number,
  promptEmbeds: Tensor,
  guidanceScale?: number,
) => Promise<Tensor>;

/**
 * Classifier-free guidance (Ho and Salimans 2022): ε = ε(∅) + s · (ε(c) − ε(∅)), the conditional and the
 * unconditional branch as one batch. At s = 1 and s = 0 only the branch that counts is run, and below
 * `leastTimestep` the conditional one: late steps add detail that guidance hardly changes (Kynkäänniemi et
 * al. 2024, arXiv 2404.07724). Prompts are `[B, length, width]`, a row for each latent. With a `limit`,
 * scales above 1 are `limited`.
 */
export function classifierFreeGuidance(
  denoise: ConditionalDenoiser,
  {
    prompt,
    negativePrompt,
    guidanceScale,
    leastTimestep = 0,
    limit = Infinity,
  }: {
    readonly prompt: Tensor;
    readonly negativePrompt: Tensor;
    readonly guidanceScale: number;
    readonly leastTimestep?: number;
    readonly limit?: number | undefined;
  },
): Denoiser {
  if (guidanceScale === 1) return (latents, timestep) => denoise(latents, timestep, prompt);
  if (guidanceScale === 0) return (latents, timestep) => denoise(latents, timestep, negativePrompt);
  const promptEmbeds = concat([negativePrompt, prompt]);
  return async (latents, timestep) => {
    if (timestep < leastTimestep) return denoise(latents, timestep, prompt);
    const batch = latents.dims[0];
    const both = await denoise(concat([latents, latents]), timestep, promptEmbeds);
    const unconditional = slice(both, 0, batch);
    const conditional = slice(both, batch, 2 * batch);
    if (guidanceScale < 1 || limit === Infinity)
      return combine(1 - guidanceScale, unconditional, guidanceScale, conditional);
    const rows = Array.from({ length: batch }, (_, i) =>
      limited(slice(unconditional, i), slice(conditional, i), guidanceScale, limit),
    );
    return concat(rows);
  };
}

/**
 * ε(c) + k·(s − 1)·d with d = ε(c) − ε(∅) and k ≤ 1 such that the step is at most `limit` times as long as
 * ε(c): nearly all of a small step, ever less of large ones, so that a larger scale still has a larger
 * effect. Plain guidance oversaturates; limiting its length is a part of adaptive projected guidance (Sadat
 * et al. 2024, arXiv 2410.02416), which clips it instead.
 */
function limited(unconditional: Tensor, conditional: Tensor, guidanceScale: number, limit: number): Tensor {
  const step = combine(guidanceScale - 1, conditional, 1 - guidanceScale, unconditional);
  const squares = dot(step.data, step.data);
  if (squares === 0) return conditional;
  const length = Math.sqrt(squares / dot(conditional.data, conditional.data));
  return combine(1, conditional, (limit / length) * -Math.expm1(-length / limit), step);
}

/**
 * Guidance of a model that was distilled to take the scale as an input: the conditional branch suffices (Luo
 * et al. 2023, arXiv 2310.04378).
 */
export const embeddedGuidance =
  (
    denoise: ConditionalDenoiser,
    { prompt, guidanceScale }: { prompt: Tensor; guidanceScale: number },
  ): Denoiser =>
  (latents, timestep) =>
    denoise(latents, timestep, prompt, guidanceScale);

/** The lowest guided timestep, when the first `part` (0…1) of the steps is guided. */
export function leastGuided(timesteps: readonly number[], part: number): number {
  const steps = Math.round(part * timesteps.length);
  return steps === 0 ? Infinity : timesteps[steps - 1];
}
