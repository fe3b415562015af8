import { type Command, Help, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../errors.ts';
import { OPTIONS, type OptionKey, type OptionRow, optionRows } from '../pipeline/option-table.ts';
import type { EditRequest } from '../pipeline/options.ts';

/** Parses a number; anything else is a usage error. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** A word, or a number from the left; from the right where it is negative. */
const instance = (text: string): number | string => (/^-?\d+$/.test(text) ? Number(text) : text);

/** Options of every command that loads a pack. */
export const packOptions = [
  new Option('--pack <name>', 'pack, by name or folder (default: emoji)'),
  new Option(
    '--provider <name>',
    'where the models run: auto, cpu, cuda, tensorrt, webgpu, coreml or dml (default: auto)',
  ),
  new Option('--threads <n>', 'threads of ONNX Runtime (default: its own choice)').argParser(number),
  new Option(
    '--memory <use>',
    'high keeps every model loaded, low those of one stage at a time (default: high)',
  ).choices(['high', 'low']),
];

/** An option of the table as the command line's. Throws where it has no flag. */
export function optionOf(key: OptionKey): Option {
  const row: OptionRow = OPTIONS[key];
  if (row.flag === undefined) throw new Error(`The option ${key} has no flag.`);
  const option = new Option(row.flag, described(row));
  if (row.max !== undefined) option.argParser(number);
  return key === 'instance' ? option.argParser(instance) : option;
}

/** The options of an edit that the command line offers. */
export const editOptions = (): Option[] => keysWithFlags.map(optionOf);

/** Those of finding alone, but for `from`, which is required there. */
export const maskOptions = (): Option[] =>
  keysWithFlags.filter(key => key !== 'from' && (OPTIONS[key] as OptionRow).mask).map(optionOf);

const keysWithFlags = optionRows.filter(([, { flag }]) => flag !== undefined).map(([key]) => key);

/** What an option does, its limits and its default. */
function described({ help, min, max, values, fallback, required, schema }: OptionRow): string {
  const limits = min === undefined ? '' : `, ${min} to ${max}`;
  const words = values === undefined ? '' : `: ${values.join(', ')}`;
  const isSwitch = schema.type === 'boolean';
  const byDefault = fallback === undefined ? 'the pack’s' : fallback;
  const end = required || isSwitch || byDefault === '' ? '' : ` (default: ${byDefault})`;
  return `${help}${words}${limits}${end}`;
}

/** The options of an edit that flags state, by their keys in a request. */
export function requestOf(flags: Readonly<Record<string, unknown>>): Partial<EditRequest> {
  const stated = keysWithFlags
    .map(key => [key, flags[optionOf(key).attributeName()]] as const)
    // Commander sets what a `--no-` flag switches off to true where it is absent.
    .filter(([key, value]) => value !== undefined && !(optionOf(key).negate && value === true));
  return Object.fromEntries(stated);
}

/**
 * Shows the common options with `--help`, and all of them with `--help --all`. `names` are of those that no
 * table has.
 */
export function withShortHelp(command: Command, names: readonly string[]): Command {
  const common = new Set([
    ...names,
    ...optionRows.filter(([, row]) => row.common).map(([key]) => optionOf(key).attributeName()),
  ]);
  const { visibleOptions } = Help.prototype;
  return command
    .addOption(new Option('--all').hideHelp())
    .helpOption('-h, --help', 'show this; with --all, every option')
    .configureHelp({
      visibleOptions(shown) {
        const options = visibleOptions.call(this, shown);
        return shown.opts().all === true
          ? options
          : options.filter(option => common.has(option.attributeName()) || option.long === '--help');
      },
    })
    .hook('preAction', () => {
      if (command.opts().all === true) throw new UserError('bad-option', '--all goes with --help.');
    });
}
