/**
 * One job in a process of its own, as in a worker's child: the parent sends a file's path and receives its
 * outcome, time and memory. Memory is the process's highest so far, models included.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UserError } from '../../src/errors.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import type { EditJob } from '../../src/queue/contracts.ts';
import { runJob } from '../../src/queue/run-job.ts';

/** What one job took. */
export interface Took {
  /** `picture`, or the sentence that it was refused with. */
  readonly answer: string;
  readonly seconds: number;
  /** Of all threads together: what does not depend on who else uses the machine. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

const pack = await loadPack('emoji', { provider: 'cpu' });

async function take(file: string): Promise<Took> {
  const kept = new Map<string, Buffer>([['source', readFileSync(file)]]);
  const artifacts = {
    put: async (bytes: Uint8Array) => {
      const key = randomUUID();
      kept.set(key, Buffer.from(bytes));
      return key;
    },
    get: async (key: string) => kept.get(key) ?? Buffer.alloc(0),
    keep: async () => true,
    delete: async () => {},
  };
  const job: EditJob = {
    kind: 'edit',
    editId: 'bench',
    source: 'source',
    by: { userId: 'bench' },
    base: { from: 'horse', to: 'zebra', seed: 1, anyway: true },
    runs: [{}],
  };
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const tools = {
    artifacts,
    openPack: async () => pack,
    send: async () => {},
    signal: new AbortController().signal,
  };
  const answer = await runJob(job, tools).then(
    result => ('message' in result ? result.message : 'picture'),
    error => (error instanceof UserError ? error.message : `FAULT ${error}`),
  );
  const { user, system } = process.cpuUsage(cpu);
  return {
    answer,
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
}

process.on('message', async (file: string) => {
  process.send?.(await take(file));
});
process.send?.('ready');
