import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type Beat, checkHeartbeats } from '../heartbeat.ts';
import type { Logger } from '../log.ts';
import { pendingEdits } from './queue.ts';

/** The folder of this machine's heartbeats. */
export const heartbeats = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'heartbeats');

/**
 * Reports the health of the bot or the worker of this machine. Throws `Unhealthy` when it is not,
 * `UserError('unreachable')` when the queue does not answer.
 */
export async function check(config: Config, part: 'bot' | 'worker', log: Logger): Promise<void> {
  const beats = await checkHeartbeats(heartbeats(config), part);
  // The embedded queue is that of the process itself, and no other may open it.
  const pending = config.queueUrl === undefined ? undefined : await pendingEdits(config, log);
  if (pending !== undefined) process.stdout.write(`The queue answers; ${pending} edits wait or run.\n`);
  for (const beat of beats) process.stdout.write(`${describe(beat)}\n`);
}

function describe({ pid, bot, worker }: Beat): string {
  const ago = (time: number | undefined) =>
    time === undefined ? 'never' : `${Math.max(0, Math.round((Date.now() - time) / 1000))} s ago`;
  const parts = [
    ...(bot === undefined ? [] : [`gateway up ${ago(bot.gatewayAt)}, last request ${ago(bot.restAt)}`]),
    ...(worker === undefined
      ? []
      : [
          `${worker.running} edits run, last one ${ago(worker.jobAt)}, last progress ${ago(worker.progressAt)}`,
        ]),
  ];
  return `Process ${pid} is well: ${parts.join('; ')}.`;
}
