import { HubApiError, listFiles, modelInfo } from '@huggingface/hub';
import { UserError } from '../errors.ts';
import { checkStatus, type Hub, HubProblem, persist } from './connection.ts';
import type { Source } from './registry.ts';

/** A file of a repository at one commit. */
export interface RemoteFile {
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
  readonly bytes: number;
  /** Of the content; undefined of small files, which have the object id that git gives them. */
  readonly sha256: string | undefined;
  readonly gitOid: string | undefined;
}

/**
 * The files of a source as they are now: the commit is looked up once, so that all of them fit together.
 * Throws `UserError('download-failed')`, also where the repository lacks one of the files it is to have.
 */
export async function listSource(hub: Hub, source: Source, signal?: AbortSignal): Promise<RemoteFile[]> {
  const { repo, revision, files } = source;
  const access = {
    hubUrl: hub.endpoint,
    fetch: hub.fetch,
    ...(hub.token === undefined ? {} : { accessToken: hub.token }),
  };
  const { sha } = await persist(
    hub,
    repo,
    () => plainly(repo, () => modelInfo({ name: repo, revision, additionalFields: ['sha'], ...access })),
    { signal },
  );
  const listed = await persist(
    hub,
    repo,
    () => plainly(repo, () => collect(listFiles({ repo, revision: sha, recursive: true, ...access }))),
    { signal },
  );
  const wanted = listed.filter(({ type, path }) => type === 'file' && files.some(file => covers(file, path)));
  const missing = files.filter(file => !wanted.some(({ path }) => covers(file, path)));
  if (missing.length > 0)
    throw new UserError(
      'download-failed',
      `${repo} has no ${missing.join(', no ')}: the hub's copy was changed.`,
    );
  return wanted.map(({ path, size, oid, lfs }) => ({
    repo,
    commit: sha,
    path: safePath(repo, path),
    bytes: lfs?.size ?? size,
    sha256: lfs?.oid,
    gitOid: lfs === undefined ? oid : undefined,
  }));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const covers = (file: string, path: string) => (file.endsWith('/') ? path.startsWith(file) : path === file);

/** A file's name on the hub must not lead out of its folder. */
function safePath(repo: string, path: string): string {
  if (
    path.startsWith('/') ||
    path.includes('\\') ||
    path.split('/').some(part => part === '..' || part === '')
  )
    throw new UserError('download-failed', `${repo} has a file "${path}", which is no plain path.`);
  return path;
}

/** The library's error of an answer, as one of ours. */
async function plainly<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof HubApiError)) throw error;
    checkStatus(new Response(null, { status: error.statusCode }), what);
    throw new HubProblem(error.message, { status: error.statusCode, cause: error });
  }
}
