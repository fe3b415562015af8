import { InvalidArgumentError, Option } from 'commander';

/** Parses a number; anything else is a usage error. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** `all`, `largest`, or a number from the left. */
const instance = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text);

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
    'all, largest, or a number counted from the left (default: all)',
  ).argParser(instance),
  new Option('--force', 'go on with words the pack does not know'),
];
