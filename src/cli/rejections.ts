import type { Logger } from '../log.ts';

/** Causes that are remembered, so that each is told once. */
const MOST = 100;

/**
 * Keeps the process alive when a library drops a promise that is rejected, as BullMQ does when the pipe to a child breaks on
 * a full disk: the job fails by itself, or is ended for saying nothing. Each cause is logged once.
 */
export function surviveRejections(log: Logger): void {
  const told = new Set<string>();
  process.on('unhandledRejection', reason => {
    const cause = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
    if (told.has(cause) || told.size >= MOST) return;
    told.add(cause);
    log.error({ err: reason }, 'a promise was rejected and nobody was told');
  });
}
