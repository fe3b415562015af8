import { FIGURES, type FigureName, type VariantReport } from './run.ts';
import type { Estimate } from './statistics.ts';

/** Headings of figures, which way is better, and the factor that makes small ones readable. */
const COLUMNS: Readonly<Record<FigureName, { readonly heading: string; readonly times?: number }>> = {
  clipScore: { heading: 'CLIP score ↑' },
  targetSeen: { heading: 'target seen ↑' },
  inharmony: { heading: 'inharmony ↓' },
  perceptualOutside: { heading: 'perceptual outside × 1000 ↓', times: 1000 },
  mseOutside: { heading: 'MSE outside × 1000 ↓', times: 1000 },
  maskIou: { heading: 'mask IoU ↑' },
  seconds: { heading: 'seconds ↓' },
};

const digits = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3));
const cell = (key: FigureName, { mean, interval }: Estimate): string => {
  const { times = 1 } = COLUMNS[key];
  return `${digits(mean * times)} ± ${digits(interval * times)}`;
};

/** Heading and rows of a suite's table, means with 95% intervals. */
export function tableOf(reports: readonly VariantReport[]): string[][] {
  const head = ['', 'found', ...FIGURES.map(key => COLUMNS[key].heading), 'Fréchet ↓'];
  const rows = reports.map(({ name, found, asked, figures, frechet }) => [
    name,
    `${found}/${asked}`,
    ...FIGURES.map(key => cell(key, figures[key])),
    digits(frechet),
  ]);
  return [head, ...rows];
}

/**
 * The same of differences to the first variant, on the same questions: narrower, since pictures differ more
 * than variants.
 */
export function differencesTable([first, ...others]: readonly VariantReport[]): string[][] {
  const head = [`less ${first.name}`, ...FIGURES.map(key => COLUMNS[key].heading)];
  return [
    head,
    ...others.map(({ name, differences }) => [name, ...FIGURES.map(key => cell(key, differences[key]))]),
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
