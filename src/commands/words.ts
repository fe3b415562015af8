import { list } from '../language/format.ts';
import { plainWords } from '../language/plain.ts';
import { findThing, fold, nameOf } from '../language/words/lookup.ts';
import type { Speech } from './context.ts';
import type { PackInfo } from './packs-on-disk.ts';
import { Refusal } from './refusal.ts';

export interface Understood {
  /** What the pack is told. */
  readonly word: string;
  /** A sentence, when that is not what the member wrote. */
  readonly note?: string;
}

/** What a member wants found, in the pack's words. Throws `Refusal` naming the nearest things. */
export const understandFrom = (written: string, pack: PackInfo, speech: Speech): Understood =>
  understand(written, pack.finds, pack, speech);

/** What a member wants painted, likewise. */
export const understandTo = (written: string, pack: PackInfo, speech: Speech): Understood =>
  understand(written, [...pack.paints, ...pack.removes], pack, speech);

function understand(
  written: string,
  things: readonly string[],
  pack: PackInfo,
  { locale, texts }: Speech,
): Understood {
  const found = findThing(written, things, locale);
  if (found.kind === 'known') {
    const name = nameOf(found.thing, locale);
    const plain = [name, found.thing].map(fold).includes(fold(written));
    return { word: found.thing, ...(plain ? {} : { note: texts.result.meant(plainWords(written), name) }) };
  }
  if (found.kind === 'phrase' || !pack.closed) return { word: written.trim().toLowerCase() };
  const near = list(
    found.nearest.map(thing => nameOf(thing, locale)),
    locale,
  );
  const elsewhere = findThing(written, [...pack.finds, ...pack.paints], locale).kind === 'known';
  throw new Refusal(({ refusal }) =>
    elsewhere ? refusal.cannotPaint(plainWords(written), near) : refusal.unknown(plainWords(written), near),
  );
}

/** "horse → zebra", in the member's language. */
export function titleOf(words: { readonly from: string; readonly to?: string }, { locale }: Speech): string {
  const names = [words.from, words.to].filter(word => word !== undefined);
  return names.map(word => plainWords(nameOf(word, locale))).join(' → ');
}

/** Notes as one sentence after another; nothing when there are none. */
export function joinNotes(...understood: readonly Understood[]): string | undefined {
  const notes = understood.map(({ note }) => note).filter(note => note !== undefined);
  return notes.length === 0 ? undefined : notes.join(' ');
}
