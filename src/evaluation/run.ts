import { readFile } from 'node:fs/promises';
import { throwIfCancelled } from '../errors.ts';
import type { Calibrations } from '../pipeline/events.ts';
import { loadPicture } from '../pipeline/image/load.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import type { EditRequest } from '../pipeline/options.ts';
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

export interface EvaluationHooks {
  readonly signal?: AbortSignal;
  /** Called after each edit. */
  readonly onEdit?: (variant: Variant, question: Question, index: number, edited: Edited | undefined) => void;
}

/** What is kept of an edit: its pictures would fill the memory. */
interface Answer {
  readonly edited: Omit<Edited, 'result'>;
  readonly figures: Figures;
}

/**
 * Edits every question with every variant, question by question so that variants share what the machine is doing, and sums
 * up. Every edit has the same seed, so that variants start from the same noise.
 */
export async function evaluate(
  pack: Pack,
  questions: readonly Question[],
  variants: readonly Variant[],
  base: Partial<EditRequest>,
  { onEdit, ...hooks }: EvaluationHooks = {},
): Promise<VariantReport[]> {
  const real = await realStandings(questions);
  const answers = variants.map((): (Answer | undefined)[] => []);
  for (const [index, question] of questions.entries()) {
    const bytes = await readFile(question.file);
    const calibrations: Calibrations = new Map();
    for (const [i, variant] of variants.entries()) {
      throwIfCancelled(hooks.signal);
      const options = { ...base, ...variant.options };
      const edited = await editAndMeasure(pack, bytes, question, options, { ...hooks, calibrations });
      onEdit?.(variant, question, index, edited);
      answers[i].push(edited && answerOf(edited, real));
    }
  }
  return variants.map((variant, i) => reportOn(variant, answers[i], answers[0]));
}

function answerOf({ result: _, ...edited }: Edited, real: readonly Standing[]): Answer {
  const { standing, figures } = edited;
  const score = standing === undefined ? Number.NaN : inharmony(standing, real);
  return { edited, figures: { ...figures, inharmony: score } };
}

/** How the things stand in the pictures that nobody edited. */
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
