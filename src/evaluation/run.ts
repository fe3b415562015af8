import { readFile } from 'node:fs/promises';
import { throwIfCancelled } from '../errors.ts';
import { loadPicture } from '../pipeline/image/load.ts';
import type { LocalisationCache } from '../pipeline/localise/find-instances.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import { type EditRequest, parseOptions } from '../pipeline/options.ts';
import type { EditHooks } from '../pipeline/progress/events.ts';
import type { Question } from './coco.ts';
import { frechetDistance } from './frechet.ts';
import { inharmony, type Standing, standingOf } from './inharmony.ts';
import { type Edited, editAndMeasure, type Measured } from './measure.ts';
import { type Estimate, estimate } from './statistics.ts';
import type { Variant } from './suites.ts';

/** Figures that are means over edits, in the order of tables. */
export const FIGURES = [
  'clipScore',
  'targetSeen',
  'inharmony',
  'perceptualOutside',
  'mseOutside',
  'maskIou',
  'seconds',
] as const satisfies readonly (keyof Measured | 'inharmony')[];
export type FigureName = (typeof FIGURES)[number];
type Figures = Readonly<Record<FigureName, number>>;

/** What one variant came to over all questions. */
export interface VariantReport {
  readonly name: string;
  readonly options: Partial<EditRequest>;
  readonly found: number;
  readonly asked: number;
  readonly figures: Readonly<Record<FigureName, Estimate>>;
  /** The mean difference to the first variant, over the questions that both answered. */
  readonly differences: Readonly<Record<FigureName, Estimate>>;
  /** Fréchet distance of the regions after the edits to those of the sources. */
  readonly frechet: number;
}

/** Suites by their names. */
export type Suites = Readonly<Record<string, readonly Variant[]>>;

export interface EvaluationHooks {
  readonly signal?: AbortSignal;
  /** Called for each variant of each suite, question by question. */
  readonly onEdit?: (asked: Asked, edited: Edited | undefined) => void;
}

/** An edit of a suite. */
export interface Asked {
  readonly suite: string;
  readonly variant: Variant;
  readonly question: Question;
  /** Of the question, from 0. */
  readonly index: number;
}

/** The figures kept of an edit: its pictures would fill the memory. */
interface Answer {
  readonly edited: Omit<Edited, 'result'>;
  readonly figures: Figures;
}

/**
 * Edits every question with every variant of every suite, question by question so that variants share the
 * machine's load, and sums up, a report for each variant in the suites' order. Every edit has the same seed,
 * so that variants start from the same noise; an edit of several suites is made once.
 */
export async function evaluate(
  pack: Pack,
  questions: readonly Question[],
  suites: Suites,
  base: Partial<EditRequest>,
  { onEdit, ...hooks }: EvaluationHooks = {},
): Promise<Record<string, VariantReport[]>> {
  const real = await realStandings(questions);
  const cells = Object.entries(suites).flatMap(([suite, variants]) =>
    variants.map(variant => ({ suite, variant, answers: [] as (Answer | undefined)[] })),
  );
  for (const [index, question] of questions.entries()) {
    const edits = editsOf(pack, question, await readFile(question.file), hooks);
    for (const { suite, variant, answers } of cells) {
      throwIfCancelled(hooks.signal);
      const edited = await edits({ ...base, ...variant.options });
      onEdit?.({ suite, variant, question, index }, edited);
      answers.push(edited && answerOf(edited, real));
    }
  }
  return Object.fromEntries(
    Object.keys(suites).map(suite => {
      const rows = cells.filter(cell => cell.suite === suite);
      return [suite, rows.map(({ variant, answers }) => reportOn(variant, answers, rows[0].answers))];
    }),
  );
}

/** Edits of one question: it is localised once, and the same options make one edit. */
function editsOf(pack: Pack, question: Question, bytes: Uint8Array, hooks: Pick<EditHooks, 'signal'>) {
  const localisations: LocalisationCache = new Map();
  const made = new Map<string, Promise<Edited | undefined>>();
  return (options: Partial<EditRequest>): Promise<Edited | undefined> => {
    const { from, to } = question;
    const recipe = JSON.stringify(parseOptions({ ...options, from, to }, pack.manifest));
    const edited =
      made.get(recipe) ?? editAndMeasure(pack, bytes, question, options, { ...hooks, localisations });
    made.set(recipe, edited);
    return edited;
  };
}

function answerOf({ result: _, ...edited }: Edited, real: readonly Standing[]): Answer {
  const { standing, figures } = edited;
  const score = standing === undefined ? Number.NaN : inharmony(standing, real);
  return { edited, figures: { ...figures, inharmony: score } };
}

/** The contrast of objects in pictures that nobody edited. */
async function realStandings(questions: readonly Question[]): Promise<Standing[]> {
  const standings: Standing[] = [];
  for (const { file, width, height, truth } of questions) {
    const picture = await loadPicture(await readFile(file));
    if (picture.width !== width || picture.height !== height) continue;
    const standing = standingOf(picture, { width, height, data: truth() });
    if (standing !== undefined) standings.push(standing);
  }
  return standings;
}

function reportOn(
  { name, options }: Variant,
  answers: readonly (Answer | undefined)[],
  first: readonly (Answer | undefined)[],
): VariantReport {
  const found = answers.filter(answer => answer !== undefined);
  const sum = (numbersOf: (key: FigureName) => number[]) =>
    Object.fromEntries(
      FIGURES.map(key => [key, estimate(numbersOf(key).filter(v => !Number.isNaN(v)))]),
    ) as Record<FigureName, Estimate>;
  return {
    name,
    options,
    found: found.length,
    asked: answers.length,
    figures: sum(key => found.map(({ figures }) => figures[key])),
    differences: sum(key =>
      answers.flatMap((answer, i) => {
        const other = first[i];
        return answer === undefined || other === undefined ? [] : [answer.figures[key] - other.figures[key]];
      }),
    ),
    frechet: frechetDistance(
      found.map(({ edited }) => edited.features),
      found.map(({ edited }) => edited.realFeatures),
    ),
  };
}
