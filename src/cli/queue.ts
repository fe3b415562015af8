import { once } from 'node:events';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { countPending } from '../queue/count-pending.ts';
import { openQueue } from '../queue/open-queue.ts';
import type { EditQueue } from '../queue/types.ts';

/** The queue that the settings name. Throws as `openQueue` does. */
export const openConfiguredQueue = (
  config: Config,
  application: string | undefined,
  log: Logger,
): Promise<EditQueue> =>
  openQueue({
    application,
    url: config.queueUrl,
    dataDir: config.dataDir,
    limit: config.queueLimit,
    artifactHours: config.artifactHours,
    pictureHours: config.pictureHours,
    log,
  });

/** How many edits wait or run, and so whether the queue answers. Throws as `openQueue` does. */
export const pendingEdits = (
  { queueUrl: url, dataDir, applicationId: application }: Config,
  log: Logger,
): Promise<number> => countPending({ url, dataDir, application, log });

/** Until Ctrl-C, or until a service manager asks to stop; a second time, the process ends at once. */
export async function untilStopped(): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  await Promise.race([once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })]);
  stop.abort();
  // Running jobs stay locked until the lock expires: nothing is lost.
  process.once('SIGINT', () => process.exit(1));
  process.once('SIGTERM', () => process.exit(1));
}
