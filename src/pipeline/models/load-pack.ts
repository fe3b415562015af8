import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { withoutNoise } from '../onnx/without-noise.ts';
import { createScheduler, schedulerConfig } from '../schedulers/index.ts';
import { checkGraphs, type Graphs } from './check-graphs.ts';
import { BUILT_IN, findPack } from './find-pack.ts';
import { makeGradients } from './gradients.ts';
import { type Graph, openGraph, type Stopwatch } from './graph.ts';
import type { ComponentName, GraphAsset, Manifest } from './manifest.ts';
import { makePack, type Pack, type Tokenizers } from './pack.ts';
import type { Provider, ProviderChoice } from './provider.ts';
import { type CacheSettings, cachedSessions } from './session-cache.ts';
import type { MemoryUse, SessionPool } from './session-pool.ts';
import { openPools } from './session-pools.ts';
import { openTokenizer } from './tokenizer.ts';
import { sampleChannels } from './unet.ts';
import { DOUBLED, partLeadingTo, UPSCALED } from './upscaler.ts';
import { assetsOf, readManifest, verifyAsset } from './verify.ts';
import { checkWordEmbeddings, readWordEmbeddings } from './word-embeddings.ts';

export interface LoadOptions {
  /** Where the graphs run; `auto` takes CUDA when it works, else the CPU. */
  readonly provider?: Provider | ProviderChoice;
  /** Threads of ONNX Runtime; its own choice when absent. */
  readonly threads?: number | undefined;
  /** `high` keeps every graph loaded; `low` loads no more at once than the memory of the largest. */
  readonly memory?: MemoryUse | undefined;
  /** Where downloaded and imported packs are; the user's own folder when absent. */
  readonly models?: string | undefined;
  /** Where optimised graphs are kept for the next load; nowhere when absent. */
  readonly cache?: CacheSettings | undefined;
}

/**
 * Loads a pack by name, or by the path of its folder: checks sizes and hashes, opens each graph once, checks
 * their inputs and runs each once. Throws `UserError('unknown-pack')` and `UserError('bad-pack')`.
 */
export async function loadPack(
  nameOrFolder: string = BUILT_IN,
  { provider = 'auto', threads, memory = 'high', models, cache }: LoadOptions = {},
): Promise<Pack> {
  const folder = await findPack(nameOrFolder, models);
  const manifest = await readManifest(folder);
  checkScheduler(manifest);
  for (const asset of assetsOf(manifest)) await verifyAsset(folder, asset);
  const tokenizers = await openTokenizers(folder, manifest);
  const embeddings = await readWordEmbeddings(folder, manifest);
  const stopwatch: Stopwatch = { sessionRunMs: 0, sessionRuns: 0 };
  const placement = typeof provider === 'string' ? { provider } : provider;
  const probe = join(folder, smallestGraph(manifest));
  const places = await openPools(placement, probe, { threads, lowMemory: memory === 'low' });
  const budget = memory === 'low' ? largestGraph(manifest) : Infinity;
  const known = new Map(componentsOf(manifest).map(asset => [join(folder, asset.file), asset]));
  const pools = places.pools(budget, maker =>
    cache === undefined ? maker : cachedSessions(maker, cache, known),
  );
  const graphs = await openGraphs(folder, manifest, pools, stopwatch);
  checkGraphs(graphs, manifest);
  const doubler = await openDoubler(folder, manifest, pools, stopwatch);
  const pack = makePack({
    manifest,
    folder,
    provider: places.main.provider,
    notice: places.notice,
    stopwatch,
    tokenizers,
    graphs,
    embeddings,
    doubler,
    lowMemory: memory === 'low',
    gradients: makeGradients({
      manifest,
      folder,
      poolOf: places.pools(Infinity, maker => maker),
      stopwatch,
    }),
  });
  await smokeRun(pack, smokeSide(graphs, manifest)).catch(cause => {
    throw cause instanceof UserError ? cause : new UserError('bad-pack', oneLine(cause), { cause });
  });
  if (places.onCpu) return pack;
  let onCpu: Promise<Pack> | undefined;
  const fallback = () => {
    onCpu ??= loadPack(folder, { provider: 'cpu', threads, memory, models, cache });
    return onCpu;
  };
  return { ...pack, fallback };
}

const componentsOf = ({ components }: Manifest): GraphAsset[] =>
  Object.values(components).filter(component => component !== undefined);

function smallestGraph(manifest: Manifest): string {
  return componentsOf(manifest).reduce((a, b) => (b.bytes < a.bytes ? b : a)).file;
}

const largestGraph = (manifest: Manifest): number => Math.max(...componentsOf(manifest).map(sizeOf));

const sizeOf = ({ bytes, weights = [] }: GraphAsset): number =>
  weights.reduce((sum, file) => sum + file.bytes, bytes);

