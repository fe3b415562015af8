import type { Speech } from '../../commands/context.ts';
import { writeId } from '../../commands/custom-id.ts';
import { button, type Message, type MessageFile, row } from '../../commands/message.ts';
import { titleOf } from '../../commands/words.ts';
import { percent } from '../../language/format.ts';
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
  const press = (action: string, label: string) => button(label, writeId(secret, action, edit.id));
  const { buttons: names } = texts;
  const paint =
    edit.base.to === undefined
      ? button(names.paintWords, writeId(secret, 'paintwords', edit.id), 'success')
      : button(names.paint, writeId(secret, 'paint', edit.id), 'success');
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
        press('adjustless', names.maskLess),
        press('adjustmore', names.maskMore),
        press('adjustshrink', names.shrink),
        press('adjustgrow', names.grow),
        paint,
      ),
    ],
  };
}
