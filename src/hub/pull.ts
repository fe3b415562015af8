import { rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { type Imported, importPack } from '../pipeline/models/import/index.ts';
import type { Hub } from './connection.ts';
import { download } from './download.ts';
import { listSource, type RemoteFile } from './listing.ts';
import { alone } from './lock.ts';
import type { RegisteredPack } from './registry.ts';
import { filesOnDisk, reuse } from './reuse.ts';

/** A file of a pull, its path, and whether it is here already. */
export interface PlannedFile extends RemoteFile {
  readonly target: string;
  /** The same content in a pack that is here. */
  readonly known: string | undefined;
  /** Bytes of it that an earlier pull left. */
  readonly here: number;
}

export interface PullPlan {
  readonly pack: RegisteredPack;
  readonly files: readonly PlannedFile[];
  /** Folders that the sources go to, until the pack is made of them. */
  readonly staging: string;
  readonly folders: readonly string[];
}

export interface PullHooks {
  readonly signal?: AbortSignal | undefined;
  readonly onFile?: (file: PlannedFile, bytes: number) => void;
  /** Tests the pack before it is installed: see `importPack`. */
  readonly check?: (folder: string) => Promise<unknown>;
}

/** Files fetched at once. */
const PARALLEL = 4;

/** Plans a pull: asks the hub for names, sizes and hashes, and fetches nothing. */
export async function planPull(
  hub: Hub,
  pack: RegisteredPack,
  models: string,
  signal?: AbortSignal,
): Promise<PullPlan> {
  const staging = join(models, `.pull-${pack.name}`);
  const onDisk = await filesOnDisk(models);
  const folders: string[] = [];
  const files: PlannedFile[] = [];
  for (const source of pack.sources) {
    for (const file of await listSource(hub, source, signal)) {
      // What an earlier pull left of another commit is no part of this one.
      const folder = join(staging, `${file.repo.replace('/', '--')}@${file.commit.slice(0, 12)}`);
      folders.push(folder);
      const target = join(folder, file.path);
      const known = file.sha256 === undefined ? undefined : onDisk.get(file.sha256);
      const [whole, part] = [await sizeOf(target), await sizeOf(`${target}.part`)];
      files.push({ ...file, target, known, here: Math.min(file.bytes, Math.max(whole, part)) });
    }
  }
  return { pack, files, staging, folders: [...new Set(folders)] };
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

/** Bytes that a plan still has to fetch. */
export const bytesToFetch = ({ files }: PullPlan): number =>
  files.reduce((sum, { bytes, here, known }) => sum + (known === undefined ? bytes - here : 0), 0);

/** Importing writes the UNet's graph anew before the one that came is removed. */
const largestGraph = ({ files }: PullPlan): number =>
  Math.max(0, ...files.filter(({ path }) => path.endsWith('.onnx')).map(({ bytes }) => bytes));

/**
 * Downloads a pack: several files at once, each going on where an earlier pull stopped, each checked against
 * the hash that the hub states; then makes the pack of them. It appears whole or not at all. Throws
 * `UserError('download-failed')`, `UserError('no-space')`, and as `importPack` does.
 */
export async function pull(
  hub: Hub,
  pack: RegisteredPack,
  models: string,
  hooks: PullHooks = {},
): Promise<Imported> {
  await makeFolder(models).catch((cause: Error) => {
    throw new UserError('unwritable', `${models} cannot be made: set INLAY_MODELS to another folder.`, {
      cause,
    });
  });
  return alone(join(models, `.pull-${pack.name}.lock`), `${pack.name} is being pulled`, async () => {
    if ((await stat(join(models, pack.name)).catch(() => undefined)) !== undefined)
      throw new UserError(
        'bad-option',
        `${pack.name} is here already: inlay models verify ${pack.name} checks it.`,
      );
    const plan = await planPull(hub, pack, models, hooks.signal);
    await checkSpace(models, bytesToFetch(plan) + largestGraph(plan));
    await inParallel(plan.files, file => fetchFile(hub, file, hooks));
    const made = await importPack({
      sources: plan.folders,
      models,
      name: pack.name,
      ...(hooks.check && { check: hooks.check }),
      title: pack.title,
      version: pack.version,
      licence: [...new Set(pack.sources.map(({ licence }) => licence.name))].join(' AND '),
      known: pack.known as NonNullable<Parameters<typeof importPack>[0]['known']>,
    });
    await rm(plan.staging, { recursive: true, force: true });
    return made;
  });
}

async function fetchFile(hub: Hub, file: PlannedFile, { signal, onFile }: PullHooks): Promise<void> {
  const { target, known, bytes, sha256 } = file;
  const onBytes = (here: number) => onFile?.(file, here);
  // A file has its own name only once it was checked.
  const here = (await sizeOf(target)) === bytes;
  const linked = !here && known !== undefined && (await reuse(known, target, { bytes, sha256: sha256! }));
  if (!here && !linked) await download(hub, file, target, { signal, onBytes });
  onBytes(bytes);
}

/** The first failure stops those that have not begun, and is thrown when the others are done. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && failures.length === 0; item = queue.shift())
      await work(item).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  if (failures.length > 0) throw failures[0];
}

/** Throws `UserError('no-space')` with both numbers where the files would not fit. */
export async function checkSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free > bytes) return;
  const gigabytes = (n: number) => `${(n / 1e9).toFixed(1)} GB`;
  throw new UserError(
    'no-space',
    `${gigabytes(bytes)} are needed and ${folder} has ${gigabytes(free)} free: make room, or set INLAY_MODELS to another folder.`,
  );
}
