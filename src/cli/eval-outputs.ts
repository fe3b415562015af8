import sharp from 'sharp';
import type { Question } from '../evaluation/coco.ts';
import { htmlReport, type Section, type Shown } from '../evaluation/html.ts';
import type { Edited } from '../evaluation/measure.ts';
import { type Asked, evaluate, type Suites } from '../evaluation/run.ts';
import { SUITES, type SuiteName } from '../evaluation/suites.ts';
import { differencesTable, markdown, tableOf } from '../evaluation/table.ts';
import { flatten } from '../pipeline/image/render.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import type { EditRequest } from '../pipeline/options.ts';
import { version } from '../version.ts';

/** Questions whose pictures are in the HTML report. */
const PICTURED = 12;
const THUMBNAIL = 192;

interface Evaluation {
  /** Tables for a terminal, in Markdown. */
  readonly text: string;
  /** Everything measured, for programs. */
  readonly report: object;
  readonly html: string;
}

/** Runs suites and reports their results. */
export async function evaluateSuites(
  pack: Pack,
  questions: readonly Question[],
  suites: readonly SuiteName[],
  base: Partial<EditRequest>,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Evaluation> {
  const pictures: Record<string, Promise<Shown>[][]> = {};
  const asked: Suites = Object.fromEntries(suites.map(suite => [suite, SUITES[suite]]));
  const results = await evaluate(pack, questions, asked, base, {
    ...(signal === undefined ? {} : { signal }),
    onEdit: (one, edited) => {
      showProgress(one, questions.length);
      pictures[one.suite] ??= [];
      if (one.index < PICTURED) remember(pictures[one.suite], one, edited);
    },
  });
  const sections: Section[] = [];
  for (const suite of suites) {
    const rows = (pictures[suite] ?? []).filter(row => row !== undefined);
    sections.push({
      title: suite,
      tables: [tableOf(results[suite]), differencesTable(results[suite])],
      pictures: await Promise.all(rows.map(row => Promise.all(row))),
    });
  }
  const { name, version: packVersion } = pack.manifest;
  const title = `Inlay ${version}, pack ${name} ${packVersion}`;
  const notes = [
    `${questions.length} edits for each row; means with 95% intervals; the same noise for all`,
    'outside: of the window as it was painted, before anything is put back, where it was not to be repainted',
    'CLIP score, perceptual distance and Fréchet distance are measured with the pack’s own image tower, which also guides',
  ];
  const text = sections.map(({ title, tables }) => `## ${title}\n\n${tables.map(markdown).join('\n\n')}`);
  const report = {
    inlay: version,
    pack: { name, version: packVersion },
    edits: questions.length,
    base,
    suites: results,
  };
  return { text: text.join('\n\n'), report, html: htmlReport(title, notes, sections) };
}

function showProgress({ suite, variant, index }: Asked, count: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${index + 1}/${count} ${suite}: ${variant.name}`);
}

function remember(
  pictures: Promise<Shown>[][],
  { index, variant, question: { from, to } }: Asked,
  edited: Edited | undefined,
): void {
  if (edited === undefined) return;
  const { source, image } = edited.result;
  pictures[index] ??= [thumbnail(flatten(source), `${from} → ${to}`)];
  pictures[index].push(thumbnail(flatten(image), variant.name));
}

async function thumbnail(
  { width, height, rgb }: ReturnType<typeof flatten>,
  caption: string,
): Promise<Shown> {
  const bytes = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize(THUMBNAIL, THUMBNAIL, { fit: 'inside' })
    .webp({ quality: 80 })
    .toBuffer();
  return { caption, url: `data:image/webp;base64,${bytes.toString('base64')}` };
}
