import { InvalidArgumentError, Option } from 'commander';

/** Parses a number; anything else is a usage error. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** A word, or a number from the left; from the right where it is negative. */
const instance = (text: string): number | string => (/^-?\d+$/.test(text) ? Number(text) : text);

/** Options that every command with a pack has. */
export const packOptions = [
  new Option('--pack <name>', 'pack by name or folder (default: emoji)'),
  new Option(
    '--provider <name>',
    'where the models run: auto, cpu, cuda, tensorrt, webgpu, coreml or dml (default: auto)',
  ),
  new Option('--threads <n>', 'threads of ONNX Runtime (default: its own choice)').argParser(number),
  new Option('--memory <use>', 'high keeps every model loaded, low those of one stage at a time').choices([
    'high',
    'low',
  ]),
];

/** Options of what decides the mask. */
export const maskOptions = [
  new Option('--threshold <K>', 'scores from 0 to 255 at or above K are inside (default: 150)').argParser(
    number,
  ),
  new Option('--grow <px>', 'grow the outline, in pixels of the pack (negative shrinks)').argParser(number),
  new Option('--feather <px>', 'fade the mask out over this width, in pixels of the pack').argParser(number),
  new Option('--context <n>', 'side of the window as a multiple of the thing (default: 1.6)').argParser(
    number,
  ),
  new Option(
    '--instance <which>',
    'a number from the left (negative: from the right), largest, smallest, top, bottom, middle, a colour, or all (default: what --from says, or all)',
  ).argParser(instance),
  new Option('--invert', 'keep the thing, repaint what surrounds it in its window'),
  new Option('--anyway', 'take the likeliest place where none is sure enough'),
  new Option('--force', 'go on with words the pack does not know'),
];

/** Options of guidance by gradients. */
export const gradientOptions = [
  new Option('--clip-guidance <scale>', 'pull what is painted towards the words by CLIP (default: 0, off)'),
  new Option('--nerp <scale>', 'hold what is outside to the source by its gradient (default: 0, off)'),
  new Option('--guide-from <part>', 'first part of the steps that is guided (default: 0)'),
  new Option('--guide-to <part>', 'last part of the steps that is guided (default: 0.8)'),
  new Option('--guide-every <k>', 'compute a new gradient on every k-th step (default: 10)'),
  new Option('--cut-outs <n>', 'pieces of the region that CLIP looks at (default: 4)'),
].map(option => option.argParser(number));
