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
import type { QueueNames } from './contracts.ts';
import type { Leases } from './leases.ts';
import { openEmbedded } from './stores/embedded.ts';
import { openPostgres } from './stores/postgres.ts';
import { openRedis } from './stores/redis.ts';
import type { SqlPool } from './types.ts';

/** What a store brings: a connection that BullMQ takes, artifacts, and how to close it all. */
export interface Store<Connection = unknown> {
  readonly connection: Connection;
  readonly artifacts: Artifacts;
  readonly leases: Leases;
  readonly sql: SqlPool | undefined;
  /** Rejects, or never answers, while the store cannot be reached. */
  ping(): Promise<unknown>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Folder of the embedded database and of artifacts that are files. */
  readonly dataDir: string;
  /** How long artifacts are kept, and those of edits that were told. */
  readonly artifactTtlMs: number;
  readonly pictureTtlMs: number;
  readonly log: Logger;
}

/** The store and BullMQ's classes bound to it. */
export interface Backend extends Omit<Store, 'connection'> {
  readonly url: string | undefined;
  readonly classes: ReturnType<typeof withBackend<IQueueBackend, unknown>>;
  /** Goes into every constructor of `classes`. */
  readonly base: { readonly connection: unknown; readonly prefix: string };
}

/** The store, and the queues in it that this process is about. */
export interface Queues extends Backend {
  readonly names: QueueNames;
}

/** Keys in Redis begin with this. */
const PREFIX = 'inlay';
const PING_MS = 8_000;

type AnyFactory = BackendFactory<IQueueBackend, unknown>;
const STORES: Readonly<
  Record<string, { open: (url: string, options: StoreOptions) => Promise<Store>; factory: unknown }>
> = {
  'redis:': { open: openRedis, factory: createRedisBackend },
  'rediss:': { open: openRedis, factory: createRedisBackend },
  'postgres:': { open: openPostgres, factory: createPostgresBackend },
  'postgresql:': { open: openPostgres, factory: createPostgresBackend },
};
const EMBEDDED = {
  open: (_: string, options: StoreOptions): Promise<Store> => openEmbedded(options),
  factory: createPostgresBackend as unknown,
};

/**
 * Opens the store that the URL names; without one, PostgreSQL embedded in `dataDir`. Throws
 * `UserError('unreachable')` when it does not answer, `UserError('in-use')` when another process has the folder.
 */
export async function openBackend(url: string | undefined, options: StoreOptions): Promise<Backend> {
  const { open, factory } = url === undefined ? EMBEDDED : STORES[new URL(url).protocol];
  const store = await open(url ?? '', options).catch((cause: Error) => {
    throw cause instanceof UserError ? cause : unreachable(url, cause);
  });
  const { connection, ...rest } = store;
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

/** Throws `UserError('unreachable')` when the store does not answer within 8 seconds. */
export async function ping(backend: Pick<Backend, 'url' | 'ping'>): Promise<void> {
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
