import { logit } from '../../math/numeric.ts';
import type { ComponentName, Manifest, PixelFormat } from '../manifest.ts';
import { pixelsOf, readConfigNear, schedulerFile, unetConfig, vaeConfig } from './configs.ts';
import type { FoundGraph } from './survey.ts';

type Graphs = Readonly<Partial<Record<ComponentName, FoundGraph>>>;

/** The fields of a manifest that an export decides, files apart. */
export type Description = Pick<
  Manifest,
  | 'resolution'
  | 'latentChannels'
  | 'latentPreview'
  | 'scaleFactor'
  | 'scalingFactor'
  | 'unetKind'
  | 'scheduler'
  | 'calibration'
> & {
  readonly defaults: Partial<Manifest['defaults']>;
  readonly pixels: { readonly clipImage: PixelFormat; readonly segmenter: PixelFormat };
  /** What was not stated anywhere, and what was taken instead. */
  readonly notes: readonly string[];
};

/** Stable Diffusion 1.5's values, for what an export does not state. */
const ASSUMED = {
  resolution: 512,
  latentChannels: 4,
  scaleFactor: 8,
  scalingFactor: 0.18215,
  scheduler: {
    _class_name: 'PNDMScheduler',
    beta_start: 0.00085,
    beta_end: 0.012,
    beta_schedule: 'scaled_linear',
    num_train_timesteps: 1000,
    skip_prk_steps: true,
    set_alpha_to_one: false,
    steps_offset: 1,
  },
} as const;

/**
 * Latents of Stable Diffusion 1 and 2 → RGB, a row for each channel and one for the bias, as keturn measured
 * it (https://discuss.huggingface.co/t/decoding-latents-to-rgb-without-upscaling/23204/2).
 */
const PREVIEW: NonNullable<Manifest['latentPreview']> = [
  [0.298, 0.207, 0.208],
  [0.187, 0.286, 0.173],
  [-0.158, 0.189, 0.264],
  [-0.184, -0.271, -0.473],
  [0, 0, 0],
];

/** Of a UNet distilled to a few steps, and of others. */
const DISTILLED = { steps: 4, guidanceScale: 8 };
const PLAIN = { steps: 30, guidanceScale: 7.5 };

/** The share of a map's cells whose mean is its presence score. */
const PRESENCE = 1 / 600;

/**
 * Works out from graphs and configs what was exported. Throws `UserError('bad-pack')` where it contradicts
 * itself.
 */
export async function describe(graphs: Graphs): Promise<Description> {
  const { unet, vaeDecoder, clipImage, segmenter } = graphs as Required<Graphs>;
  const notes: string[] = [];
  const orAssumed = <K extends keyof typeof ASSUMED>(name: K, value: (typeof ASSUMED)[K] | undefined) => {
    if (value === undefined)
      notes.push(
        `${name} is stated nowhere: taken for Stable Diffusion 1.5's, ${JSON.stringify(ASSUMED[name])}.`,
      );
    return value ?? ASSUMED[name];
  };
  const vae = await readConfigNear(vaeDecoder, ['config.json', 'vae/config.json'], vaeConfig);
  const config = await readConfigNear(unet, ['config.json'], unetConfig);
  const scheduler = await readConfigNear(unet, SCHEDULER_FILES, schedulerFile);
  const scaleFactor = orAssumed('scaleFactor', factorOf(vae?.block_out_channels) as 8 | undefined);
  const latentChannels = (vae?.latent_channels ?? channelsOf(vaeDecoder, 'latent_sample') ?? 4) as 4;
  const inChannels = channelsOf(unet, 'sample') ?? config?.in_channels;
  const sampleSize = config?.sample_size ?? declared(unet, 'sample', 2);
  const pixels = { clipImage: await pixelsOf(clipImage), segmenter: await pixelsOf(segmenter) };
  const cells = pixels.segmenter.size ** 2;
  const scalingFactor = orAssumed('scalingFactor', vae?.scaling_factor as 0.18215 | undefined);
  const isStableDiffusions =
    latentChannels === ASSUMED.latentChannels && scalingFactor === ASSUMED.scalingFactor;
  return {
    resolution: orAssumed('resolution', (sampleSize && sampleSize * scaleFactor) as 512 | undefined),
    latentChannels,
    scaleFactor,
    scalingFactor,
    ...(isStableDiffusions ? { latentPreview: PREVIEW } : {}),
    unetKind: inChannels === 2 * latentChannels + 1 ? 'inpaint' : 'text2img',
    scheduler: scheduler ?? orAssumed('scheduler', undefined),
    calibration: calibrationOf(Math.max(4, Math.round(cells * PRESENCE))),
    defaults: unet.signature.inputs.some(({ name }) => name === 'timestep_cond') ? DISTILLED : PLAIN,
    pixels,
    notes,
  };
}

const SCHEDULER_FILES = ['scheduler/scheduler_config.json', 'scheduler_config.json'];

const factorOf = (blocks: readonly number[] | undefined) => blocks && 2 ** (blocks.length - 1);

/** A dimension of an input, where the graph fixes it. */
function declared({ signature }: FoundGraph, input: string, axis: number): number | undefined {
  const dimension = signature.inputs.find(({ name }) => name === input)?.shape[axis];
  return typeof dimension === 'number' ? dimension : undefined;
}

const channelsOf = (graph: FoundGraph, input: string): number | undefined =>
  declared(graph, input, 1) ?? graph.signature.channels[input];

/**
 * CLIPSeg's authors threshold at a probability of 0.3: it was trained on few object pixels among many others.
 */
const CLIPSEG_OUTLINES = logit(0.3);
/** The fine pass has more pixels of the object than the coarse pass. */
const PASSES = { coarsePass: 0.5, finePass: 1 };

/**
 * CLIPSeg's presence weights, reasoned and not fitted (docs/adr/0005): an object is present when the highest
 * raw scores of both passes have even odds; CLIP's margin adds to that or subtracts.
 */
const calibrationOf = (presenceCells: number): Manifest['calibration'] => ({
  tiles: [1, 0.6],
  presenceCells,
  logitOffset: CLIPSEG_OUTLINES,
  presence: {
    bias: (PASSES.coarsePass + PASSES.finePass) * CLIPSEG_OUTLINES,
    ...PASSES,
    clip: 1,
    rank: 0,
    agreement: 0,
    above: 0.5,
    most: 0.99,
  },
  contrasts: ['something else', 'the background', 'an empty scene', 'a blurry texture'],
});
