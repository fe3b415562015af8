import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Bytes that are read on demand: a graph may be far larger than the part that is needed. */
export interface Bytes {
  readonly length: number;
  at(offset: number, length: number): Buffer;
}

/** One field of a protobuf message, from `begin` to `end` with its tag; `start` to `end` is its payload. */
export interface Field {
  readonly number: number;
  readonly begin: number;
  readonly start: number;
  readonly end: number;
}

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

/** More fields than any graph has: a file made of empty ones would fill the memory. */
const MOST_FIELDS = 500_000;
/** The longest tag and the longest number or length behind it. */
const LONGEST_HEAD = 20;

/**
 * The fields of the message from `start` to `end`, payloads unread. Throws when the bytes are no message, and
 * where there are more fields than in any graph.
 */
export function* fieldsOf(bytes: Bytes, start = 0, end = bytes.length): Generator<Field> {
  for (let begin = start, count = 1; begin < end; count++) {
    if (count > MOST_FIELDS) throw new Error(`a message has more than ${MOST_FIELDS} fields`);
    const reader = new BinaryReader(bytes.at(begin, LONGEST_HEAD));
    const [number, type] = reader.tag();
    const length = type === WireType.LengthDelimited ? reader.uint32() : 0;
    if (type !== WireType.LengthDelimited) reader.skip(type, number);
    const payload = begin + reader.pos;
    const field = { number, begin, start: payload, end: payload + length };
    if (field.end > end) throw new Error(`there is no protobuf message at byte ${begin}`);
    yield field;
    begin = field.end;
  }
}

/** More bytes than the names, paths and shapes of one part of a graph have. */
const MOST_BYTES = 1 << 20;

/**
 * A message with only some of its fields, those that are no weights. Throws where they are larger than in any
 * graph.
 * @param numbers of the fields that stay
 */
export function excerpt(bytes: Bytes, { start, end }: Field, numbers: readonly number[]): Buffer {
  const kept = [...fieldsOf(bytes, start, end)].filter(({ number }) => numbers.includes(number));
  const size = kept.reduce((sum, field) => sum + field.end - field.begin, 0);
  if (size > MOST_BYTES) throw new Error(`a part of the graph has ${size} bytes beside its weights`);
  return Buffer.concat(kept.map(field => bytes.at(field.begin, field.end - field.begin)));
}

/** A field that holds bytes. */
export const lengthDelimited = (number: number, payload: Uint8Array): Buffer =>
  Buffer.concat([lengthPrefix(number, payload.length), payload]);

/** Tag and length of such a field. */
export const lengthPrefix = (number: number, length: number): Buffer =>
  Buffer.from(new BinaryWriter().tag(number, WireType.LengthDelimited).uint32(length).finish());
