import { z } from 'zod';

const asset = z.strictObject({
  /** Path inside the pack's folder. */
  file: z.string().regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/, 'must be a plain path inside the pack'),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
});

/** An image tower's pixel format: a square of `size` pixels, `(value in 0…1 − mean) / std` per channel. */
const pixels = z.strictObject({
  size: z.int().positive(),
  mean: z.tuple([z.number(), z.number(), z.number()]),
  std: z.tuple([z.number(), z.number(), z.number()]),
});

/** A graph; `weights` are external data files beside it. */
const graph = asset.extend({ weights: z.array(asset).optional() });
const imageGraph = graph.extend({ pixels });

/**
 * A `tokenizer.json`, or a `vocab.json` whose `merges.txt` is named; prompts are `length` tokens, filled up
 * with `padId`.
 */
const tokenizer = asset.extend({
  length: z.int().positive(),
  padId: z.int().nonnegative(),
  merges: asset.optional(),
});

/** The shape of the UNet's mask: see `region/latent-mask.ts`. */
const maskKind = z.enum(['exact', 'hull', 'box', 'canvas']);

/** Former names of keys of `calibration`, which packs on disk may still have. */
const FORMER: Readonly<Record<string, string>> = {
  undecided: 'logitOffset',
  firstLook: 'coarsePass',
  secondLook: 'finePass',
};

/** An object of JSON with today's names for its keys, also those of the objects in it. */
function withCurrentKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [FORMER[key] ?? key, withCurrentKeys(inner)]),
  );
}

const compositeKind = z.enum(['layers', 'window']);

/**
 * `pack.json`: a folder of graphs that together make an edit, and the numbers they were trained with.
 * Field names of the scheduler's config are diffusers'.
 */