async function openTokenizers(folder: string, manifest: Manifest): Promise<Tokenizers> {
  const text = await openTokenizer(folder, manifest.tokenizer);
  const { clipTokenizer, segmenterTokenizer } = manifest;
  return {
    text,
    clip: clipTokenizer === undefined ? text : await openTokenizer(folder, clipTokenizer),
    segmenter: segmenterTokenizer === undefined ? text : await openTokenizer(folder, segmenterTokenizer),
  };
}

function checkScheduler({ name, scheduler }: Manifest): void {
  try {
    createScheduler(schedulerConfig(scheduler), 1);
  } catch (cause) {
    throw new UserError('bad-pack', `The pack ${name} cannot be sampled: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

/** Opens each file once, also where it serves as several components. */
async function openGraphs(
  folder: string,
  manifest: Manifest,
  poolOf: (component: string) => SessionPool,
  stopwatch: Stopwatch,
): Promise<Graphs> {
  const byFile = new Map<string, Graph>();
  const graphs: Partial<Record<ComponentName, Graph>> = {};
  for (const [name, component] of Object.entries(manifest.components)) {
    if (component === undefined) continue;
    const { file } = component;
    const open = async () =>
      openGraph(await modelOf(folder, name, component), file, poolOf(name), stopwatch, sizeOf(component));
    const graph = byFile.get(file) ?? (await open());
    byFile.set(file, graph);
    graphs[name as ComponentName] = graph;
  }
  return graphs as Graphs;
}

/** The part of the upscaler that doubles windows, where its graph has that output. */
async function openDoubler(
  folder: string,
  { components: { upscaler: component } }: Manifest,
  poolOf: (component: string) => SessionPool,
  stopwatch: Stopwatch,
): Promise<Graph | undefined> {
  if (component === undefined) return undefined;
  const part = await changed(folder, component, path => partLeadingTo(DOUBLED, path));
  if (part === undefined) return undefined;
  return openGraph(part, component.file, poolOf('upscaler'), stopwatch, sizeOf(component));
}

type Change = (path: string) => Promise<Uint8Array | undefined>;

/** The bytes that ONNX Runtime opens instead of a component's file; undefined where the file is used. */
const CHANGES: Readonly<Record<string, Change | undefined>> = {
  /** Some encoders would draw noise by themselves. */
  vaeEncoder: async path => withoutNoise(await readFile(path)),
  upscaler: path => partLeadingTo(UPSCALED, path),
};

/** What ONNX Runtime opens: the file, or its changed bytes. */
async function modelOf(folder: string, name: string, component: GraphAsset) {
  const change = CHANGES[name];
  return (change && (await changed(folder, component, change))) ?? join(folder, component.file);
}

async function changed(
  folder: string,
  { file, weights }: GraphAsset,
  change: Change,
): Promise<Uint8Array | undefined> {
  // ONNX Runtime finds external weights by the file's own path.
  if (weights !== undefined) return undefined;
  // ONNX Runtime rejects what is no graph.
  return change(join(folder, file)).catch(() => undefined);
}

const oneLine = (error: Error): string => error.message.trim().replace(/\s+/g, ' ');

/** Cells of latents that every UNet can downsample as often as it does. */
const FEW_CELLS = 8;

/** The side, in pixels, of the smoke run's windows: small, unless the graphs were exported for one size. */
function smokeSide(graphs: Graphs, { resolution, scaleFactor }: Manifest): number {
  const { vaeEncoder, vaeDecoder, previewDecoder, unet } = graphs;
  const inputs = [
    ...[vaeEncoder, unet].map(graph => graph?.inputShape('sample')),
    ...[vaeDecoder, previewDecoder].map(graph => graph?.inputShape('latent_sample')),
  ];
  const fixed = inputs.some(shape => typeof shape?.[2] === 'number' || typeof shape?.[3] === 'number');
  return fixed ? resolution : Math.min(resolution, FEW_CELLS * scaleFactor);
}

/** Runs every graph once on zeros, windows of `side` pixels, so that a pack which loads also works. */
async function smokeRun(pack: Pack, side: number): Promise<void> {
  const { scaleFactor, components } = pack.manifest;
  const zeros = (...dims: number[]) => ({ data: new Float32Array(dims.reduce((a, b) => a * b)), dims });
  const square = (pixels: number) => zeros(1, 3, pixels, pixels);
  const text = await pack.encodeText('');
  await checkWordEmbeddings(pack);
  await pack.encodeImage(square(components.clipImage.pixels.size));
  await pack.segment(square(components.segmenter.pixels.size), '');
  const latents = await pack.encodeLatents(square(side));
  await pack.decodeLatents(latents);
  if (components.previewDecoder !== undefined) await pack.previewLatents(latents);
  const cells = side / scaleFactor;
  await pack.predict(zeros(1, sampleChannels(pack.manifest), cells, cells), 1, text.promptEmbeds);
  for (const times of [2, 4]) await pack.upscale?.(square(scaleFactor), times);
  const { resolution } = pack.manifest;
  await pack.erase?.(square(resolution), zeros(1, 1, resolution, resolution));
  await pack.segmentForeground?.(square(resolution));
}
