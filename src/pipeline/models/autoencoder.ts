import { concat, scale, slice, type Tensor } from '../math/tensor.ts';
import { type Graph, outputOf } from './graph.ts';

/** A small decoder (TAESD, Boer Bohan 2023) takes latents as the UNet has them. */
export const PREVIEW_SCALING = 1;

/**
 * Images `[B, 3, H, W]` in −1…1 → the posterior's mean, scaled, whether the graph outputs the posterior or
 * its mean.
 */
export function latentEncoder(graph: Graph, scalingFactor: number) {
  const parameters = 'latent_parameters';
  return async (images: Tensor): Promise<Tensor> => {
    const outputs = await graph.run({ sample: images });
    const mean =
      outputs[parameters] === undefined && graph.outputs.includes('latent_sample')
        ? outputOf(outputs, 'latent_sample', graph.file)
        : meanOf(outputOf(outputs, parameters, graph.file));
    return scale(scalingFactor, mean);
  };
}

/** Latents → images in −1…1. */
export const latentDecoder = (graph: Graph, scalingFactor: number) => async (latents: Tensor) =>
  outputOf(await graph.run({ latent_sample: scale(1 / scalingFactor, latents) }), 'sample', graph.file);

/** The first half of the channels: `[B, 2C, h, w]` (means, log-variances) → `[B, C, h, w]`. */
function meanOf(parameters: Tensor): Tensor {
  const [batch, doubled, height, width] = parameters.dims;
  const half = doubled / 2;
  const rows = Array.from({ length: batch }, (_, b) => {
    const row = slice(parameters, b).data;
    return { data: row.subarray(0, row.length / 2), dims: [1, half, height, width] };
  });
  return concat(rows);
}
