import { FIGURES, type FigureName, type VariantReport } from './run.ts';
import type { Estimate } from './statistics.ts';

/** How figures are headed, and which way is better. */
const HEADINGS: Readonly<Record<FigureName, string>> = {
  clipScore: 'CLIP score ↑',
  targetSeen: 'target seen ↑',
  inharmony: 'inharmony ↓',
  perceptualOutside: 'perceptual outside ↓',
  mseOutside: 'MSE outside ↓',
  maskIou: 'mask IoU ↑',
  seconds: 'seconds ↓',
};

const digits = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3));
const withInterval = ({ mean, interval }: Estimate): string => `${digits(mean)} ± ${interval.toFixed(3)}`;

/** Heading and rows of a suite's table, means with 95% intervals. */
export function tableOf(reports: readonly VariantReport[]): string[][] {
  const head = ['', 'found', ...FIGURES.map(key => HEADINGS[key]), 'Fréchet ↓'];
  const rows = reports.map(({ name, found, asked, figures, frechet }) => [
    name,
    `${found}/${asked}`,
    ...FIGURES.map(key => withInterval(figures[key])),
    digits(frechet),
  ]);
  return [head, ...rows];
}

/** The same of differences to the first variant, on the same questions: narrower, since pictures differ more than variants. */
export function differencesTable([first, ...others]: readonly VariantReport[]): string[][] {
  const head = [`less ${first.name}`, ...FIGURES.map(key => HEADINGS[key])];
  return [
    head,
    ...others.map(({ name, differences }) => [name, ...FIGURES.map(key => withInterval(differences[key]))]),
  ];
}

/** A table as Markdown has it, padded so that a terminal shows it too. */
export function markdown(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...body.map(line)].join('\n');
}
