import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { APIAttachment } from 'discord-api-types/v10';
import sharp from 'sharp';
import type { StoredAttachment, StoredFile, World } from './world.ts';

/** A file on its way in. */
export interface Upload {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly description?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const MEASURED = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);

async function sizeOf({ bytes, contentType }: Upload) {
  if (!MEASURED.has(contentType)) return undefined;
  try {
    const { width, height } = (await sharp(bytes).metadata()).autoOrient;
    return { width, height };
  } catch {
    // A broken picture is a file like any other.
    return undefined;
  }
}

/** Keeps a file; whoever shows it asks for `attachmentView`. */
export async function keepFile(world: World, channelId: string, upload: Upload): Promise<StoredFile> {
  const size = await sizeOf(upload);
  const file: StoredFile = {
    id: world.nextId(),
    channelId,
    // What Discord does to names: only these characters are left.
    filename: upload.filename.replaceAll(/[^\w.-]+/g, '_'),
    contentType: upload.contentType,
    bytes: upload.bytes,
    ...(size && { size }),
    key: randomBytes(8).toString('hex'),
  };
  world.files.set(file.id, file);
  return file;
}

const signatureOf = (world: World, file: StoredFile, expires: string): string =>
  createHmac('sha256', world.secret).update(`${file.id}/${file.key}/${expires}`).digest('hex');

/**
 * An address that is good for a day, signed as Discord signs its own: `ex` expires, `is` issued, `hm`
 * signature.
 */
function addressOf(world: World, file: StoredFile, now = Date.now()): string {
  const hex = (milliseconds: number) => Math.floor(milliseconds / 1000).toString(16);
  const expires = hex(now + DAY_MS);
  const query = new URLSearchParams({ ex: expires, is: hex(now), hm: signatureOf(world, file, expires) });
  return `${world.origin}/cdn/attachments/${file.channelId}/${file.id}/${file.filename}?${query}`;
}

/** Whether an address with this `ex` and `hm` may be answered. */
export function isSigned(world: World, file: StoredFile, expires: string, signature: string): boolean {
  const expected = Buffer.from(signatureOf(world, file, expires));
  const given = Buffer.from(signature);
  const isOurs = expected.length === given.length && timingSafeEqual(expected, given);
  return isOurs && Number.parseInt(expires, 16) * 1000 > Date.now();
}

/** Makes every address of a file that was handed out so far a dead one, as time does. */
export function expireAddresses(file: StoredFile): void {
  file.key = randomBytes(8).toString('hex');
}

/** A file as the API shows it. */
export function attachmentView(
  world: World,
  { fileId, description }: StoredAttachment,
  isEphemeral = false,
): APIAttachment {
  const file = world.files.get(fileId);
  if (file === undefined) throw new Error(`There is no file ${fileId}`);
  const url = addressOf(world, file);
  return {
    id: file.id,
    filename: file.filename,
    size: file.bytes.length,
    url,
    proxy_url: url,
    content_type: file.contentType,
    ...file.size,
    ...(description !== undefined && { description }),
    ...(isEphemeral && { ephemeral: true }),
  };
}
