import { hostname } from 'node:os';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** Names that one process holds for a time, in the shared backend. */
export interface Leases {
  /**
   * Takes a name for `ms`, or holds it for longer, unless somebody else has it.
   * @returns who has it now: `holder`, or the other
   */
  hold(name: string, holder: string, ms: number): Promise<string>;
  /** Releases a name, unless another holder has it. */
  release(name: string, holder: string): Promise<void>;
  /** The names with this prefix that are held. */
  held(beginning: string): Promise<string[]>;
}

/** For the embedded backend, whose folder is locked for one process already. */
export function ownLeases(): Leases {
  const held = new Set<string>();
  return {
    hold: async (name, holder) => {
      held.add(name);
      return holder;
    },
    release: async name => void held.delete(name),
    held: async beginning => [...held].filter(name => name.startsWith(beginning)),
  };
}

/** A second bot waits this many lease lengths for the first, which may have died. */
const PATIENCE = 2;

/** Names of the applications that workers may work for; their bots may be away so long. */
const APPLICATION = 'application:';
const KNOWN_MS = 24 * 3_600_000;

interface LeaseOptions {
  /** How long it is held without renewal. */
  readonly ms: number;
  /** Called when another process has it. */
  readonly onLost: () => void;
}

/**
 * Makes this process the one bot of its application that delivers, keeps it that, and lets workers find its
 * queues. Throws `UserError('in-use')` while another one is. Returns how to let another take over.
 */
export async function holdBotLease(
  leases: Leases,
  application: string,
  { ms, onLost }: LeaseOptions,
): Promise<() => Promise<void>> {
  const name = `bot:${application}`;
  const me = `process ${process.pid} on ${hostname()} (${crypto.randomUUID()})`;
  const renew = async () => {
    const holder = await leases.hold(name, me, ms);
    if (holder === me) await leases.hold(APPLICATION + application, 'known', KNOWN_MS);
    return holder;
  };
  for (const end = Date.now() + PATIENCE * ms; ; await pause(ms / 4)) {
    const holder = await renew();
    if (holder === me) break;
    if (Date.now() > end) throw taken(holder);
  }
  const timer = setInterval(() => {
    // While the backend is away nobody else can take it either.
    renew().then(
      holder => holder === me || onLost(),
      () => {},
    );
  }, ms / 3).unref();
  return async () => {
    clearInterval(timer);
    await leases.release(name, me);
  };
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

const taken = (holder: string): UserError =>
  new UserError(
    'in-use',
    `Another bot of this Discord application delivers from this queue (${holder}): stop that one, or give this one a token or a QUEUE_URL of its own.`,
  );

const LOOK_MS = 1_000;

/** The applications whose bots used this queue within a day. */
export const applications = async (leases: Leases): Promise<string[]> =>
  (await leases.held(APPLICATION)).map(name => name.slice(APPLICATION.length)).sort();

/**
 * The one application whose bot uses this queue; waits for the first one, and says so. Throws
 * `UserError('bad-option')` where there are several.
 */
export async function findApplication(leases: Leases, log: Pick<Logger, 'info'>): Promise<string> {
  let waiting = false;
  for (let known = await applications(leases); ; known = await applications(leases)) {
    if (known.length === 1) return known[0];
    if (known.length > 1)
      throw new UserError(
        'bad-option',
        `The bots of several Discord applications use this queue (${known.join(', ')}): set DISCORD_APPLICATION_ID to the one that this worker is to work for.`,
      );
    if (!waiting) log.info('waiting for a bot to use this queue');
    waiting = true;
    await pause(LOOK_MS);
  }
}
