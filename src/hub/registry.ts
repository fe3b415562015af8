import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { manifestSchema } from '../pipeline/models/manifest.ts';

/** What somebody who downloads the models agrees to. */
const licence = z.strictObject({
  name: z.string(),
  url: z.url(),
  /** Its conditions, in sentences. */
  asks: z.array(z.string()),
});

const source = z.strictObject({
  repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  /** A branch, a tag or a commit. */
  revision: z.string().default('main'),
  /** Files by path; a path that ends in / stands for every file under it. */
  files: z.array(z.string()).min(1),
  licence,
});

const { defaults, ...fields } = manifestSchema.shape;

/** `models/registry/NAME.json`: a pack that can be downloaded, and where its parts are. */
const registrySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  version: z.string(),
  sources: z.array(source).min(1),
  /** Fields of the manifest that are better known than the exports state. */
  known: z
    .strictObject({
      scheduler: fields.scheduler.optional(),
      resolution: fields.resolution.optional(),
      scalingFactor: fields.scalingFactor.optional(),
      latentPreview: fields.latentPreview,
      defaults: defaults.partial().optional(),
    })
    .default({}),
  notes: z.array(z.string()).default([]),
});

export type RegisteredPack = z.infer<typeof registrySchema>;
export type Source = RegisteredPack['sources'][number];

const SHIPPED = fileURLToPath(new URL('../../models/registry', import.meta.url));

/** Every pack that can be downloaded, by name. */
export async function readRegistry(folder = SHIPPED): Promise<RegisteredPack[]> {
  const files = (await readdir(folder)).filter(file => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async file => registrySchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))),
  );
}

/** One of them. Throws `UserError('unknown-pack')` naming those there are. */
export async function registeredPack(name: string, folder?: string): Promise<RegisteredPack> {
  const packs = await readRegistry(folder);
  const pack = packs.find(one => one.name === name);
  if (pack !== undefined) return pack;
  const names = packs.map(one => one.name).join(', ');
  throw new UserError('unknown-pack', `There is no pack "${name}" to download: use ${names}.`);
}
