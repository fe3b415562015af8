import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, link, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../../errors.ts';
import { makeFolder } from '../../../make-folder.ts';
import type { Piece } from '../../onnx/fuse-attention.ts';
import { type Bytes, withFile } from '../../onnx/wire.ts';
import type { Asset } from '../manifest.ts';
import { sha256Of } from '../verify.ts';
import { fileInPack, wayInto } from './inside.ts';

const CHUNKS = { highWaterMark: 1 << 20 };

/** The parts of a file's changed copy; undefined where it is copied as it is. */
type Change = (file: Bytes) => Piece[] | undefined;

/**
 * Installs files into the pack, each once, under a folder for each source, and returns their entries. An
 * unchanged file is linked, and needs no space.
 */
export function installer(
  staging: string,
  sources: readonly string[],
): (path: string, change?: Change) => Promise<Asset> {
  const known = new Map<string, Asset>();
  return async (path, change) => {
    const placed = known.get(path);
    if (placed !== undefined) return placed;
    const ways = sources.map(source => wayInto(source, path));
    const index = ways.findIndex(way => way !== undefined);
    if (index < 0) throw new UserError('bad-pack', `${path} is outside the export that names it.`);
    const file = fileInPack(sources[index], index, ways[index]!);
    const target = join(staging, ...file.split('/'));
    await makeFolder(dirname(target));
    await checkFile(path, sources[index]);
    const pieces = change && withFile(path, change);
    if (pieces !== undefined) await pipeline(bytesOf(path, pieces), createWriteStream(target));
    else await linkOrCopy(path, target);
    const asset = { file, ...(await stampOf(target)) };
    known.set(path, asset);
    return asset;
  };
}

/** A link to a link would be lost with it, and weights have to lie where their graph does. */
async function linkOrCopy(path: string, target: string): Promise<void> {
  const real = await realpath(path);
  await link(real, target).catch(() => copyFile(real, target));
}

/**
 * A graph may name a file that is a link, as in a hub's cache, whose files are beside the folder of links:
 * its target must be there, or in the source. Nothing else of this machine enters a pack.
 */
async function checkFile(path: string, source: string): Promise<void> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile())
    throw new UserError('bad-pack', `The export lacks ${path}, which one of its graphs names.`);
  const [real, root] = [await realpath(path), await realpath(source)];
  const cache = hubCacheOf(root);
  if (wayInto(root, real) === undefined && (cache === undefined || wayInto(cache, real) === undefined)) {
    throw new UserError('bad-pack', `${path} is a link that leads out of ${source}: copy the file there.`);
  }
}

/**
 * The folder `blobs` of a hub's cache, where the source is a snapshot in it:
 * `…/models--x--y/snapshots/COMMIT`, or below.
 */
function hubCacheOf(root: string): string | undefined {
  const names = root.split(sep);
  const at = names.lastIndexOf('snapshots');
  const isCache = at > 0 && /^(models|datasets)--/.test(names[at - 1]);
  return isCache ? [...names.slice(0, at), 'blobs'].join(sep) : undefined;
}

async function* bytesOf(path: string, pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) yield piece;
    else if (piece.end > piece.start) yield* createReadStream(path, { ...CHUNKS, ...range(piece) });
  }
}

/** Half-open range → as streams take it. */
const range = ({ start, end }: { start: number; end: number }) => ({ start, end: end - 1 });

async function stampOf(path: string): Promise<Omit<Asset, 'file'>> {
  return { bytes: (await stat(path)).size, sha256: await sha256Of(path) };
}
