import type { Packs } from '../commands/packs-on-disk.ts';
import type { DiscordApi } from '../discord/api.ts';
import type { Logger } from '../log.ts';
import type { EditQueue } from '../queue/types.ts';
import type { Store } from '../store/index.ts';

/** What every part of the bot works with. */
export interface BotServices {
  readonly discord: DiscordApi;
  /**
   * Edits status messages, by a REST client of its own: what exceeds a rate limit is dropped
   * (`RateLimitError`), and delays nothing else.
   */
  readonly statusApi: Pick<DiscordApi, 'edit'>;
  readonly queue: EditQueue;
  readonly store: Store;
  readonly packs: Packs;
  /** Where attachments may be fetched from. */
  readonly origins: readonly string[];
  readonly log: Logger;
}
