import { DiscordAPIError } from 'discord.js';

/**
 * What a refused post asks for: another `place`, a smaller `size`, other `content`, or to try the same again `later`.
 */
export type Wanted = 'place' | 'size' | 'content' | 'later';

/** Codes that do not mean what their HTTP status says. */
const BY_CODE: Readonly<Record<number, Wanted>> = {
  /** The request, or a file of it, is too large. */
  40005: 'size',
  50045: 'size',
  /** Too many edits of an old message: another message is needed. */
  30046: 'place',
  /** The direct messages of somebody who takes none; a thread that is locked or archived. */
  50007: 'place',
  50083: 'place',
  160005: 'place',
  /** Slow mode, a limit on writing, an overloaded server, and Cloudflare in between. */
  20016: 'later',
  20028: 'later',
  40062: 'later',
  40333: 'later',
  130000: 'later',
};

const BY_STATUS: Readonly<Record<number, Wanted>> = {
  401: 'later',
  403: 'place',
  404: 'place',
  408: 'later',
  413: 'size',
  429: 'later',
};

/** What to do about an error of posting: all that Discord did not refuse is tried again. */
export function wantedBy(error: unknown): Wanted {
  if (!(error instanceof DiscordAPIError)) return 'later';
  return BY_CODE[Number(error.code)] ?? BY_STATUS[error.status] ?? (error.status < 500 ? 'content' : 'later');
}
