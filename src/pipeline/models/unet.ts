import { concat, slice, type Tensor } from '../math/tensor.ts';
import type { GraphInput } from '../onnx/inputs.ts';
import { type Graph, outputOf } from './graph.ts';
import type { Manifest } from './manifest.ts';

/**
 * The UNet: noisy latents (with the mask and the source, for inpainting), one timestep, prompts, and a
 * guidance scale, if it takes one.
 */
export type Predict = (
  sample: Tensor,
  timestep: number,
  promptEmbeds: Tensor,
  guidanceScale?: number,
) => Promise<Tensor>;

/** Channels of `sample`: with the mask and the masked latents, where the UNet was trained for inpainting. */
export const sampleChannels = ({
  latentChannels,
  unetKind,
}: Pick<Manifest, 'latentChannels' | 'unetKind'>): number =>
  unetKind === 'inpaint' ? 2 * latentChannels + 1 : latentChannels;

/** Unit of the guidance scale in its embedding. */
const PER_UNIT = 1000;

/**
 * Whether the UNet was distilled to take the guidance scale as an input (latent consistency), so that it
 * needs no unconditional branch.
 */
export const takesGuidance = (graph: Graph): boolean => graph.inputShape('timestep_cond') !== undefined;

/** The UNet of any export, as a function; with `lowMemory`, each row of a batch is a run of its own. */
export function predictor(graph: Graph, { lowMemory = false } = {}): Predict {
  const predict: Predict = async (sample, timestep, promptEmbeds, guidanceScale = 1) => {
    const batch = sample.dims[0];
    const outputs = await graph.run({
      sample,
      timestep: timestepInput(graph, timestep, batch),
      encoder_hidden_states: promptEmbeds,
      ...guidanceInput(graph, guidanceScale, batch),
    });
    return outputOf(outputs, 'out_sample', graph.file);
  };
  if (!lowMemory) return predict;
  return async (sample, timestep, promptEmbeds, guidanceScale) => {
    const rows: Tensor[] = [];
    for (let i = 0; i < sample.dims[0]; i++)
      rows.push(await predict(slice(sample, i), timestep, slice(promptEmbeds, i), guidanceScale));
    return concat(rows);
  };
}

/** Exports declare the timestep as a scalar, as [1], or as [batch]. */
function timestepInput(unet: Graph, timestep: number, batch: number): GraphInput {
  const shape = unet.inputShape('timestep') ?? [];
  if (shape.length === 0) return { data: [timestep], dims: [] };
  const n = shape[0] === 1 ? 1 : batch;
  return { data: new Array<number>(n).fill(timestep), dims: [n] };
}

function guidanceInput(unet: Graph, guidanceScale: number, batch: number): Record<string, GraphInput> {
  const width = unet.inputShape('timestep_cond')?.[1];
  if (width === undefined) return {};
  const row = guidanceEmbedding(guidanceScale, typeof width === 'number' ? width : 256);
  const data = Float32Array.from({ length: batch * row.length }, (_, i) => row[i % row.length]);
  return { timestep_cond: { data, dims: [batch, row.length] } };
}

/**
 * The guidance scale as sines and cosines of w = s − 1: Luo et al. 2023 (arXiv 2310.04378), with the
 * frequencies of Vaswani et al. 2017.
 */
function guidanceEmbedding(guidanceScale: number, width: number): Float32Array {
  const half = width / 2;
  const w = (guidanceScale - 1) * PER_UNIT;
  return Float32Array.from({ length: width }, (_, i) => {
    const angle = w * Math.exp((-Math.log(10_000) * (i % half)) / (half - 1));
    return i < half ? Math.sin(angle) : Math.cos(angle);
  });
}
