import type { Logger } from '../log.ts';
import { openBackend } from './backend.ts';
import { queuesOf } from './contracts.ts';
import { applications } from './leases.ts';

const HOUR_MS = 3_600_000;

/**
 * Asks the backend how many edits wait or run, and starts no work: of one application, or of all whose bots
 * use it. Throws `UserError('unreachable')` when it does not answer, and `UserError('in-use')` when another
 * process has the embedded one.
 */
export async function countPending({
  url,
  dataDir,
  application,
  log,
}: {
  readonly url: string | undefined;
  readonly dataDir: string;
  readonly application: string | undefined;
  readonly log: Logger;
}): Promise<number> {
  const { classes, base, leases, close } = await openBackend(url, {
    dataDir,
    artifactTtlMs: HOUR_MS,
    pictureTtlMs: HOUR_MS,
    log,
  });
  try {
    let pending = 0;
    for (const one of application === undefined ? await applications(leases) : [application]) {
      const edits = new classes.Queue(queuesOf(one).edit, base);
      pending += await edits.getJobCountByTypes('active', 'waiting', 'prioritized', 'delayed');
      await edits.close();
    }
    return pending;
  } finally {
    await close();
  }
}
