import { type SandboxedJob, WaitingError } from 'bullmq';
import { readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { listPacks, loadPack } from '../pipeline/models/load-pack.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import { parseProvider } from '../pipeline/models/provider.ts';
import { STOP } from './cancel.ts';
import { job as jobSchema, type Result } from './contracts.ts';
import { runJob } from './run-job.ts';
import { openArtifacts } from './stores/open-artifacts.ts';

const config = readConfig();
const log = createLogger(config.logLevel);
const artifacts = openArtifacts({
  url: config.queueUrl,
  dataDir: config.dataDir,
  ttlMs: config.artifactHours * 3_600_000,
});
/** Each pack is loaded once and kept: sessions that are made and released leak (microsoft/onnxruntime#25325). */
const packs = new Map<string, Promise<Pack>>();

// A worker that was killed leaves no one to work for.
process.on('disconnect', () => process.exit());

/** The child process of a worker: BullMQ calls this with each job. */
export default async function work(job: SandboxedJob, token: string, signal: AbortSignal): Promise<Result> {
  const data = jobSchema.parse(job.data);
  if (data.cancelled) return { outcome: 'cancelled' };
  try {
    return await runJob(data, {
      artifacts: await artifacts,
      openPack,
      send: progress => job.updateProgress(progress),
      signal,
    });
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'cancelled') throw error;
    if (signal.reason !== STOP.handBack) return { outcome: 'cancelled' };
    await job.moveToWait(token);
    throw new WaitingError();
  }
}

/** A pack of this machine by name; people who are not its operator cannot name folders. */
async function openPack(name: string = config.pack): Promise<Pack> {
  if (name !== config.pack && !(await listPacks()).includes(name)) {
    const known = (await listPacks()).join(', ');
    throw new UserError('unknown-pack', `There is no pack "${name}": use ${known}.`);
  }
  const open = packs.get(name) ?? load(name);
  packs.set(name, open);
  open.catch(() => packs.delete(name));
  return open;
}

async function load(name: string): Promise<Pack> {
  const start = performance.now();
  const pack = await loadPack(name, { provider: parseProvider(config.provider), threads: config.threads });
  // Elsewhere than asked: an operator who paid for a GPU wants to know.
  if (pack.notice !== undefined) log.warn(pack.notice);
  log.info({ pack: name, provider: pack.provider, ms: Math.round(performance.now() - start) }, 'pack loaded');
  return pack;
}
