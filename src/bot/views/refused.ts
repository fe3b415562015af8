import { componentsOf } from '../../discord/components.ts';
import { type Message, type MessageFile, type Row, row } from '../../discord/message.ts';
import { list } from '../../language/format.ts';
import { plainSentence } from '../../language/plain.ts';
import type { Speech } from '../../language/speech.ts';
import { titleOf } from '../../language/titles.ts';
import { nameOf } from '../../language/words/lookup.ts';
import type { Outcome } from '../../queue/contracts.ts';
import type { StoredEdit } from '../../store/records.ts';

type Refused = Extract<Outcome, { outcome: 'refused' }>;

/** Words offered instead of one that was not found. */
const SEEN = 5;

/**
 * Why nothing was painted; of an object that is not there, where it is most likely and what the picture seems
 * to show.
 */
export function refusedMessage(
  edit: StoredEdit,
  refused: Refused,
  files: readonly MessageFile[],
  speech: Speech,
  secret: Buffer,
): Message {
  const { locale, texts } = speech;
  const seen = (refused.seen ?? []).slice(0, SEEN).map(({ word }) => word);
  const names = seen.map(word => nameOf(word, locale));
  const lines = [
    `<@${edit.userId}> **${titleOf(edit.base, speech)}**`,
    reasonFor(edit, refused, speech),
    ...(names.length === 0 ? [] : [texts.refusal.seen(list(names, locale))]),
    `-# ${texts.refusal.free}`,
  ];
  const { menu } = componentsOf(edit.id, speech, secret);
  const words = menu(
    'seen',
    seen.map((word, i) => ({ label: names[i], value: word })),
  );
  return {
    content: lines.join('\n'),
    files,
    rows: [...(seen.length === 0 ? [] : [row(words)]), waysOn(edit, refused, speech, secret)],
    pings: [edit.userId],
  };
}

/** What workers refuse, by error code, in the member's language. */
const REASONS: Readonly<Record<string, (speech: Speech, from: string) => string>> = {
  'bad-image': ({ texts }) => texts.refusal.damaged,
  'bad-option': ({ texts }) => texts.refusal.option,
  'no-such-instance': ({ texts }, from) => texts.refusal.notThatOne(from),
  expired: ({ texts }) => texts.refusal.gone,
};

function reasonFor(edit: StoredEdit, { code, message }: Refused, speech: Speech): string {
  const { locale, texts } = speech;
  const from = nameOf(edit.base.from, locale);
  if (code === 'not-found') return texts.refusal.notFound(from);
  // The pipeline's own sentence is the more exact one, for those who read English.
  const known = locale === 'en' ? undefined : REASONS[code]?.(speech, from);
  return known ?? plainSentence(message);
}

/** Something broke; the same button that changes words tries again. */
export const failedMessage = (edit: StoredEdit, speech: Speech, secret: Buffer): Message => ({
  content: `<@${edit.userId}> **${titleOf(edit.base, speech)}**\n${speech.texts.refusal.fault}`,
  rows: [row(wordsButton(edit, speech, secret))],
  pings: [edit.userId],
});

/** The words alone, where the pictures cannot be shown. */
export const wordsOnlyMessage = (edit: StoredEdit, why: string, speech: Speech, secret: Buffer): Message => ({
  content: [
    `<@${edit.userId}> **${titleOf(edit.base, speech)}**`,
    why,
    `-# ${speech.texts.refusal.free}`,
  ].join('\n'),
  rows: [row(wordsButton(edit, speech, secret))],
  pings: [edit.userId],
});

/** Other words; of an object that was not found, also its most likely candidate. */
function waysOn(edit: StoredEdit, { code, heat }: Refused, speech: Speech, secret: Buffer): Row {
  const words = wordsButton(edit, speech, secret);
  if (code !== 'not-found' || heat === undefined || edit.base.to === undefined) return row(words);
  return row(componentsOf(edit.id, speech, secret).button('anyway', '0'), words);
}

const wordsButton = (edit: StoredEdit, speech: Speech, secret: Buffer) =>
  componentsOf(edit.id, speech, secret).button('words', '0');
