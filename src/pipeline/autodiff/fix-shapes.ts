import { dtypeOf } from '../onnx/dtypes.ts';
import { type Model, requiredInputs, withGraph } from '../onnx/model.ts';
import { valueInfo } from '../onnx/tensors.ts';

/** Shapes by input name. Inputs whose shape the model already fixes may be left out. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/**
 * Writes shapes into the model's inputs: derivatives are of one shape each, and ONNX Runtime ignores
 * overrides of symbolic dimensions silently. Throws naming the input where a dimension stays open, or
 * contradicts what the model fixes.
 */
export function fixShapes(model: Model, shapes: Shapes): Model {
  const inputs = requiredInputs(model).map(({ name, type }) => {
    if (type?.value.case !== 'tensorType') throw new Error(`the input "${name}" is not a tensor`);
    const { elemType, shape } = type.value.value;
    const declared = shape?.dim.map(({ value }) =>
      value.case === 'dimValue' ? Number(value.value) : undefined,
    );
    return valueInfo(name, dtypeOf(elemType), agree(name, declared, shapes[name]));
  });
  const { node: nodes, initializer: initializers, output: outputs } = model.graph;
  return withGraph(model, {
    nodes,
    initializers,
    inputs,
    outputs: outputs.map(({ name }) => valueInfo(name)),
  });
}

function agree(
  name: string,
  declared: readonly (number | undefined)[] | undefined,
  given: readonly number[] | undefined,
): readonly number[] {
  const dims = given ?? declared ?? [];
  const known = dims.filter(n => n !== undefined);
  if (known.length < dims.length)
    throw new Error(`the shape of the input "${name}" is open: say which it is`);
  const fits = declared === undefined || declared.length === dims.length;
  if (!fits || declared?.some((n, i) => n !== undefined && n !== dims[i])) {
    throw new Error(
      `the input "${name}" is [${declared?.map(n => n ?? '?').join(', ')}], not [${dims.join(', ')}]`,
    );
  }
  return known;
}
