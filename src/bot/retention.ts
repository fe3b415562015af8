import type { BotServices } from './services.ts';

const EVERY_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** Forgets, now and every hour, edits that were finished more than `days` ago. Returns how to stop. */
export function keepHistory(
  services: Pick<BotServices, 'store' | 'queue' | 'log'>,
  days: number,
): () => void {
  const sweep = () =>
    forgetBefore(services, new Date(Date.now() - days * DAY_MS)).catch(err =>
      services.log.warn({ err }, 'old edits could not be forgotten'),
    );
  const timer = setInterval(sweep, EVERY_MS);
  timer.unref();
  void sweep();
  return () => clearInterval(timer);
}

/** Forgets edits that were finished before, with the pictures that no other edit needs; a few at a time. */
async function forgetBefore(
  { store, queue }: Pick<BotServices, 'store' | 'queue'>,
  time: Date,
): Promise<void> {
  for (;;) {
    const { edits, artifacts } = await store.edits.removeSomeBefore(time);
    if (edits === 0) return;
    await Promise.all(artifacts.map(key => queue.artifacts.delete(key)));
  }
}
