import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { cotangentName, vjp } from '../autodiff/vjp.ts';
import { dot } from '../math/numeric.ts';
import { combine, concat, scale, slice, type Tensor } from '../math/tensor.ts';
import { readModel, requiredInputs, writeModel } from '../onnx/model.ts';
import { PREVIEW_SCALING } from './autoencoder.ts';
import { type Graph, openGraph, outputOf, type Stopwatch } from './graph.ts';
import type { ComponentName, Manifest, PixelFormat } from './manifest.ts';
import { normalise, throughNormalise } from './pixels.ts';
import type { SessionPool } from './session-pool.ts';

/** A model's output, and the cotangent of its input. */
interface Pulled {
  readonly output: Tensor;
  readonly cotangent: Tensor;
}

/** A model with its vector–Jacobian product: an input, and a cotangent of the output for each row. */
type Pullback = (x: Tensor, cotangent: Tensor) => Promise<Pulled>;

/** The models that guidance differentiates, each as the function of the same name that the pack has. */
export interface Gradients {
  readonly previewLatents: Pullback;
  readonly encodeImage: Pullback;
}

/**
 * Derivatives of a pack's models, made from its graphs when they are first asked for, one for each batch
 * size, and kept. They throw `UserError('bad-pack')` naming the graph that cannot be differentiated.
 */
export function makeGradients(parts: {
  manifest: Manifest;
  folder: string;
  /** The pool in which the derivative of a component is opened. */
  poolOf: (component: string) => SessionPool;
  stopwatch: Stopwatch;
}): Gradients {
  const { components, scalingFactor } = parts.manifest;
  const pull = (component: ComponentName, input: string, output: string): Pullback =>
    pullback({ ...parts, file: components[component]!.file, pool: parts.poolOf(component), input, output });
  const small = components.previewDecoder !== undefined;
  const decode = pull(small ? 'previewDecoder' : 'vaeDecoder', 'latent_sample', 'sample');
  const unscaling = 1 / (small ? PREVIEW_SCALING : scalingFactor);
  const embed = unitLength(pull('clipImage', 'pixel_values', 'image_embeds'));
  return {
    previewLatents: async (latents, cotangent) => {
      const pulled = await decode(scale(unscaling, latents), cotangent);
      return { ...pulled, cotangent: scale(unscaling, pulled.cotangent) };
    },
    encodeImage: (images, cotangent) => takingPixels(embed, components.clipImage.pixels)(images, cotangent),
  };
}

/** A model that takes pixels in a format of its own, as a function of pixels in −1…1. */
const takingPixels =
  (model: Pullback, format: PixelFormat): Pullback =>
  async (images, cotangent) => {
    const pulled = await model(normalise(images, format), cotangent);
    return { ...pulled, cotangent: throughNormalise(pulled.cotangent, format) };
  };

/** Tolerance of a squared length of 1. */
const NEARLY = 1e-3;

/**
 * A model with outputs of length 1, as the pack's own has. Most graphs normalise by themselves; otherwise,
 * with u = x/|x| of the output x, a cotangent c of u is (c − (c·u)·u)/|x| of x, which a second run
 * back-propagates.
 */
const unitLength =
  (model: Pullback): Pullback =>
  async (images, cotangent) => {
    const pulled = await model(images, cotangent);
    const rows = Array.from({ length: images.dims[0] }, (_, i) => slice(pulled.output, i));
    const squares = rows.map(({ data }) => dot(data, data));
    if (squares.every(square => Math.abs(square - 1) < NEARLY)) return pulled;
    const units = rows.map((row, i) => (squares[i] === 0 ? row : scale(1 / Math.sqrt(squares[i]), row)));
    const acrossUnits = units.map((unit, i) => {
      const given = slice(cotangent, i);
      const across = combine(1, given, -dot(given.data, unit.data), unit);
      return squares[i] === 0 ? given : scale(1 / Math.sqrt(squares[i]), across);
    });
    const again = await model(images, concat(acrossUnits));
    return { output: concat(units), cotangent: again.cotangent };
  };

interface Differentiated {
  readonly folder: string;
  readonly file: string;
  readonly input: string;
  readonly output: string;
  readonly pool: SessionPool;
  readonly stopwatch: Stopwatch;
}

function pullback(graph: Differentiated): Pullback {
  const { file, input, output } = graph;
  const byShape = new Map<string, Promise<Graph>>();
  return async (x, cotangent) => {
    const shape = x.dims.join();
    const opened = byShape.get(shape) ?? differentiate(graph, x.dims);
    byShape.set(shape, opened);
    const outputs = await (await opened).run({ [input]: x, [cotangentName(output)]: cotangent });
    return {
      output: outputOf(outputs, output, file),
      cotangent: outputOf(outputs, cotangentName(input), file),
    };
  };
}

async function differentiate(
  { folder, file, input, output, pool, stopwatch }: Differentiated,
  dims: readonly number[],
): Promise<Graph> {
  const bytes = await readFile(join(folder, file));
  try {
    const original = readModel(bytes);
    const other = requiredInputs(original).find(({ name }) => name !== input);
    if (other !== undefined) throw new Error(`it also has the input "${other.name}"`);
    const model = await vjp(original, { wrt: [input], of: [output], shapes: { [input]: dims } });
    return await openGraph(writeModel(model), `the derivative of ${file}`, pool, stopwatch);
  } catch (cause) {
    const reason = `${file} cannot be differentiated (${(cause as Error).message.replace(/\.$/, '')})`;
    throw new UserError('bad-pack', `${reason}: set the CLIP guidance and NERP scales to 0.`, { cause });
  }
}
