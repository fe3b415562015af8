import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../../errors.ts';
import type { PixelFormat } from '../manifest.ts';
import { type FoundGraph, foldersAbove } from './survey.ts';

/** The first of `names` in a graph's folder or in one above it, up to the export's. */
async function nearest(graph: FoundGraph, names: readonly string[]): Promise<string | undefined> {
  for (const folder of foldersAbove(graph)) {
    for (const name of names) {
      const path = join(folder, name);
      if ((await stat(path).catch(() => undefined))?.isFile()) return path;
    }
  }
  return undefined;
}

/**
 * Reads the nearest config of a graph; undefined where there is none. Throws `UserError('bad-pack')` naming
 * it.
 */
export async function readConfigNear<T>(
  graph: FoundGraph,
  names: readonly string[],
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const path = await nearest(graph, names);
  return path === undefined ? undefined : readConfigAt(path, schema);
}

/** Reads a config. Throws `UserError('bad-pack')` naming the file. */
async function readConfigAt<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new UserError('bad-pack', `${path} cannot be read as its name says.`, { cause });
  }
}

export const unetConfig = z.object({ sample_size: z.int().optional(), in_channels: z.int().optional() });

export const vaeConfig = z.object({
  block_out_channels: z.array(z.int()).optional(),
  latent_channels: z.int().optional(),
  scaling_factor: z.number().optional(),
});

export const schedulerFile = z.looseObject({ _class_name: z.string() });

const side = z.union([
  z.int(),
  z.object({ height: z.int() }).transform(({ height }) => height),
  z.object({ shortest_edge: z.int() }).transform(({ shortest_edge }) => shortest_edge),
]);
const three = z.tuple([z.number(), z.number(), z.number()]);

/**
 * `preprocessor_config.json`: the pixel format of an image tower for a square picture, which needs no
 * cropping.
 */
const preprocessor = z.object({
  size: side,
  crop_size: side.optional(),
  do_center_crop: z.boolean().optional(),
  image_mean: three,
  image_std: three,
});

/** A tower's pixel format. Throws `UserError('bad-pack')` naming the graph whose config is missing. */
export async function pixelsOf(graph: FoundGraph): Promise<PixelFormat> {
  const config = await readConfigNear(graph, ['preprocessor_config.json'], preprocessor);
  if (config === undefined)
    throw new UserError(
      'bad-pack',
      `There is no preprocessor_config.json beside ${graph.path}, or above it.`,
    );
  const cropped = config.do_center_crop === true ? config.crop_size : undefined;
  const declared = graph.signature.inputs.find(({ name }) => name === 'pixel_values')?.shape[2];
  const size = typeof declared === 'number' ? declared : (cropped ?? config.size);
  return { size, mean: config.image_mean, std: config.image_std };
}

const token = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]);

const tokenizerConfig = z.object({
  model_max_length: z.number().optional(),
  pad_token: token.nullish(),
});

/** Longest prompt of a tokenizer whose config states none, or one that means "no limit". */
const PROMPT = 77;
const NO_LIMIT = 10_000;

export interface FoundTokenizer {
  /** `tokenizer.json` or `vocab.json`. */
  readonly path: string;
  readonly merges: string | undefined;
  readonly length: number;
  readonly padId: number;
}

/** The nearest tokenizer of a graph. Throws `UserError('bad-pack')` naming the graph that has none. */
export async function tokenizerOf(graph: FoundGraph): Promise<FoundTokenizer> {
  const inFolders = (name: string) => [name, `tokenizer/${name}`];
  const path = await nearest(graph, [...inFolders('tokenizer.json'), ...inFolders('vocab.json')]);
  if (path === undefined) {
    const files = 'tokenizer.json, and no vocab.json';
    throw new UserError(
      'bad-pack',
      `There is no ${files} with merges.txt, beside ${graph.path}, or above it.`,
    );
  }
  const beside = (name: string) => join(path, '..', name);
  const merges = path.endsWith('vocab.json') ? beside('merges.txt') : undefined;
  const config = await readConfigAt(beside('tokenizer_config.json'), tokenizerConfig).catch(() => undefined);
  const special = await readConfigAt(beside('special_tokens_map.json'), tokenizerConfig).catch(
    () => undefined,
  );
  const vocabulary = await vocabularyIn(path);
  const pad = config?.pad_token ?? special?.pad_token ?? '<|endoftext|>';
  const stated = config?.model_max_length ?? PROMPT;
  const declared = graph.signature.inputs.find(({ name }) => name === 'input_ids')?.shape[1];
  const length = typeof declared === 'number' ? declared : stated < NO_LIMIT ? stated : PROMPT;
  return { path, merges, length, padId: vocabulary[pad] ?? 0 };
}

const tokenIds = z.record(z.string(), z.int());
const tokenizerFile = z.object({
  model: z.object({ vocab: tokenIds }),
  added_tokens: z.array(z.object({ id: z.int(), content: z.string() })).default([]),
});

async function vocabularyIn(path: string): Promise<Record<string, number>> {
  if (path.endsWith('vocab.json')) return readConfigAt(path, tokenIds);
  const { model, added_tokens } = await readConfigAt(path, tokenizerFile);
  return { ...model.vocab, ...Object.fromEntries(added_tokens.map(({ id, content }) => [content, id])) };
}
