import type { z } from 'zod';
import type { Upload } from '../world/files.ts';
import { ApiError, invalidForm } from './errors.ts';

export interface Body {
  readonly body: unknown;
  readonly files: ReadonlyMap<number, Upload>;
}

const FILE_FIELD = /^files\[(\d+)\]$/;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('invalidForm');
  }
}

/** More than Discord takes in a message, and than the page sends of a picture. */
const MAX_BYTES = 64 * 2 ** 20;

/** A body, counted as it comes. Throws `ApiError('tooLarge')`. */
async function bytesOf(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > MAX_BYTES) throw new ApiError('tooLarge');
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

async function readForm(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Body> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files = new Map<number, Upload>();
  for (const [field, value] of form) {
    const number = FILE_FIELD.exec(field)?.[1];
    if (number === undefined || typeof value === 'string') continue;
    const bytes = new Uint8Array(await value.arrayBuffer());
    files.set(Number(number), { filename: value.name, contentType: contentTypeOf(value), bytes });
  }
  const payload = form.get('payload_json');
  return { body: typeof payload === 'string' ? parseJson(payload) : undefined, files };
}

const BY_ENDING: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** What a part says it is; clients often leave that to the name's ending, as discord.js does. */
function contentTypeOf({ type, name }: File): string {
  if (type !== '' && type !== 'application/octet-stream') return type;
  return BY_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

/**
 * Reads JSON, or a form of JSON and files. Throws `ApiError` for what is neither, and for more than anybody
 * would send.
 */
export async function readBody(request: Request): Promise<Body> {
  const type = request.headers.get('content-type') ?? '';
  const bytes = await bytesOf(request);
  if (type.startsWith('multipart/form-data')) return readForm(bytes, type);
  const text = Buffer.from(bytes).toString();
  return { body: text === '' ? undefined : parseJson(text), files: new Map() };
}

/** Parses what a route reads of its body, and refuses as Discord does. */
export function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidForm(issue.path.join('.'), issue.code.toUpperCase(), issue.message);
}
