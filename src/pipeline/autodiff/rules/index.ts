import { arithmetic } from './arithmetic.ts';
import { convolutions } from './convolution.ts';
import { linear } from './linear.ts';
import { movement } from './movement.ts';
import { normalisations } from './normalisation.ts';
import { pooling } from './pooling.ts';
import { reductions, softmaxes } from './reductions.ts';
import { resizing } from './resize.ts';
import { selection } from './selection.ts';
import type { Rule } from './types.ts';
import { unary } from './unary.ts';

/** Every operator that Inlay can differentiate, with its rule. */
const RULES = {
  ...unary,
  ...arithmetic,
  ...reductions,
  ...softmaxes,
  ...linear,
  ...convolutions,
  ...pooling,
  ...normalisations,
  ...resizing,
  ...movement,
  ...selection,
} as const satisfies Record<string, Rule>;

export type DifferentiableOp = keyof typeof RULES;

/** Piecewise constant: whatever depends on them does so without a slope. */
const FLAT: readonly string[] = ['Floor', 'Ceil', 'Round', 'Sign', 'Shape', 'Size', 'ConstantOfShape'];

/** Whether no derivative passes an operator, though its result may be a float. */
export const isFlat = (opType: string): boolean => FLAT.includes(opType);

/** The rule of one of ONNX's own operators; undefined where there is none. */
export const ruleOf = (opType: string): Rule | undefined =>
  Object.hasOwn(RULES, opType) ? RULES[opType as DifferentiableOp] : undefined;

export const differentiableOps = Object.keys(RULES) as readonly DifferentiableOp[];
