import { once } from 'node:events';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { openQueue } from '../queue/open-queue.ts';
import type { EditQueue } from '../queue/types.ts';

/** The queue that the settings name. Throws as `openQueue` does. */
export const openConfiguredQueue = (config: Config, log: Logger): Promise<EditQueue> =>
  openQueue({
    url: config.queueUrl,
    dataDir: config.dataDir,
    limit: config.queueLimit,
    artifactHours: config.artifactHours,
    pictureHours: config.pictureHours,
    log,
  });

/** Until Ctrl-C, or until a service manager asks to stop; a second time, the process ends at once. */
export async function untilStopped(): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  await Promise.race([once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })]);
  stop.abort();
  // What runs is held by the queue until its worker has been silent for a while: nothing is lost.
  process.once('SIGINT', () => process.exit(1));
  process.once('SIGTERM', () => process.exit(1));
}
