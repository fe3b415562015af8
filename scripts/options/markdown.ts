import { editCommand } from '../../src/cli/edit.ts';
import { markdown } from '../../src/evaluation/table.ts';

/** The marks in README.md between which the table stands. */
const MARKS = ['<!-- options:begin -->', '<!-- options:end -->'] as const;

/** The options of `inlay edit` as tables: those that `--help` shows, and the others. */
function optionsMarkdown(): string {
  const common = rows(false);
  const names = new Set(common.map(([flags]) => flags));
  const others = rows(true).filter(([flags]) => !names.has(flags));
  return `${table(common)}\n\nThese, too, are shown by \`inlay edit --help --all\`:\n\n${table(others)}`;
}

function rows(all: boolean): string[][] {
  const command = editCommand();
  if (all) command.setOptionValue('all', true);
  return command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help')
    .map(({ flags, description, defaultValue }) => {
      const [, what, said = defaultValue ?? ''] = /^(.*?)(?: \(default: (.*)\))?$/.exec(description) ?? [];
      return [`\`${flags}\``, what, String(said)];
    });
}

const table = (lines: readonly string[][]) => markdown([['option', 'meaning', 'default'], ...lines]);

/** A text with the tables written between its marks. Throws where it has none. */
export function withOptions(text: string): string {
  const [begin, end] = MARKS.map(mark => text.indexOf(mark));
  if (begin < 0 || end < begin) throw new Error(`README.md has no ${MARKS.join(' … ')}.`);
  return `${text.slice(0, begin + MARKS[0].length)}\n\n${optionsMarkdown()}\n\n${text.slice(end)}`;
}
