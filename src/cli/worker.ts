import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { startHeartbeat } from '../heartbeat.ts';
import { createLogger } from '../log.ts';
import { version } from '../version.ts';
import { check, heartbeats } from './check.ts';
import { number } from './options.ts';
import { openConfiguredQueue, untilStopped } from './queue.ts';
import { surviveRejections } from './rejections.ts';

interface WorkerFlags {
  readonly concurrency?: number;
  readonly check?: boolean;
}

export function workerCommand(): Command {
  return new Command('worker')
    .description('Run a worker for a bot elsewhere; QUEUE_URL names its queue')
    .option('--concurrency <n>', 'edits at once (default: WORKER_CONCURRENCY, 1)', number)
    .option(
      '--check',
      'report the health of the worker that runs here, and whether the queue answers; start none',
    )
    .action(run);
}

async function run(flags: WorkerFlags): Promise<void> {
  const config = readConfig();
  const concurrency = flags.concurrency ?? config.concurrency;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new UserError('bad-option', `--concurrency cannot be ${concurrency}: use a whole number above 0.`);
  }
  if (config.queueUrl === undefined) {
    throw new UserError(
      'bad-option',
      'A worker needs a queue that others can reach: set QUEUE_URL, or use "inlay start", which works by itself.',
    );
  }
  const log = createLogger(config.logLevel);
  surviveRejections(log);
  if (flags.check) return check(config, 'worker', log);
  const queue = await openConfiguredQueue(config, config.applicationId, log);
  await queue.workEdits({ concurrency });
  const stopBeating = await startHeartbeat(heartbeats(config), () => ({ worker: queue.activity() }));
  const { pack, provider } = config;
  log.info({ version, concurrency, pack, provider }, 'waiting for edits');
  await untilStopped();
  log.info('finishing the running edits; a second signal ends at once');
  await queue.close();
  await stopBeating();
  // Connections to an unreachable backend would go on retrying.
  process.exit();
}
