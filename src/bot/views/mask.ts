import { ROWS } from '../../discord/actions.ts';
import { componentsOf } from '../../discord/components.ts';
import { type Message, type MessageFile, row } from '../../discord/message.ts';
import { percent } from '../../language/format.ts';
import type { Speech } from '../../language/speech.ts';
import { titleOf } from '../../language/titles.ts';
import type { Outcome } from '../../queue/contracts.ts';
import type { StoredEdit } from '../../store/records.ts';

type Found = Extract<Outcome, { outcome: 'found' }>;

/** The mask with the buttons that change it, and the one that paints. */
export function maskMessage(
  edit: StoredEdit,
  { report }: Found,
  file: MessageFile,
  speech: Speech,
  secret: Buffer,
): Message {
  const { locale, texts } = speech;
  const { button } = componentsOf(edit.id, speech, secret);
  const lines = [
    `**${titleOf(edit.base, speech)}**`,
    texts.result.mask(percent(report.mask.score, locale)),
    `-# K ${report.recipe.threshold}`,
    ...(edit.note === undefined ? [] : [`-# ${edit.note}`]),
  ];
  return {
    content: lines.join('\n'),
    files: [file],
    rows: [
      row(
        ...ROWS.adjust.map(action => button(action)),
        button(edit.base.to === undefined ? 'paintwords' : 'paint'),
      ),
    ],
  };
}
