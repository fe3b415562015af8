import { combine, concat, slice, type Tensor } from '../tensor.ts';

/** Predicts what the UNet was trained to predict, for latents `[B, C, h, w]` at one timestep. */
export type Denoiser = (latents: Tensor, timestep: number) => Promise<Tensor>;

/** A denoiser that still has to be told its prompt: `promptEmbeds` `[B, length, width]`, one row per latent. */
export type ConditionalDenoiser = (
  latents: Tensor,
  timestep: number,
  promptEmbeds: Tensor,
) => Promise<Tensor>;

/**
 * Classifier-free guidance (Ho and Salimans 2022): ε = ε(∅) + s · (ε(c) − ε(∅)), both halves as one batch.
 * At s = 1 and s = 0 only the half that counts is run. Prompts are `[B, length, width]`, a row for each latent.
 */
export function classifierFreeGuidance(
  denoise: ConditionalDenoiser,
  {
    prompt,
    negativePrompt,
    guidanceScale,
  }: { prompt: Tensor; negativePrompt: Tensor; guidanceScale: number },
): Denoiser {
  if (guidanceScale === 1) return (latents, timestep) => denoise(latents, timestep, prompt);
  if (guidanceScale === 0) return (latents, timestep) => denoise(latents, timestep, negativePrompt);
  const promptEmbeds = concat([negativePrompt, prompt]);
  return async (latents, timestep) => {
    const batch = latents.dims[0];
    const both = await denoise(concat([latents, latents]), timestep, promptEmbeds);
    const unconditional = slice(both, 0, batch);
    const conditional = slice(both, batch, 2 * batch);
    return combine(1 - guidanceScale, unconditional, guidanceScale, conditional);
  };
}
