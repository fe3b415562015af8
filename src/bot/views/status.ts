import { componentsOf } from '../../discord/components.ts';
import { type Message, type MessageFile, type Row, row } from '../../discord/message.ts';
import { duration, progressBar } from '../../language/format.ts';
import type { Speech } from '../../language/speech.ts';
import { titleOf } from '../../language/titles.ts';
import type { Progress } from '../../queue/contracts.ts';
import type { Position } from '../../queue/types.ts';
import type { StoredEdit } from '../../store/records.ts';

/** What is known of an edit that is not done: its position while it waits, how far it is once it runs. */
export interface StatusView {
  readonly position?: Pick<Position, 'ahead' | 'etaMs'>;
  readonly progress?: Progress;
}

/** Name of the attachment that shows the mask; it stays while the preview beside it changes. */
export const OVERLAY_FILE = 'mask.png';

/** The message that is edited while an edit waits and runs. */
export function statusMessage(
  edit: StoredEdit,
  view: StatusView,
  speech: Speech,
  { secret, files = [] }: { secret: Buffer; files?: readonly MessageFile[] },
): Message {
  const { progress } = view;
  const lines = [
    `**${titleOf(edit.base, speech)}**`,
    progress === undefined ? waitingLine(view, speech) : workingLine(progress, speech),
    ...(edit.note === undefined ? [] : [`-# ${edit.note}`]),
  ];
  return { content: lines.join('\n'), files, rows: [buttons(edit, progress, speech, secret)] };
}

function waitingLine({ position }: StatusView, { locale, texts }: Speech): string {
  const eta = position?.etaMs === undefined ? undefined : duration(position.etaMs, locale);
  const ahead = position?.ahead ?? 0;
  return ahead === 0 ? texts.status.next(eta) : texts.status.waiting(ahead + 1, eta);
}

function workingLine({ stage, run, runs, step, steps, mask }: Progress, { locale, texts }: Speech): string {
  const { stages } = texts.status;
  const what = stage === 'start' ? stages.load : stages[stage];
  const which = runs > 1 ? [texts.status.run(run, runs)] : [];
  const painting = mask === undefined ? [] : [texts.status.mask];
  const done = steps === 0 ? 0 : (run - 1 + step / steps) / runs;
  const bar = stage === 'denoise' || runs > 1 ? [progressBar(done, locale)] : [];
  return [[what, ...which].join(' '), ...bar, ...painting.map(line => `-# ${line}`)].join('\n');
}

/** "Looks wrong" only while it saves work: the mask is known, and the edit still runs. */
function buttons(edit: StoredEdit, progress: Progress | undefined, speech: Speech, secret: Buffer): Row {
  const { button } = componentsOf(edit.id, speech, secret);
  const hasMask = edit.layout !== 'mask' && progress?.mask !== undefined;
  return row(...(hasMask ? [button('wrong')] : []), button('cancel'));
}

/** The status when there is nothing more to wait for. */
export const closedStatus = (edit: StoredEdit, line: string, speech: Speech): Message => ({
  content: `**${titleOf(edit.base, speech)}**\n${line}`,
});
