import { create } from '@bufbuild/protobuf';
import { readModel, writeModel } from './model.ts';
import { AttributeProtoSchema } from './model_pb.ts';

const RANDOM: ReadonlySet<string> = new Set(['RandomNormal', 'RandomNormalLike']);
/**
 * A standard deviation that is lost in whatever the noise is added to. 0 would end the process, as ONNX
 * Runtime's generator insists on more.
 */
const NO_SCALE = create(AttributeProtoSchema, { name: 'scale', f: 1e-30, type: 1 });

/**
 * A graph whose random nodes output their mean. An older export of an encoder samples the posterior by
 * itself, unseeded; without the noise it outputs the posterior's mean, as newer ones do. Undefined where
 * nothing at the graph's top level is random.
 */
export function withoutNoise(bytes: Uint8Array): Uint8Array | undefined {
  const model = readModel(bytes);
  const random = model.graph.node.filter(({ opType }) => RANDOM.has(opType));
  if (random.length === 0) return undefined;
  for (const node of random) {
    node.attribute = [...node.attribute.filter(({ name }) => name !== 'scale'), NO_SCALE];
  }
  return writeModel(model);
}
