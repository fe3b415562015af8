import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { UserError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { checkStatus, type Hub, HubProblem, persist } from './connection.ts';
import type { RemoteFile } from './listing.ts';

export interface DownloadHooks {
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the file that are here; may fall when a damaged file is fetched anew. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Times that a file whose content is wrong is fetched anew. */
const DAMAGED = 2;
const REDIRECTS = 5;

/**
 * Fetches a file to `target`: goes on from what an earlier attempt left in `target.part`, checks size and
 * hash, and only then gives it its name. Throws `UserError('download-failed')`, or `UserError('no-space')`.
 */
export async function download(hub: Hub, file: RemoteFile, target: string, hooks: DownloadHooks = {}) {
  const part = `${target}.part`;
  await makeFolder(dirname(target));
  for (let damaged = 0; ; damaged++) {
    let here = await sizeOf(part);
    const sum = await persist(
      hub,
      file.path,
      async () => {
        const located = await locate(hub, file, hooks.signal);
        await fetchRest(hub, file, located, part, {
          ...hooks,
          onBytes: bytes => {
            here = bytes;
            hooks.onBytes?.(bytes);
          },
        });
        return located.sum;
      },
      { signal: hooks.signal, progress: () => here },
    ).catch(explainDisk(target));
    if (await isWhole(part, file, sum)) break;
    await rm(part, { force: true });
    hooks.onBytes?.(0);
    if (damaged === DAMAGED) {
      throw new UserError(
        'download-failed',
        `${file.path} of ${file.repo} arrived damaged ${DAMAGED + 1} times: its hash is not the one the hub states. Try again later.`,
      );
    }
  }
  await rename(part, target);
}

interface Located {
  readonly url: string;
  /** The hub's token goes to the hub alone, not to where it sends us. */
  readonly headers: Record<string, string>;
  /** The SHA-256 that the hub states for a large file. */
  readonly sum: string | undefined;
}

/** The location of a file's content: the hub redirects to it, and states its hash in the ETag. */
async function locate(hub: Hub, { repo, commit, path }: RemoteFile, signal?: AbortSignal): Promise<Located> {
  const home = new URL(
    `${hub.endpoint}/${repo}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`,
  );
  const bearer: Record<string, string> =
    hub.token === undefined ? {} : { authorization: `Bearer ${hub.token}` };
  let url = home;
  let sum: string | undefined;
  for (let i = 0; i < REDIRECTS; i++) {
    const headers = url.origin === home.origin ? bearer : {};
    if (url.origin !== home.origin) return { url: url.href, headers, sum };
    const answer = await hub.fetch(url.href, {
      method: 'HEAD',
      redirect: 'manual',
      headers,
      signal: signal ?? null,
    });
    checkStatus(answer, `${path} of ${repo}`);
    sum ??= hashIn(answer.headers.get('x-linked-etag') ?? answer.headers.get('etag'));
    const location = answer.headers.get('location');
    if (location === null) return { url: url.href, headers, sum };
    url = new URL(location, url);
  }
  throw new HubProblem('it redirects in circles');
}

const hashIn = (etag: string | null): string | undefined =>
  /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(etag ?? '')?.[1];

async function fetchRest(
  hub: Hub,
  file: RemoteFile,
  { url, headers }: Located,
  part: string,
  { signal, onBytes }: DownloadHooks,
): Promise<void> {
  const found = await sizeOf(part);
  if (found === file.bytes) return;
  const begin = found > file.bytes ? 0 : found;
  const range = begin === 0 ? {} : { range: `bytes=${begin}-` };
  const answer = await hub.fetch(url, { headers: { ...headers, ...range }, signal: signal ?? null });
  if (answer.status === 416) await rm(part, { force: true });
  checkStatus(answer, `${file.path} of ${file.repo}`);
  if (answer.body === null) throw new HubProblem('it sent nothing');
  // A server that does not support ranges sends the whole file.
  const start = answer.status === 206 ? begin : 0;
  if (start < found) await truncate(part, start);
  let here = start;
  const count = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      here += chunk.length;
      if (here > file.bytes) throw new HubProblem('it sent more than the file is long');
      onBytes?.(here);
      yield chunk;
    }
  };
  await pipeline(
    Readable.fromWeb(answer.body as ReadableStream),
    count,
    createWriteStream(part, { flags: 'a' }),
    // An aborted body does not always end its stream.
    signal === undefined ? {} : { signal },
  );
  if (here < file.bytes) throw new HubProblem(`it sent ${here} of ${file.bytes} bytes`);
}

/** Whether the content is what the hub states: its SHA-256, or, of a small file, its object id in git. */
async function isWhole(part: string, { bytes, sha256, gitOid }: RemoteFile, etag: string | undefined) {
  if ((await sizeOf(part)) !== bytes) return false;
  const stated = [sha256, etag].filter(sum => sum !== undefined);
  if (stated.length > 0) {
    const found = await hashOf(part, 'sha256');
    return stated.every(sum => sum === found);
  }
  return gitOid === undefined || (await hashOf(part, 'sha1', `blob ${bytes}\0`)) === gitOid;
}

async function hashOf(path: string, algorithm: 'sha1' | 'sha256', prefix = ''): Promise<string> {
  const hash = createHash(algorithm).update(prefix);
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

/** A disk that is full, or may not be written, in plain words. */
const explainDisk =
  (target: string) =>
  (error: unknown): never => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new UserError(
        'no-space',
        `The disk is full at ${dirname(target)}: make room and pull again; what arrived is kept.`,
        {
          cause: error,
        },
      );
    }
    if (code === 'EACCES' || code === 'EROFS')
      throw new UserError(
        'unwritable',
        `${dirname(target)} cannot be written: set INLAY_MODELS to another folder.`,
        { cause: error },
      );
    throw error;
  };
