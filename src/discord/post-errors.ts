import { DiscordAPIError } from 'discord.js';

/**
 * What a failed post needs: another `destination`, a smaller `size`, other `content`, or the same again
 * `later`.
 */
export type Remedy = 'destination' | 'size' | 'content' | 'later';

/** Codes that do not mean what their HTTP status says. */
const BY_CODE: Readonly<Record<number, Remedy>> = {
  /** The request, or a file of it, is too large. */
  40005: 'size',
  50045: 'size',
  /** Too many edits of an old message: another message is needed. */
  30046: 'destination',
  /** A member who accepts no direct messages; a thread that is locked or archived. */
  50007: 'destination',
  50083: 'destination',
  160005: 'destination',
  /** Slow mode, a limit on writing, an overloaded server, and Cloudflare in between. */
  20016: 'later',
  20028: 'later',
  40062: 'later',
  40333: 'later',
  130000: 'later',
};

const BY_STATUS: Readonly<Record<number, Remedy>> = {
  401: 'later',
  403: 'destination',
  404: 'destination',
  408: 'later',
  413: 'size',
  429: 'later',
};

/** What to do about an error of posting: all that Discord did not refuse is tried again. */
export function remedyFor(error: unknown): Remedy {
  if (!(error instanceof DiscordAPIError)) return 'later';
  return BY_CODE[Number(error.code)] ?? BY_STATUS[error.status] ?? (error.status < 500 ? 'content' : 'later');
}
