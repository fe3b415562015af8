import { Refusal } from '../discord/refusal.ts';
import { megabytes } from '../language/format.ts';
import type { Locale } from '../language/locales.ts';
import { isHeic } from '../pipeline/image/heic.ts';
import type { RemotePicture } from '../store/drafts.ts';

/** Where Discord keeps attachments: nothing is fetched from anywhere else. */
export const DISCORD_ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'] as const;

/** Larger pictures are refused, whatever Discord allows here. */
const MAX_BYTES = 50 * 2 ** 20;
const TIMEOUT_MS = 20_000;

/** How files of the five formats begin, a character a byte. */
const SIGNATURE = /^(\x89PNG|\xff\xd8\xff|GIF8|RIFF.{4}WEBP|.{4}ftyp(avi[fs]|mif1))/s;

export interface FetchLimits {
  /** Scheme, host and port that may be asked; a redirect is an error. */
  readonly origins: readonly string[];
  /** Bytes; more are not read. */
  readonly maxBytes: number;
  readonly locale: Locale;
  /** Milliseconds for all of it; 20 s when absent. */
  readonly timeoutMs?: number;
}

/**
 * Fetches a picture that somebody attached. Throws `Refusal` when it is too large, expired, out of reach, or
 * no picture at all.
 */
export async function fetchAttachment(
  { url, size }: Pick<RemotePicture, 'url' | 'size'>,
  { origins, maxBytes, locale, timeoutMs = TIMEOUT_MS }: FetchLimits,
): Promise<Buffer> {
  const most = Math.min(maxBytes, MAX_BYTES);
  const tooLarge = (bytes: number) =>
    new Refusal(({ refusal }) => refusal.tooLarge(megabytes(bytes, locale), megabytes(most, locale)));
  if (size > most) throw tooLarge(size);
  if (!origins.includes(originOf(url))) throw unreachable();
  const bytes = await withDeadline(timeoutMs, async signal => {
    const response = await fetch(url, { redirect: 'error', signal }).catch(() => {
      throw unreachable();
    });
    if (response.status === 403 || response.status === 404)
      throw new Refusal(({ refusal }) => refusal.expired);
    if (!response.ok || response.body === null) throw unreachable();
    return readUpTo(response.body, most, tooLarge, signal);
  });
  if (isHeic(bytes)) throw new Refusal(({ refusal }) => refusal.heic);
  if (!SIGNATURE.test(bytes.subarray(0, 12).toString('latin1'))) {
    throw new Refusal(({ refusal }) => refusal.notPicture);
  }
  return bytes;
}

const unreachable = () => new Refusal(({ refusal }) => refusal.unreachable);

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

/**
 * Gives up after `ms`, whatever the work is waiting for. A signal alone would not do: what `fetch` makes of
 * it may be collected as garbage once the headers are there, and a body that stalls is then waited for
 * forever.
 */
async function withDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unreachable()), ms);
  });
  try {
    return await Promise.race([work(stop.signal), late]);
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

/** What a server says of a size may be wrong, so it is counted as it comes. */
async function readUpTo(
  body: ReadableStream<Uint8Array>,
  most: number,
  tooLarge: (bytes: number) => Refusal,
  signal: AbortSignal,
): Promise<Buffer> {
  const reader = body.getReader();
  signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true });
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > most) throw tooLarge(length);
      parts.push(value);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : unreachable();
  }
  return Buffer.concat(parts);
}
