import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  withBackend,
} from 'bullmq';
import { UserError } from '../errors.ts';
import { type Logger, withoutCredentials } from '../log.ts';
import type { Artifacts } from './artifacts.ts';
import { openEmbedded } from './backends/embedded.ts';
import { openPostgres } from './backends/postgres.ts';
import { openRedis } from './backends/redis.ts';
import type { QueueNames } from './contracts.ts';
import type { Leases } from './leases.ts';
import type { SqlPool } from './types.ts';

/** What a backend provides: a connection for BullMQ, artifacts, leases, and how to close it all. */
export interface Backend<Connection = unknown> {
  readonly connection: Connection;
  readonly artifacts: Artifacts;
  readonly leases: Leases;
  readonly sql: SqlPool | undefined;
  /** Rejects, or never answers, while the backend cannot be reached. */
  ping(): Promise<unknown>;
  close(): Promise<void>;
}

export interface BackendOptions {
  /** Folder of the embedded database and of artifacts that are files. */
  readonly dataDir: string;
  /** How long artifacts are kept, and those of delivered edits. */
  readonly artifactTtlMs: number;
  readonly pictureTtlMs: number;
  readonly log: Logger;
}

/** The backend and BullMQ's classes bound to it. */
export interface OpenBackend extends Omit<Backend, 'connection'> {
  readonly url: string | undefined;
  readonly classes: ReturnType<typeof withBackend<IQueueBackend, unknown>>;
  /** Goes into every constructor of `classes`. */
  readonly base: { readonly connection: unknown; readonly prefix: string };
}

/** The backend, and the queues in it that this process uses. */
export interface Queues extends OpenBackend {
  readonly names: QueueNames;
}

/** Keys in Redis begin with this. */
const PREFIX = 'inlay';
const PING_MS = 8_000;

type AnyFactory = BackendFactory<IQueueBackend, unknown>;
const BACKENDS: Readonly<
  Record<string, { open: (url: string, options: BackendOptions) => Promise<Backend>; factory: unknown }>
> = {
  'redis:': { open: openRedis, factory: createRedisBackend },
  'rediss:': { open: openRedis, factory: createRedisBackend },
  'postgres:': { open: openPostgres, factory: createPostgresBackend },
  'postgresql:': { open: openPostgres, factory: createPostgresBackend },
};
const EMBEDDED = {
  open: (_: string, options: BackendOptions): Promise<Backend> => openEmbedded(options),
  factory: createPostgresBackend as unknown,
};

/**
 * Opens the backend that the URL names; without one, PostgreSQL embedded in `dataDir`. Throws
 * `UserError('unreachable')` when it does not answer, `UserError('in-use')` when another process has the
 * folder.
 */
export async function openBackend(url: string | undefined, options: BackendOptions): Promise<OpenBackend> {
  const { open, factory } = url === undefined ? EMBEDDED : BACKENDS[new URL(url).protocol];
  const opened = await open(url ?? '', options).catch((cause: Error) => {
    throw cause instanceof UserError ? cause : unreachable(url, cause);
  });
  const { connection, ...rest } = opened;
  const backend = {
    ...rest,
    url,
    classes: withBackend(factory as AnyFactory),
    base: { connection, prefix: PREFIX },
  };
  await ping(backend).catch(async error => {
    await backend.close();
    throw error;
  });
  return backend;
}

/** Throws `UserError('unreachable')` when the backend does not answer within 8 seconds. */
export async function ping(backend: Pick<OpenBackend, 'url' | 'ping'>): Promise<void> {
  const { promise, stop } = after(PING_MS);
  await Promise.race([backend.ping(), promise])
    .catch((cause: Error) => {
      throw unreachable(backend.url, cause);
    })
    .finally(stop);
}

function after(ms: number) {
  let timer: NodeJS.Timeout;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  return { promise, stop: () => clearTimeout(timer) };
}

function unreachable(url: string | undefined, cause: Error): UserError {
  const where = url === undefined ? 'The embedded queue' : `The queue at ${withoutCredentials(url)}`;
  const what = url === undefined ? 'look into DATA_DIR' : 'start it, or correct QUEUE_URL';
  const why = withoutCredentials(cause.message).replace(/\s+/g, ' ').trim();
  return new UserError('unreachable', `${where} does not answer (${why}): ${what}.`, { cause });
}
