import { Refusal } from '../discord/refusal.ts';
import { list } from '../language/format.ts';
import { plainWords } from '../language/plain.ts';
import type { Speech } from '../language/speech.ts';
import { findObject, fold, nameOf } from '../language/words/lookup.ts';
import { phraseIn } from '../language/words/phrase.ts';
import type { Colour, InstanceChoice } from '../pipeline/models/choice.ts';
import { choose, colouring, type Token, textsOf } from '../pipeline/models/phrases.ts';
import { isCombination } from '../pipeline/models/vocabulary.ts';
import type { EditRequest } from '../pipeline/options.ts';
import type { PackInfo } from './packs-on-disk.ts';

export interface Understood {
  /** The pack's word. */
  readonly word: string;
  /** Which of several objects a member means, where the words say so. */
  readonly instance?: InstanceChoice;
  /** The colour that a member wants the new object in. */
  readonly colour?: Colour | undefined;
  /** A sentence, when that is not what the member wrote. */
  readonly note?: string;
}

/** What a member wants found, in the pack's words. Throws `Refusal` naming the nearest objects. */
export const understandFrom = (written: string, pack: PackInfo, speech: Speech): Understood =>
  understand(written, pack.finds, pack, speech, choose);

/**
 * What a member wants painted, likewise. Words that select have no meaning there, except a colour where the
 * pack can colour objects.
 */
export const understandTo = (written: string, pack: PackInfo, speech: Speech): Understood =>
  understand(written, [...pack.paints, ...pack.removes], pack, speech, rest =>
    pack.colours ? colouring(rest) : { ignored: textsOf(rest) },
  );

/** What an edit painted, as if it had been asked for again. */
export const understoodBefore = ({
  to = '',
  colour,
}: Pick<EditRequest, 'colour'> & { to?: string }): Understood => ({
  word: to,
  colour,
});

/** Interprets the rest of a phrase beside its object. */
type ReadRest = (rest: readonly Token[]) => {
  choice?: InstanceChoice;
  colour?: Colour;
  ignored: readonly string[];
};

function understand(
  written: string,
  objects: readonly string[],
  pack: PackInfo,
  speech: Speech,
  readRest: ReadRest,
): Understood {
  const { locale, texts } = speech;
  const found = findObject(written, objects, locale);
  if (found.kind === 'known') {
    const name = nameOf(found.object, locale);
    const plain = [name, found.object].map(fold).includes(fold(written));
    return { word: found.object, ...(plain ? {} : { note: texts.result.meant(plainWords(written), name) }) };
  }
  // A combination of two objects goes to the models as it is.
  if (!pack.closed || isCombination(pack, written)) return { word: written.trim().toLowerCase() };
  const { object, rest } = phraseIn(written, objects, locale);
  if (object !== undefined) return phraseOf(object, readRest(rest), speech);
  const near = list(
    found.nearest.map(object => nameOf(object, locale)),
    locale,
  );
  const elsewhere = findObject(written, [...pack.finds, ...pack.paints], locale).kind === 'known';
  throw new Refusal(({ refusal }) =>
    elsewhere ? refusal.cannotPaint(plainWords(written), near) : refusal.unknown(plainWords(written), near),
  );
}

function phraseOf(
  object: string,
  { choice, colour, ignored }: ReturnType<ReadRest>,
  { locale, texts }: Speech,
): Understood {
  const words = ignored.map(plainWords).filter(word => word !== '');
  const name = nameOf(object, locale);
  return {
    word: object,
    ...(choice === undefined ? {} : { instance: choice }),
    ...(colour === undefined ? {} : { colour }),
    ...(words.length === 0 ? {} : { note: texts.result.ignored(name, list(words, locale)) }),
  };
}

/**
 * The words of a request in the pack's own, with which of several is meant; what was chosen before stays
 * while the object is the same.
 */
export function asked(
  from: Understood,
  to?: Understood,
  before?: Pick<EditRequest, 'from' | 'instance'>,
): { from: string; to?: string; colour?: Colour | undefined; instance?: InstanceChoice } {
  const same =
    before?.from === from.word ? before.instance : before?.instance === undefined ? undefined : 'all';
  const instance = from.instance ?? same;
  return {
    from: from.word,
    // An object that is asked for without a colour has its own, whatever was asked for before.
    ...(to === undefined ? {} : { to: to.word, colour: to.colour }),
    ...(instance === undefined ? {} : { instance }),
  };
}

/** Notes as one sentence after another; nothing when there are none. */
export function joinNotes(...understood: readonly Understood[]): string | undefined {
  const notes = understood.map(({ note }) => note).filter(note => note !== undefined);
  return notes.length === 0 ? undefined : notes.join(' ');
}
