import type { Logger } from '../log.ts';

/** Causes that are remembered, so that each is logged once. */
const MOST = 100;

/**
 * Keeps the process alive when a library does not handle a rejected promise, as BullMQ when the pipe to a
 * child breaks on a full disk: the job fails by itself, or is killed for lack of progress. Each cause is
 * logged once.
 */
export function surviveRejections(log: Logger): void {
  const logged = new Set<string>();
  process.on('unhandledRejection', reason => {
    const cause = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
    if (logged.has(cause) || logged.size >= MOST) return;
    logged.add(cause);
    log.error({ err: reason }, 'a promise was rejected and nothing handled it');
  });
}
