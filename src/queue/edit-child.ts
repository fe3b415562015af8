import { type SandboxedJob, UnrecoverableError, WaitingError } from 'bullmq';
import { readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { listPacks } from '../pipeline/models/find-pack.ts';
import { loadPack } from '../pipeline/models/load-pack.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import { parseProvider } from '../pipeline/models/provider.ts';
import { cacheIn } from '../pipeline/models/session-cache.ts';
import { openArtifacts } from './backends/open-artifacts.ts';
import { STOP } from './cancel.ts';
import { type Job, job as jobSchema, type Result, read, stamp } from './contracts.ts';
import { lowerPriority } from './lower-priority.ts';
import { runJob } from './run-job.ts';

const NOBODY_LISTENS: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_IPC_CHANNEL_CLOSED']);

const config = readConfig();
const log = createLogger(config.logLevel);
if (!lowerPriority())
  log.info('painting cannot be given a lower priority: it shares the processors with the bot');
const artifacts = openArtifacts({
  url: config.queueUrl,
  dataDir: config.dataDir,
  ttlMs: config.artifactHours * 3_600_000,
});
/**
 * Each pack is loaded once and kept: sessions that are made and released leak (microsoft/onnxruntime#25325).
 */
const packs = new Map<string, Promise<Pack>>();

// Without its worker this process has nothing to do. Sends fail before the channel is reported closed, and
// BullMQ would retry each of them for ever.
process.on('disconnect', () => process.exit());
// The worker may have died while all this was loaded: then the event has passed.
if (!process.connected) process.exit();
process.prependListener('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (!process.connected || NOBODY_LISTENS.has(error.code ?? '')) process.exit(1);
});

/** The child process of a worker: BullMQ calls this with each job. */
export default async function work(job: SandboxedJob, token: string, signal: AbortSignal): Promise<Result> {
  const data = understood(job);
  if (data.cancelled) return { outcome: 'cancelled' };
  try {
    const result = await runJob(data, {
      artifacts: await artifacts,
      openPack,
      send: progress => job.updateProgress({ ...progress, pid: process.pid }),
      signal,
    });
    return stamp(result);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'cancelled') throw error;
    if (signal.reason !== STOP.handBack) return { outcome: 'cancelled' };
    await job.moveToWait(token);
    throw new WaitingError();
  }
}

/** A job of another version is no better at the next attempt. */
function understood({ data }: SandboxedJob): Job {
  try {
    return read(jobSchema, data);
  } catch (error) {
    throw new UnrecoverableError((error as Error).message);
  }
}

/** A pack of this machine by name; people who are not its operator cannot name folders. */
async function openPack(name: string = config.pack): Promise<Pack> {
  if (name !== config.pack) {
    const known = await listPacks(config.models);
    if (!known.includes(name))
      throw new UserError('unknown-pack', `There is no pack "${name}": use ${known.join(', ')}.`);
  }
  const open = packs.get(name) ?? load(name);
  packs.set(name, open);
  open.catch(() => packs.delete(name));
  return open;
}

async function load(name: string): Promise<Pack> {
  const start = performance.now();
  const { threads, memory, models } = config;
  const provider = parseProvider(config.provider);
  const pack = await loadPack(name, { provider, threads, memory, models, cache: cacheIn(models) });
  // Not the provider that was asked for: an operator who paid for a GPU wants to know.
  if (pack.notice !== undefined) log.warn(pack.notice);
  log.info({ pack: name, provider: pack.provider, ms: Math.round(performance.now() - start) }, 'pack loaded');
  return pack;
}
