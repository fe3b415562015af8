import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { readModel, writeModel } from '../autodiff/onnx/model.ts';
import { cotangentOf, vjp } from '../autodiff/vjp.ts';
import { scale, type Tensor } from '../tensor.ts';
import { type Graph, openGraph, outputOf, type Stopwatch } from './graph.ts';
import type { ComponentName, Manifest, PixelFormat } from './manifest.ts';
import { normalise, throughNormalise } from './pixels.ts';
import type { SessionMaker } from './provider.ts';

/** What a model makes of its input, and what a cotangent of that comes to, led back to the input. */
export interface Pulled {
  readonly output: Tensor;
  readonly cotangent: Tensor;
}

/** A model with its derivative: input, and cotangent of the output, one for each row. */
export type Pullback = (x: Tensor, cotangent: Tensor) => Promise<Pulled>;

/** The models that guidance differentiates, each as the function of the same name that the pack has. */
export interface Gradients {
  readonly decodeLatents: Pullback;
  readonly encodeImage: Pullback;
  /** Absent when the pack has no perceptual features. */
  readonly perceive?: Pullback;
}

/**
 * Derivatives of a pack's models, made from its graphs when they are first asked for, one for each batch size, and kept.
 * They throw `UserError('bad-pack')` naming the graph that cannot be differentiated.
 */
export function makeGradients(parts: {
  manifest: Manifest;
  folder: string;
  sessions: SessionMaker;
  stopwatch: Stopwatch;
}): Gradients {
  const { components, scalingFactor } = parts.manifest;
  const pull = (component: ComponentName, input: string, output: string): Pullback =>
    pullback({ ...parts, file: components[component]!.file, input, output });
  const decode = pull('vaeDecoder', 'latent_sample', 'sample');
  const embed = pull('clipImage', 'pixel_values', 'image_embeds');
  return {
    decodeLatents: async (latents, cotangent) => {
      const pulled = await decode(scale(1 / scalingFactor, latents), cotangent);
      return { ...pulled, cotangent: scale(1 / scalingFactor, pulled.cotangent) };
    },
    encodeImage: (images, cotangent) => seen(embed, components.clipImage.pixels)(images, cotangent),
    ...(components.perceptual === undefined ? {} : { perceive: pull('perceptual', 'sample', 'features') }),
  };
}

/** A model that sees pixels in a format of its own, as a function of pixels in −1…1. */
const seen =
  (model: Pullback, format: PixelFormat): Pullback =>
  async (images, cotangent) => {
    const pulled = await model(normalise(images, format), cotangent);
    return { ...pulled, cotangent: throughNormalise(pulled.cotangent, format) };
  };

interface Differentiated {
  readonly folder: string;
  readonly file: string;
  readonly input: string;
  readonly output: string;
  readonly sessions: SessionMaker;
  readonly stopwatch: Stopwatch;
}

function pullback(graph: Differentiated): Pullback {
  const { file, input, output } = graph;
  const byShape = new Map<string, Promise<Graph>>();
  return async (x, cotangent) => {
    const shape = x.dims.join();
    const opened = byShape.get(shape) ?? differentiate(graph, x.dims);
    byShape.set(shape, opened);
    const outputs = await (await opened).run({ [input]: x, [cotangentOf(output)]: cotangent });
    return {
      output: outputOf(outputs, output, file),
      cotangent: outputOf(outputs, cotangentOf(input), file),
    };
  };
}

async function differentiate(
  { folder, file, input, output, sessions, stopwatch }: Differentiated,
  dims: readonly number[],
): Promise<Graph> {
  const bytes = await readFile(join(folder, file));
  const model = await vjp(readModel(bytes), { wrt: [input], of: [output], shapes: { [input]: dims } }).catch(
    (cause: Error) => {
      const reason = `${file} cannot be differentiated (${cause.message})`;
      throw new UserError('bad-pack', `${reason}: set the CLIP guidance and NERP scales to 0.`, { cause });
    },
  );
  return openGraph(writeModel(model), `the derivative of ${file}`, sessions, stopwatch);
}
