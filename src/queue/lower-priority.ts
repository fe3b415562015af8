import { getPriority, setPriority } from 'node:os';

/**
 * On Linux, a quarter of a processor that a process of default priority uses as well, and all of an idle one:
 * the bot comes first, and beside some other program painting still goes on.
 */
const NICE = 5;

/**
 * Lowers the priority of this process: what the bot and the queue do is short, and somebody waits for it. On
 * Linux a thread has the priority of the one that started it, so this comes before ONNX Runtime starts its
 * own.
 *
 * @returns false where that is not allowed; then all goes on as before
 */
export function lowerPriority(): boolean {
  try {
    // An operator may have given it less already.
    setPriority(Math.max(NICE, getPriority()));
    return true;
  } catch {
    return false;
  }
}
