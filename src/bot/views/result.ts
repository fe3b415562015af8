import { ROWS } from '../../discord/actions.ts';
import { componentsOf } from '../../discord/components.ts';
import { type Message, type MessageFile, type Row, row } from '../../discord/message.ts';
import { decimal, duration, list, smallPercent } from '../../language/format.ts';
import type { Speech } from '../../language/speech.ts';
import { paintedName, titleOf } from '../../language/titles.ts';
import { nameOf } from '../../language/words/lookup.ts';
import type { RunResult } from '../../queue/contracts.ts';
import type { StoredEdit } from '../../store/records.ts';

export interface ResultParts {
  readonly edit: StoredEdit;
  readonly runs: readonly RunResult[];
  readonly files: readonly MessageFile[];
  /** Whether a file had to be made smaller. */
  readonly shrunk: boolean;
  /** Whether the one who asked is pinged. */
  readonly ping: boolean;
}

/** The message that shows what was painted, with everything one can do with it. */
export function resultMessage(parts: ResultParts, speech: Speech, secret: Buffer): Message {
  const { edit, runs, files, shrunk, ping } = parts;
  const lines = [
    headline(parts, speech),
    receiptLine(runs, speech),
    ...coversLines(runs, speech),
    ...repeatsLines(parts, speech),
    `-# ${detailsLine(runs, speech)}`,
    ...(edit.note === undefined ? [] : [`-# ${edit.note}`]),
    ...(shrunk ? [`-# ${speech.texts.result.shrunk}`] : []),
  ];
  return {
    content: lines.join('\n'),
    files,
    rows: edit.layout === 'single' ? singleRows(edit, speech, secret) : pickRows(parts, speech, secret),
    ...(ping ? { pings: [edit.userId] } : {}),
  };
}

function headline({ edit, runs, ping }: ResultParts, speech: Speech): string {
  const { result } = speech.texts;
  const who = `<@${edit.userId}>`;
  const title = titleOf(edit.base, speech);
  if (!ping) return result.picked(title);
  if (edit.layout === 'variations') return result.variations(who, title);
  if (edit.layout === 'ladder') {
    const scales = runs.map(({ report }) => decimal(report.recipe.guidanceScale, speech.locale));
    return result.ladder(who, title, list(scales, speech.locale));
  }
  return result.ready(who, title);
}

function receiptLine(runs: readonly RunResult[], { locale, texts }: Speech): string {
  const changed = Math.max(...runs.map(({ report }) => report.receipt.changedOutside));
  if (changed > 0) return `⚠️ ${texts.result.changed(new Intl.NumberFormat(locale).format(changed))}`;
  const part = Math.max(...runs.map(({ report }) => report.receipt.changedPart));
  return `✅ ${texts.result.unchanged(smallPercent(part, locale))}`;
}

/**
 * What the new object covers of others, in the reader's words; of several pictures, what any of them covers.
 */
function coversLines(runs: readonly RunResult[], { locale, texts }: Speech): string[] {
  const words = runs.flatMap(({ report }) => report.receipt.covers ?? []).map(({ word }) => word);
  if (words.length === 0) return [];
  const names = words.map(word => (word === undefined ? texts.result.another : nameOf(word, locale)));
  return [`⚠️ ${texts.result.covers(list([...new Set(names)], locale))}`];
}

/** Says that variations repeat where there are fewer drawings than runs. */
function repeatsLines({ edit, runs }: ResultParts, { texts }: Speech): string[] {
  const drawings = runs[0].report.receipt.drawings;
  if (edit.layout !== 'variations' || drawings === undefined || runs.length <= drawings) return [];
  return [`-# ${texts.result.repeats(drawings)}`];
}

function detailsLine(runs: readonly RunResult[], { locale, texts }: Speech): string {
  const seeds = [...new Set(runs.map(({ report }) => report.recipe.seed))];
  const scales = [...new Set(runs.map(({ report }) => report.recipe.guidanceScale))];
  const totalMs = runs.reduce((sum, { report }) => sum + report.timings.totalMs, 0);
  return texts.result.details(
    seeds.join(', '),
    list(
      scales.map(scale => decimal(scale, locale)),
      locale,
    ),
    String(runs[0].report.recipe.threshold),
    duration(totalMs, locale),
  );
}

function singleRows(edit: StoredEdit, speech: Speech, secret: Buffer): Row[] {
  const { button } = componentsOf(edit.id, speech, secret);
  return ROWS.result.map(actions => row(...actions.map(action => button(action, '0'))));
}

/** Numbers to press under variations, a menu of scales under a ladder. */
function pickRows({ edit, runs }: ResultParts, speech: Speech, secret: Buffer): Row[] {
  const { button, menu } = componentsOf(edit.id, speech, secret);
  const others = row(button('words', '0'), button('delete'));
  if (edit.layout === 'ladder') {
    const scales = runs.map(({ report }, i) => ({
      label: decimal(report.recipe.guidanceScale, speech.locale),
      value: String(i),
    }));
    return [row(menu('pick', scales)), others];
  }
  return [row(...runs.map((_, i) => button('pick', String(i), String(i + 1)))), others];
}

/** What the pictures show, for those who do not see them. */
export function altTexts(
  { from, to = '', colour }: StoredEdit['base'],
  removes: boolean,
  { locale, texts }: Speech,
) {
  const before = nameOf(from, locale);
  return {
    before: texts.alt.before(before),
    after: removes ? texts.alt.removed(before) : texts.alt.after(before, paintedName(to, colour, locale)),
  };
}
