import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

const CHANNEL = 'child_process';

/**
 * Watches the child processes that this process starts from now on with an argument. BullMQ knows a child
 * only once it is ready, and waits for ever for one that exits earlier, as it removes its listeners before
 * the event that it waits for.
 */
export function watchChildren(argument: string) {
  const started = new Set<ChildProcess>();
  const isOne = ({ spawnargs }: ChildProcess) => spawnargs?.includes(argument);
  const onStart = (message: unknown) => {
    const child = (message as { process: ChildProcess }).process;
    started.add(child);
    // Runs before BullMQ's own listener.
    child.once('exit', (code, signal) => {
      started.delete(child);
      if (isOne(child)) child.emit('close', code, signal);
    });
  };
  subscribe(CHANNEL, onStart);
  return {
    /** Their process ids. */
    pids: (): number[] => [...started].flatMap(child => (isOne(child) && child.pid) || []),
    stop: () => unsubscribe(CHANNEL, onStart),
  };
}
