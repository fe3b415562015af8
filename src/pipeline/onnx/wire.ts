import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes that are read where they are needed: a graph may be far larger than what is asked of it. */
export interface Bytes {
  readonly length: number;
  at(offset: number, length: number): Buffer;
}

/** One field of a protobuf message: `start` to `end` is its payload, `value` that of a number. */
export interface Field {
  readonly number: number;
  readonly begin: number;
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** Wire types of protobuf that ONNX uses. */
const [VARINT, FIXED64, LENGTH, FIXED32] = [0, 1, 2, 5];
/** Bytes of a file read at once. */
const PAGE = 1 << 16;

export const bytesOf = (buffer: Buffer): Bytes => ({
  length: buffer.length,
  at: (offset, length) => buffer.subarray(offset, offset + length),
});

/** Lets `work` read a file by pages, and closes it. Throws what reading throws. */
export function withFile<T>(path: string, work: (bytes: Bytes) => T): T {
  const file = openSync(path, 'r');
  const { size } = statSync(path);
  let page = { offset: 0, data: Buffer.alloc(0) };
  const read = (offset: number, length: number) => {
    const data = Buffer.alloc(Math.min(Math.max(length, PAGE), size - offset));
    readSync(file, data, 0, data.length, offset);
    page = { offset, data };
  };
  try {
    return work({
      length: size,
      at(offset, length) {
        const end = Math.min(offset + length, size);
        if (offset < page.offset || end > page.offset + page.data.length) read(offset, end - offset);
        return page.data.subarray(offset - page.offset, end - page.offset);
      },
    });
  } finally {
    closeSync(file);
  }
}

/** More fields than any graph's: a file made of empty ones would fill the memory. */
const MOST_FIELDS = 500_000;
/** Longer names and paths than any graph's. */
const MOST_TEXT = 1 << 16;

/**
 * The fields of the message from `start` to `end`, payloads unread. Throws when the bytes are no message, and where there are more
 * fields than in any graph.
 */
export function* fieldsOf(bytes: Bytes, start = 0, end = bytes.length): Generator<Field> {
  for (let offset = start, count = 1; offset < end; count++) {
    if (count > MOST_FIELDS) throw new Error(`a message has more than ${MOST_FIELDS} fields`);
    const begin = offset;
    const key = varint(bytes, offset);
    offset = key.end;
    const wire = key.value & 7;
    const sized = wire === VARINT || wire === LENGTH ? varint(bytes, offset) : { value: 0, end: offset };
    const sizes: Readonly<Record<number, number>> = {
      [VARINT]: 0,
      [FIXED64]: 8,
      [LENGTH]: sized.value,
      [FIXED32]: 4,
    };
    const field = {
      number: Math.floor(key.value / 8),
      begin,
      start: wire === VARINT ? offset : sized.end,
      end: sized.end + (sizes[wire] ?? Number.NaN),
      value: sized.value,
    };
    if (!(field.end <= end) || field.number === 0)
      throw new Error(`there is no protobuf message at byte ${begin}`);
    yield field;
    offset = field.end;
  }
}

/** A number of up to 53 bits; larger ones (negative enums, unknown sizes) lose their low bits, which nobody reads. */
function varint(bytes: Bytes, offset: number): { value: number; end: number } {
  const window = bytes.at(offset, 10);
  let value = 0;
  for (let i = 0; i < window.length; i++) {
    value += (window[i] & 0x7f) * 2 ** (7 * i);
    if (window[i] < 0x80) return { value, end: offset + i + 1 };
  }
  throw new Error(`there is no number at byte ${offset}`);
}

/** Throws where it is longer than any name or path in a graph. */
export function textOf(bytes: Bytes, { start, end }: Field): string {
  if (end - start > MOST_TEXT) throw new Error(`a text has ${end - start} bytes`);
  return bytes.at(start, end - start).toString('utf8');
}

/** A field that holds bytes. */
export const lengthDelimited = (number: number, payload: Buffer): Buffer =>
  Buffer.concat([lengthPrefix(number, payload.length), payload]);

/** What stands before the bytes of such a field. */
export const lengthPrefix = (number: number, length: number): Buffer =>
  Buffer.concat([encodeVarint(number * 8 + LENGTH), encodeVarint(length)]);

function encodeVarint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    if (rest < 128) return Buffer.from(bytes);
  }
}
