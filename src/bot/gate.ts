import { Refusal } from '../discord/refusal.ts';
import { fromNow } from '../language/format.ts';
import type { Texts } from '../language/texts/index.ts';
import type { Store } from '../store/index.ts';
import { limitKey } from '../store/limit-key.ts';
import type { NewEdit, StoredEdit } from '../store/records.ts';
import type { GuildSettings } from '../store/settings.ts';

/** A request to be admitted. */
export interface Entrant {
  readonly edit: NewEdit;
  /** What it costs, in pictures. */
  readonly price: number;
  /** Requests of one server that may wait or run at once; any number when absent. */
  readonly serverShare?: number | undefined;
}

interface Asked extends Entrant {
  readonly settings: GuildSettings;
}

/** Returns a reason to refuse, or undefined. */
type Check = (asked: Asked, store: Store) => Promise<((texts: Texts) => string) | undefined>;

const isOpen: Check = async ({ edit, settings }) =>
  edit.layout !== 'mask' && settings.picturesPerHour === 0 ? ({ refusal }) => refusal.closed : undefined;

const isWithinAnHour: Check = async ({ edit, price, settings }) => {
  const perHour = allowance(settings);
  if (price <= perHour) return undefined;
  const { length } = edit.runs;
  return ({ refusal }) =>
    length > perHour ? refusal.tooMany(length, perHour) : refusal.tooMuchWork(Math.ceil(price), perHour);
};

const hasRoom: Check = async ({ edit, settings: { atOnce } }, store) => {
  const unfinished = await store.edits.unfinished(edit.userId);
  return unfinished.length >= atOnce ? ({ refusal }) => refusal.atOnce(atOnce) : undefined;
};

const serverHasRoom: Check = async ({ edit: { guildId }, serverShare }, store) => {
  if (guildId === undefined || serverShare === undefined) return undefined;
  const unfinished = await store.edits.countUnfinishedIn(guildId);
  return unfinished >= serverShare ? ({ refusal }) => refusal.serverShare(serverShare) : undefined;
};

/**
 * In this order, the first reason counts. What decides by who and where somebody is (roles, channels, blocks)
 * belongs in front; the hourly allowance comes last, since it alone charges something.
 */
const CHECKS: readonly Check[] = [isOpen, isWithinAnHour, hasRoom, serverHasRoom];

/** An hour's pictures where painting is switched off: finding is not, and costs as it does elsewhere. */
const FINDING_ALONE = 10;
const allowance = ({ picturesPerHour }: GuildSettings): number =>
  picturesPerHour === 0 ? FINDING_ALONE : picturesPerHour;

/**
 * Admits a request: writes it down and charges it in one transaction. Requests of one member, and of one
 * server, are to come one after another, or two at once may both take the last free slot. Throws `Refusal`,
 * having charged nothing.
 * @returns undefined for an interaction that was admitted before
 */
export async function admit(entrant: Entrant, store: Store): Promise<StoredEdit | undefined> {
  const { edit, price } = entrant;
  const { userId, guildId, interactionId } = edit;
  if ((await store.edits.byInteraction(interactionId)) !== undefined) return undefined;
  const settings = await store.settings.get(guildId);
  for (const check of CHECKS) {
    const reason = await check({ ...entrant, settings }, store);
    if (reason !== undefined) throw new Refusal(reason);
  }
  const perHour = allowance(settings);
  const key = limitKey(guildId, userId);
  const added = await store.edits.add(edit, { key, pictures: price, perHour });
  if (added !== undefined || (await store.edits.byInteraction(interactionId)) !== undefined) return added;
  const when = fromNow(await store.hourly.retryAt(key));
  throw new Refusal(({ refusal }) => refusal.hourly(perHour, when));
}

/** Refunds an edit, once, however often it is called. */
export const refund = (
  { id, userId, guildId }: { id: string; userId: string; guildId?: string | undefined },
  store: Store,
): Promise<void> => store.edits.refund(id, limitKey(guildId, userId));
