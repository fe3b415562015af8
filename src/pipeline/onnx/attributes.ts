import { create } from '@bufbuild/protobuf';
import { type AttributeProto, AttributeProtoSchema, type NodeProto } from './model_pb.ts';

/** `AttributeProto.AttributeType`. */
const TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** An emitted node's attribute; `{ float }` distinguishes 1.0 from 1, which JavaScript does not. */
type Attribute = number | string | readonly number[] | { readonly float: number };
export type Attributes = Readonly<Record<string, Attribute>>;

const find = (node: NodeProto, name: string): AttributeProto | undefined =>
  node.attribute.find(attribute => attribute.name === name);

export const intOf = (node: NodeProto, name: string, otherwise: number): number => {
  const attribute = find(node, name);
  return attribute === undefined ? otherwise : Number(attribute.i);
};

export const floatOf = (node: NodeProto, name: string, otherwise: number): number =>
  find(node, name)?.f ?? otherwise;

export const stringOf = (node: NodeProto, name: string, otherwise: string): string => {
  const attribute = find(node, name);
  return attribute === undefined ? otherwise : new TextDecoder().decode(attribute.s);
};

/** A list of integers; undefined where the node has none. */
export const intsOf = (node: NodeProto, name: string): number[] | undefined =>
  find(node, name)?.ints.map(Number);

/** Plain values → protobuf. */
export function attributesOf(values: Attributes): AttributeProto[] {
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === 'number') {
      return create(AttributeProtoSchema, { name, type: TYPE.int, i: BigInt(value) });
    }
    if (typeof value === 'string') {
      return create(AttributeProtoSchema, { name, type: TYPE.string, s: new TextEncoder().encode(value) });
    }
    if ('float' in value) return create(AttributeProtoSchema, { name, type: TYPE.float, f: value.float });
    return create(AttributeProtoSchema, { name, type: TYPE.ints, ints: value.map(BigInt) });
  });
}
