import { limitKey } from '../commands/limit-key.ts';
import { Refusal } from '../commands/refusal.ts';
import { fromNow } from '../language/format.ts';
import type { Texts } from '../language/texts/index.ts';
import type { Store } from '../store/index.ts';
import type { Charge } from '../store/limits.ts';
import type { GuildSettings } from '../store/settings.ts';

/** A request at the gate. */
export interface Entrant {
  readonly userId: string;
  readonly guildId: string | undefined;
  /** Pictures to be painted; finding alone is 0. */
  readonly pictures: number;
}

interface Asked extends Entrant {
  readonly settings: GuildSettings;
}

/** Gives a reason to say no, or nothing. */
type Check = (asked: Asked, store: Store) => Promise<((texts: Texts) => string) | undefined>;

const isOpen: Check = async ({ pictures, settings }) =>
  pictures > 0 && settings.picturesPerHour === 0 ? ({ refusal }) => refusal.closed : undefined;

const isWithinAnHour: Check = async ({ pictures, settings: { picturesPerHour } }) =>
  pictures > picturesPerHour ? ({ refusal }) => refusal.tooMany(pictures, picturesPerHour) : undefined;

const hasRoom: Check = async ({ userId, settings: { atOnce } }, store) => {
  const unfinished = await store.edits.unfinished(userId);
  return unfinished.length >= atOnce ? ({ refusal }) => refusal.atOnce(atOnce) : undefined;
};

/**
 * In this order, the first reason counts. What decides by who and where somebody is (roles, channels, blocks) belongs
 * in front; the hourly allowance comes after all of them, since it alone takes something.
 */
const CHECKS: readonly Check[] = [isOpen, isWithinAnHour, hasRoom];

/**
 * Lets a request in and takes what it costs. Requests of one member are to come one after another, or two at once may
 * both see the last free place. Throws `Refusal`, having taken nothing.
 */
export async function admit(entrant: Entrant, store: Store): Promise<Charge | undefined> {
  const { userId, guildId, pictures } = entrant;
  const settings = await store.settings.get(guildId);
  for (const check of CHECKS) {
    const reason = await check({ ...entrant, settings }, store);
    if (reason !== undefined) throw new Refusal(reason);
  }
  if (pictures === 0) return undefined;
  const consumed = await store.hourly.consume(limitKey(guildId, userId), pictures, settings.picturesPerHour);
  if ('charge' in consumed) return consumed.charge;
  const when = fromNow(consumed.retryAt);
  throw new Refusal(({ refusal }) => refusal.hourly(settings.picturesPerHour, when));
}

/** Gives back what an edit cost, once, however often it is called. */
export async function refund(
  { id, userId, guildId }: { id: string; userId: string; guildId?: string | undefined },
  store: Store,
): Promise<void> {
  const charge = await store.edits.takeCharge(id);
  if (charge !== undefined) await store.hourly.refund(limitKey(guildId, userId), charge);
}