export const manifestSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]+$/),
    version: z.string(),
    title: z.string(),
    licence: z.string(),
    /** Side of the region window in pixels. */
    resolution: z.int().positive(),
    latentChannels: z.int().positive(),
    /** Pixels per latent cell and side. */
    scaleFactor: z.int().positive(),
    /** Latents = mean of the posterior × this. */
    scalingFactor: z.number().positive(),
    unetKind: z.enum(['inpaint', 'text2img']),
    scheduler: z.looseObject({ _class_name: z.string() }),
    /** The text encoder's; also that of `clipText` and the segmenter, unless they have one of their own. */
    tokenizer,
    clipTokenizer: tokenizer.optional(),
    segmenterTokenizer: tokenizer.optional(),
    components: z.strictObject({
      textEncoder: graph,
      unet: graph,
      vaeEncoder: graph,
      vaeDecoder: graph,
      clipText: graph,
      clipImage: imageGraph,
      segmenter: imageGraph,
      upscaler: graph.optional(),
      /** A small decoder of the UNet's own latents, unscaled: previews and guidance go through it. */
      previewDecoder: graph.optional(),
      /** Fills a hole with background: what `composite: layers` erases with. */
      eraser: graph.optional(),
      /** Segments objects of any kind from the background, which an eraser must not fill with. */
      foreground: graph.optional(),
    }),
    /** The prompt for `from` and `to`: `{}` stands for the words. */
    promptTemplate: z.string().includes('{}').default('{}'),
    /**
     * The UNet's prompts for `to`: each candidate takes the next template, for example another style of
     * drawing.
     */
    paintTemplates: z.array(z.string().includes('{}')).min(1).optional(),
    /**
     * The words the pack knows; absent when it takes any. `removes` are words for painting background,
     * `relations` those that combine two objects, as "wearing" does.
     */
    vocabulary: z
      .strictObject({
        finds: z.array(z.string()),
        paints: z.array(z.string()),
        removes: z.array(z.string()).default([]),
        relations: z.array(z.string()).default([]),
        /** Synonyms of its objects. */
        synonyms: z.record(z.string(), z.array(z.string())).default({}),
        /**
         * The text tower's embeddings of `finds`, so that no edit computes them: float32, little-endian, one
         * row a word.
         */
        embeddings: asset.optional(),
      })
      .optional(),
    calibration: z.preprocess(
      withCurrentKeys,
      z.strictObject({
        /** Sides of the coarse pass's tiles, as fractions of the picture's shorter side. */
        tiles: z.array(z.number().positive().max(1)).min(1),
        /** Number of a map's cells whose highest scores are averaged into a presence score. */
        presenceCells: z.int().positive(),
        /**
         * The raw logit at which the segmenter is undecided. It is subtracted, so that 0, thresholds and the
         * weights below mean the same for every segmenter.
         */
        logitOffset: z.number().default(0),
        /**
         * Logistic regression on a candidate's scores: the logit of the probability that the object is
         * present is bias + Σ weight × score.
         */
        presence: z.strictObject({
          bias: z.number(),
          coarsePass: z.number(),
          finePass: z.number(),
          clip: z.number(),
          rank: z.number().default(0),
          agreement: z.number().default(0),
          /** The object is present above this probability. */
          above: z.number().min(0).max(1).default(0.5),
          /**
           * Upper bound of reported probabilities: what the pictures that the weights were fitted on can
           * support.
           */
          most: z.number().min(0).max(1).default(0.99),
        }),
        /** With an open vocabulary, the other words: the CLIP margin of `from` is over the best of these. */
        contrasts: z.array(z.string()).default([]),
      }),
    ),
    /**
     * Upper bound of a classifier-free guidance step above scale 1, as a part of the prediction's length;
     * unbounded without one. For a UNet that saturates at high scales.
     */
    guidanceLimit: z.number().positive().optional(),
    /**
     * How the new object is composited: `layers` erases the old one and composites the new one over it by its
     * matte, for UNets that paint on flat backgrounds too; `window` pastes the repainted window through the
     * mask.
     */
    composite: compositeKind.default('window'),
    /**
     * Latents → RGB in −1…1 as a linear map, a row for each latent channel and one for the bias: for
     * previews.
     */
    latentPreview: z.array(z.tuple([z.number(), z.number(), z.number()])).optional(),
    defaults: z.strictObject({
      steps: z.int().positive(),
      /** Steps where two objects are combined, as "a lion wearing a crown"; `steps` when absent. */
      combinationSteps: z.int().positive().optional(),
      guidanceScale: z.number().nonnegative(),
      threshold: z.int().min(1).max(254),
      grow: z.number().nonnegative(),
      feather: z.number().nonnegative(),
      /** Side of the region window as a multiple of the object's longer side. */
      context: z.number().min(1),
      /** The window is never smaller than this many pixels of the picture. */
      minWindow: z.int().positive(),
      /** The part of the steps, from the first, that is guided by classifier-free guidance. */
      guidanceUntil: z.number().min(0).max(1).default(1),
      mask: maskKind,
      /**
       * How a decoded window is enlarged to the picture's size: by the pack's own upscaler first, or by
       * Lanczos alone.
       */
      enlarge: z.enum(['upscaler', 'lanczos']).default('lanczos'),
      bestOf: z.int().positive(),
      /** Defaults that differ where a pack that edits in layers pastes the window. */
      window: z.strictObject({ steps: z.int().positive(), bestOf: z.int().positive() }).optional(),
    }),
  })
  .refine(({ composite, components }) => composite === 'window' || components.eraser !== undefined, {
    error: 'composite "layers" needs the component eraser',
  });

export type Manifest = z.infer<typeof manifestSchema>;
export type ComponentName = keyof Manifest['components'];
export const COMPONENTS = Object.keys(manifestSchema.shape.components.shape) as ComponentName[];
export type MaskKind = z.infer<typeof maskKind>;
export type PixelFormat = z.infer<typeof pixels>;
export type Asset = z.infer<typeof asset>;
export type GraphAsset = z.infer<typeof graph>;
