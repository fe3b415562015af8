import { list } from '../language/format.ts';
import { findThing, fold, nameOf } from '../language/words/lookup.ts';
import { phraseIn } from '../language/words/phrase.ts';
import type { InstanceChoice } from '../pipeline/choice.ts';
import { choose, type Token } from '../pipeline/models/phrases.ts';
import { isCombination } from '../pipeline/models/vocabulary.ts';
import type { EditRequest } from '../pipeline/options.ts';
import type { Speech } from './context.ts';
import type { PackInfo } from './packs-on-disk.ts';
import { Refusal } from './refusal.ts';

export interface Understood {
  /** What the pack is told. */
  readonly word: string;
  /** Which of several things a member means, where the words say so. */
  readonly instance?: InstanceChoice;
  /** A sentence, when that is not what the member wrote. */
  readonly note?: string;
}

/** What a member wants found, in the pack's words. Throws `Refusal` naming the nearest things. */
export const understandFrom = (written: string, pack: PackInfo, speech: Speech): Understood =>
  understand(written, pack.finds, pack, speech, choose);

/** What a member wants painted, likewise. Words that choose mean nothing there. */
export const understandTo = (written: string, pack: PackInfo, speech: Speech): Understood =>
  understand(written, [...pack.paints, ...pack.removes], pack, speech, rest => ({
    ignored: rest.map(({ text }) => text),
  }));

/** Makes something of what a phrase says beside its thing. */
type ReadRest = (rest: readonly Token[]) => { choice?: InstanceChoice; ignored: readonly string[] };

function understand(
  written: string,
  things: readonly string[],
  pack: PackInfo,
  speech: Speech,
  readRest: ReadRest,
): Understood {
  const { locale, texts } = speech;
  const found = findThing(written, things, locale);
  if (found.kind === 'known') {
    const name = nameOf(found.thing, locale);
    const plain = [name, found.thing].map(fold).includes(fold(written));
    return { word: found.thing, ...(plain ? {} : { note: texts.result.meant(plainWords(written), name) }) };
  }
  // Two things that the pack combines are for its models to read.
  if (!pack.closed || isCombination(pack, written)) return { word: written.trim().toLowerCase() };
  const { thing, rest } = phraseIn(written, things, locale);
  if (thing !== undefined) return phraseOf(thing, readRest(rest), speech);
  const near = list(
    found.nearest.map(thing => nameOf(thing, locale)),
    locale,
  );
  const elsewhere = findThing(written, [...pack.finds, ...pack.paints], locale).kind === 'known';
  throw new Refusal(({ refusal }) =>
    elsewhere ? refusal.cannotPaint(plainWords(written), near) : refusal.unknown(plainWords(written), near),
  );
}

function phraseOf(
  thing: string,
  { choice, ignored }: ReturnType<ReadRest>,
  { locale, texts }: Speech,
): Understood {
  const words = ignored.map(plainWords).filter(word => word !== '');
  const name = nameOf(thing, locale);
  return {
    word: thing,
    ...(choice === undefined ? {} : { instance: choice }),
    ...(words.length === 0 ? {} : { note: texts.result.ignored(name, list(words, locale)) }),
  };
}

/**
 * The words of a request in the pack's own, with which of several is meant; what was chosen before stays while the thing is the same.
 */
export function asked(
  from: Understood,
  to?: Understood,
  before?: Pick<EditRequest, 'from' | 'instance'>,
): { from: string; to?: string; instance?: InstanceChoice } {
  const same =
    before?.from === from.word ? before.instance : before?.instance === undefined ? undefined : 'all';
  const instance = from.instance ?? same;
  return {
    from: from.word,
    ...(to === undefined ? {} : { to: to.word }),
    ...(instance === undefined ? {} : { instance }),
  };
}

/** What a member wrote, without what Discord would make bold, a link or a mention of it. */
export const plainWords = (written: string): string => written.replace(/[*_~`|<>[\]()\\#@]/g, '').trim();

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
