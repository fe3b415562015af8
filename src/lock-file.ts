import { randomUUID } from 'node:crypto';
import { readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';

/**
 * The owner touches its file this often; one untouched for SILENT_MS has lost an owner that cannot be seen.
 */
const TOUCH_MS = 2_000;
const SILENT_MS = 15_000;

const ownerSchema = z.object({
  pid: z.int(),
  host: z.string(),
  token: z.string(),
  /** On Linux: the boot id, the pid namespace, and when the process started. */
  boot: z.string().optional(),
  namespace: z.string().optional(),
  start: z.string().optional(),
});
export type Owner = z.infer<typeof ownerSchema>;

export interface LockOptions {
  /** The error for who comes second. */
  readonly inUse: (owner?: Owner) => Error;
  /** Called when somebody else has taken the lock all the same; the process ends when absent. */
  readonly onLost?: () => void;
}

/**
 * Takes a lock for this process alone. An abandoned lock is taken over: one of a visible owner (same machine,
 * same boot, same pid namespace) counts for as long as that process lives; one of another, as in another
 * container, until it has not been touched for 15 seconds. See docs/adr/0031.
 * @returns how to give it back
 */
export async function takeLock(
  path: string,
  { inUse, onLost = endProcess }: LockOptions,
): Promise<() => Promise<void>> {
  const mine = await describeSelf();
  if (!(await create(path, mine))) {
    await removeAbandoned(path, mine, inUse);
    if (!(await create(path, mine))) throw inUse(await ownerOf(path));
  }
  const touch = setInterval(() => void renew(path, mine, onLost).catch(() => {}), TOUCH_MS);
  touch.unref();
  return async () => {
    clearInterval(touch);
    if ((await ownerOf(path))?.token === mine.token) await rm(path, { force: true });
  };
}

/** Touches the file; notices when this process is no longer the owner. */
async function renew(path: string, mine: Owner, onLost: () => void): Promise<void> {
  const owner = await ownerOf(path);
  if (owner?.token === mine.token) await utimes(path, new Date(), new Date());
  else if (owner !== undefined || !(await create(path, mine))) onLost();
}

/** Two processes corrupt one database: the one that was thought dead exits. */
function endProcess(): void {
  process.stderr.write(
    'Another process has taken this one’s folder, which was silent for too long: ending.\n',
  );
  process.exit(1);
}

/** Creates the file unless there is one. */
async function create(path: string, owner: Owner): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock whose owner is gone; throws when it is alive. */
async function removeAbandoned(path: string, mine: Owner, inUse: LockOptions['inUse']): Promise<void> {
  const owner = await ownerOf(path);
  if (!(await isAbandoned(path, owner, mine))) throw inUse(owner);
  const aside = `${path}.${mine.token}`;
  await rename(path, aside).catch(() => {});
  const taken = await ownerOf(aside);
  await rm(aside, { force: true });
  // Another process found the old lock abandoned too and was faster: what was moved aside is its lock.
  if (taken !== undefined && taken.token !== owner?.token) {
    await create(path, taken);
    throw inUse(taken);
  }
}

async function isAbandoned(path: string, owner: Owner | undefined, mine: Owner): Promise<boolean> {
  const { boot, namespace } = owner ?? {};
  if (owner !== undefined && boot !== undefined && boot === mine.boot && namespace === mine.namespace) {
    return (await beginningOf(owner.pid)) !== owner.start;
  }
  // Without a boot id, a process with our own pid is an earlier run of ours.
  if (owner !== undefined && boot === undefined && owner.host === mine.host) {
    return owner.pid === mine.pid || !lives(owner.pid);
  }
  const touched = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
  return Date.now() - touched > SILENT_MS;
}

async function describeSelf(): Promise<Owner> {
  const [boot, namespace, start] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined),
    readlink('/proc/self/ns/pid').catch(() => undefined),
    beginningOf(process.pid),
  ]);
  const linux = boot === undefined || start === undefined ? {} : { boot: boot.trim(), start };
  return {
    pid: process.pid,
    host: hostname(),
    token: randomUUID(),
    ...linux,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** When a process of this namespace began, in ticks since the machine did; nothing when there is none. */
export async function beginningOf(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name of the process, in brackets, may hold anything.
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
}

export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined when there is no file, or half of one. A bare number is what earlier versions wrote. */
async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    const written: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof written === 'number') return { pid: written, host: hostname(), token: String(written) };
    return ownerSchema.parse(written);
  } catch {
    return undefined;
  }
}
