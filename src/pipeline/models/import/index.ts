import { chmod, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../../errors.ts';
import { makeFolder } from '../../../make-folder.ts';
import { fuseAttention } from '../../onnx/fuse-attention.ts';
import {
  type Asset,
  type ComponentName,
  type GraphAsset,
  type Manifest,
  manifestSchema,
} from '../manifest.ts';
import { type FoundTokenizer, tokenizerOf } from './configs.ts';
import { type Description, describe } from './describe.ts';
import { installer } from './install.ts';
import { markTinyAutoencoders } from './small.ts';
import { chooseGraphs, type FoundGraph, survey } from './survey.ts';

export interface ImportRequest {
  /** Folders of exports: one of a diffusion pipeline, and those of CLIP and CLIPSeg where they are apart. */
  readonly sources: readonly string[];
  /** Where packs live. */
  readonly models: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly licence?: string | undefined;
  readonly version?: string | undefined;
  /** Tests the pack before it is installed; what it throws is thrown, and nothing is left. */
  readonly check?: (folder: string) => Promise<unknown>;
  /** Defaults and other fields of the manifest that are better known than the export states. */
  readonly known?: Partial<Omit<Manifest, 'defaults'>> & {
    readonly defaults?: Partial<Manifest['defaults']>;
  };
}

export interface Imported {
  readonly manifest: Manifest;
  readonly folder: string;
  readonly notes: readonly string[];
}

/** Defaults of a photographic pack. */
const DEFAULTS = {
  threshold: 150,
  grow: 4,
  feather: 8,
  context: 1.6,
  minWindow: 128,
  mask: 'hull',
  bestOf: 1,
} as const;

/**
 * Makes a pack of exports on disk: finds the graph for each component, infers their properties from graphs
 * and configs, links (or copies) the files into a folder of their own and writes `pack.json`. The pack
 * appears whole or not at all. Throws `UserError('bad-pack')` naming what is missing.
 */
export async function importPack(request: ImportRequest): Promise<Imported> {
  const { models, name } = request;
  const sources = request.sources.map(source => resolve(source));
  const graphs = chooseGraphs(await markTinyAutoencoders(await survey(sources)), sources);
  const description = await describe(graphs);
  await makeFolder(models);
  const folder = join(models, name);
  if ((await stat(folder).catch(() => undefined)) !== undefined)
    throw new UserError(
      'bad-option',
      `There is a pack ${name} already: remove it first, or choose another name.`,
    );
  const staging = await mkdtemp(join(models, `.import-${name}-`));
  try {
    const placed = await placeFiles(staging, sources, graphs);
    const manifest = manifestOf(request, description, placed);
    await writeFile(join(staging, 'pack.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    await request.check?.(staging);
    // A folder for the time being is its owner's alone; a pack may be pulled by one user and run by another.
    await chmod(staging, 0o777 & ~process.umask());
    await rename(staging, folder);
    return { manifest, folder, notes: description.notes };
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

type Tokenizer = Manifest['tokenizer'];

interface Placed {
  readonly components: Readonly<Partial<Record<ComponentName, GraphAsset>>>;
  readonly tokenizer: Tokenizer;
  readonly clipTokenizer: Tokenizer;
  readonly segmenterTokenizer: Tokenizer;
}

async function placeFiles(
  staging: string,
  sources: readonly string[],
  graphs: Readonly<Partial<Record<ComponentName, FoundGraph>>>,
): Promise<Placed> {
  const place = installer(staging, sources);
  const components: Partial<Record<ComponentName, GraphAsset>> = {};
  for (const [component, { path, signature }] of Object.entries(graphs)) {
    const weights: Asset[] = [];
    for (const file of signature.weights) weights.push(await place(join(dirname(path), file)));
    components[component as ComponentName] = {
      ...(await place(path, component === 'unet' ? fuseAttention : undefined)),
      ...(weights.length === 0 ? {} : { weights }),
    };
  }
  const tokenizer = async (component: ComponentName): Promise<Tokenizer> => {
    const { path, merges, length, padId }: FoundTokenizer = await tokenizerOf(graphs[component]!);
    const pairs = merges === undefined ? {} : { merges: await place(merges) };
    return { ...(await place(path)), length, padId, ...pairs };
  };
  return {
    components,
    // Exports for one program often leave out the tokenizer, which is CLIP's in every Stable Diffusion.
    tokenizer: await tokenizer('textEncoder').catch(() => tokenizer('clipText')),
    clipTokenizer: await tokenizer('clipText'),
    segmenterTokenizer: await tokenizer('segmenter'),
  };
}

function manifestOf(
  { name, title, licence, version, known }: ImportRequest,
  { pixels, notes: _, defaults, ...description }: Description,
  { components, ...tokenizers }: Placed,
): Manifest {
  const seeing = (component: 'clipImage' | 'segmenter') => ({
    ...components[component],
    pixels: pixels[component],
  });
  const parsed = manifestSchema.safeParse({
    name,
    version: version ?? '1.0.0',
    title: title ?? name,
    licence: licence ?? 'unknown: see where the models came from',
    promptTemplate: 'a photo of {}',
    ...description,
    ...known,
    ...tokenizers,
    components: { ...components, clipImage: seeing('clipImage'), segmenter: seeing('segmenter') },
    defaults: { ...DEFAULTS, ...defaults, ...known?.defaults },
  });
  if (parsed.success) return parsed.data;
  throw new UserError(
    'bad-pack',
    `No pack can be made of that: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}.`,
  );
}
