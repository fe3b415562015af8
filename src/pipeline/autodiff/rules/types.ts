import type { NodeProto } from '../../onnx/model_pb.ts';
import type { Value } from '../facts.ts';
import type { Ops } from '../ops.ts';

/** One node of the forward graph, as a rule is given it. */
export interface Site {
  readonly node: NodeProto;
  /** A trailing or missing optional input is undefined. */
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly (Value | undefined)[];
  /** One for each output; undefined where no active tensor depends on it. At least one is defined. */
  readonly cotangents: readonly (Value | undefined)[];
  readonly opset: number;
  /** The numbers of a constant input. Throws naming the node where it is not a constant. */
  numbers(input: number): readonly number[];
  /** The same, or undefined where it is no small constant. */
  maybeNumbers(input: number): readonly number[] | undefined;
  /** The node that makes an input; undefined for an input or a constant of the graph. */
  makerOf(input: number): NodeProto | undefined;
  /** Adds one of the forward node's optional outputs. */
  optionalOutput(index: number, value: Omit<Value, 'name'>): Value;
}

/** Makes the cotangent of one input; undefined for none. Called only for inputs whose cotangent is wanted. */
type Cotangent = (() => Value) | undefined;

/**
 * The vector–Jacobian product of one operator: for each input, in order, how to make its cotangent.
 * @param g the cotangent of the first output
 */
export type Rule = (site: Site, g: Value, f: Ops) => readonly Cotangent[];

/** Resolves an axis that may count from the end. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
