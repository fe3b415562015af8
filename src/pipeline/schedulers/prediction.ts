import { combine, type Tensor } from '../math/tensor.ts';
import type { CommonConfig, PredictionType } from './solver.ts';

/**
 * x̂₀ = a·x_t + b·output, with x_t = α x₀ + σ ε, v = α ε − σ x₀, α = √ᾱ and σ = √(1 − ᾱ).
 * v: Salimans and Ho 2022 (arXiv 2202.00512), appendix D.
 */
const originalSample: Record<PredictionType, (alpha: number, sigma: number) => [a: number, b: number]> = {
  epsilon: (alpha, sigma) => [1 / alpha, -sigma / alpha],
  v_prediction: (alpha, sigma) => [alpha, -sigma],
  sample: () => [0, 1],
};

const coefficients = (alphaCumprod: number, type: PredictionType): [a: number, b: number] =>
  originalSample[type](Math.sqrt(alphaCumprod), Math.sqrt(1 - alphaCumprod));

/** x̂₀, the clean latents that `modelOutput` predicts for `sample` (on the variance-preserving scale). */
export function predictOriginalSample(
  modelOutput: Tensor,
  sample: Tensor,
  alphaCumprod: number,
  predictionType: PredictionType,
): Tensor {
  const [a, b] = coefficients(alphaCumprod, predictionType);
  return combine(a, sample, b, modelOutput);
}

/** The inverse: the model output that predicts `predOriginalSample` for `sample`, which guidance needs. */
export function modelOutputFor(
  predOriginalSample: Tensor,
  sample: Tensor,
  alphaCumprod: number,
  predictionType: PredictionType,
): Tensor {
  const [a, b] = coefficients(alphaCumprod, predictionType);
  return combine(1 / b, predOriginalSample, -a / b, sample);
}

/** x̂₀ within ±`clip_sample_range`, where the config asks for it. */
export function clipSample(config: CommonConfig, predOriginalSample: Tensor): Tensor {
  if (!config.clip_sample) return predOriginalSample;
  const range = config.clip_sample_range;
  const { data, dims } = predOriginalSample;
  return { data: data.map(v => Math.min(Math.max(v, -range), range)), dims };
}
