import { Refusal } from '../commands/refusal.ts';
import { megabytes } from '../language/format.ts';
import type { Locale } from '../language/locales.ts';
import { isHeic } from '../pipeline/image/heic.ts';
import type { RemotePicture } from '../store/drafts.ts';

/** Where Discord keeps attachments: nothing is fetched from anywhere else. */
export const DISCORD_ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'] as const;

/** Pictures above this are refused, whatever the place allows. */
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
}

/**
 * Fetches a picture that somebody attached. Throws `Refusal` when it is too large, expired, out of reach, or no
 * picture at all.
 */
export async function fetchAttachment(
  { url, size }: Pick<RemotePicture, 'url' | 'size'>,
  { origins, maxBytes, locale }: FetchLimits,
): Promise<Buffer> {
  const most = Math.min(maxBytes, MAX_BYTES);
  const tooLarge = (bytes: number) =>
    new Refusal(({ refusal }) => refusal.tooLarge(megabytes(bytes, locale), megabytes(most, locale)));
  if (size > most) throw tooLarge(size);
  if (!origins.includes(originOf(url))) throw unreachable();
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    () => {
      throw unreachable();
    },
  );
  if (response.status === 403 || response.status === 404) throw new Refusal(({ refusal }) => refusal.expired);
  if (!response.ok || response.body === null) throw unreachable();
  const bytes = await readUpTo(response.body, most, tooLarge);
  if (isHeic(bytes)) throw new Refusal(({ refusal }) => refusal.heic);
  if (!SIGNATURE.test(bytes.subarray(0, 12).toString('latin1'))) {
    throw new Refusal(({ refusal }) => refusal.notPicture);
  }
  return bytes;
}

const unreachable = () => new Refusal(({ refusal }) => refusal.unreachable);

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

/** What a server says of a size may be wrong, so it is counted as it comes. */
async function readUpTo(
  body: ReadableStream<Uint8Array>,
  most: number,
  tooLarge: (bytes: number) => Refusal,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of body) {
      length += part.length;
      if (length > most) throw tooLarge(length);
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : unreachable();
  }
  return Buffer.concat(parts);
}
