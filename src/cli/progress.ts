import { Presets, SingleBar } from 'cli-progress';
import type { EditEvent, Stage } from '../pipeline/progress/events.ts';

/** What people read while a stage runs. */
const LABELS: Readonly<Record<Stage, string>> = {
  load: 'reading the picture',
  localise: 'looking for it',
  encode: 'encoding',
  denoise: 'painting',
  decode: 'decoding',
  composite: 'blending in',
};

export interface Progress {
  show(event: EditEvent): void;
  stop(): void;
}

/**
 * A bar on a terminal, plain lines otherwise, nothing when `quiet`; always on stderr, as stdout is for
 * results.
 */
export function makeProgress({ quiet, title }: { quiet: boolean; title: string }): Progress {
  if (quiet) return { show: () => {}, stop: () => {} };
  return process.stderr.isTTY ? barProgress(title) : lineProgress();
}

function barProgress(title: string): Progress {
  const format = `${title} {bar} {value}/{total} {label}`;
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: false }, Presets.rect);
  bar.start(1, 0, { label: '' });
  return {
    show(event) {
      if (event.type === 'stage') bar.update({ label: LABELS[event.stage] });
      if (event.type !== 'step') return;
      bar.setTotal(event.steps);
      bar.update(event.step);
    },
    stop: () => bar.stop(),
  };
}

function lineProgress(): Progress {
  let last: Stage | undefined;
  return {
    show(event) {
      if (event.type !== 'stage' || event.stage === last) return;
      last = event.stage;
      process.stderr.write(`${LABELS[event.stage]}…\n`);
    },
    stop: () => {},
  };
}
