import type { Speech } from '../commands/context.ts';
import type { Packs } from '../commands/packs-on-disk.ts';
import type { Locale } from '../language/locales.ts';
import { localeOf } from '../language/locales.ts';
import { TEXTS } from '../language/texts/index.ts';
import type { Logger } from '../log.ts';
import type { EditQueue } from '../queue/types.ts';
import type { Store } from '../store/index.ts';
import type { Discord } from './discord.ts';

/** What every part of the bot works with. */
export interface Desk {
  readonly discord: Discord;
  /**
   * Changes of status messages, on a way of their own: one that Discord limits is dropped (`RateLimitError`), and holds
   * nothing else back.
   */
  readonly statuses: Pick<Discord, 'edit'>;
  readonly queue: EditQueue;
  readonly store: Store;
  readonly packs: Packs;
  /** Where attachments may be fetched from. */
  readonly origins: readonly string[];
  readonly log: Logger;
}

/** The language and the texts for Discord's name of a language. */
export function speechFor(discordLocale: string): Speech {
  const locale: Locale = localeOf(discordLocale);
  return { locale, texts: TEXTS[locale] };
}
