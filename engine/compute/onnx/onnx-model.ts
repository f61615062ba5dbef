import {
  bytesField,
  floatField,
  integerField,
  joinBytes,
  messageField,
  textField,
} from './protobuf-writer.ts';

/** Opset of the standard operators; 18 gives ScatterND its sum and ReduceMax its axes as input. */
const OPSET = 18;
const IR_VERSION = 8;

/** Domain of onnxruntime's own operators. */
export const CONTRIBUTED = 'com.microsoft';

/** Codes of element types in `TensorProto.DataType`. */
const TYPE_CODES = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;
export type OnnxType = keyof typeof TYPE_CODES;

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string };

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Left out for a standard operator. */
  readonly domain?: string;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
}

/** A constant of the graph. */
export interface OnnxConstant extends OnnxValue {
  /** Row-major, little-endian. */
  readonly bytes: Uint8Array;
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants: readonly OnnxConstant[];
  /** Each after those whose outputs it takes. */
  readonly nodes: readonly OnnxNode[];
}

/**
 * The bytes of a model file: ModelProto with one graph.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto for the numbers of the fields
 */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  return joinBytes([
    integerField(1, IR_VERSION),
    messageField(7, [
      ...graph.nodes.map((node) => messageField(1, nodeFields(node))),
      textField(2, graph.name),
      ...graph.constants.map((constant) => messageField(5, constantFields(constant))),
      ...graph.inputs.map((value) => messageField(11, valueFields(value))),
      ...graph.outputs.map((value) => messageField(12, valueFields(value))),
    ]),
    messageField(8, [textField(1, ''), integerField(2, OPSET)]),
    messageField(8, [textField(1, CONTRIBUTED), integerField(2, 1)]),
  ]);
}

function nodeFields(node: OnnxNode): readonly Uint8Array[] {
  const attributes = Object.entries(node.attributes ?? {});
  return [
    ...node.inputs.map((input) => textField(1, input)),
    textField(2, node.output),
    textField(4, node.operator),
    ...attributes.map(([name, one]) => messageField(5, attributeFields(name, one))),
    textField(7, node.domain ?? ''),
  ];
}

function attributeFields(name: string, attribute: Attribute): readonly Uint8Array[] {
  const named = textField(1, name);
  switch (attribute.kind) {
    case 'int':
      return [named, integerField(3, attribute.value), integerField(20, 2)];
    case 'ints':
      return [named, ...attribute.value.map((one) => integerField(8, one)), integerField(20, 7)];
    case 'float':
      return [named, floatField(2, attribute.value), integerField(20, 1)];
    case 'text':
      return [named, textField(4, attribute.value), integerField(20, 3)];
  }
}

function constantFields({ name, type, shape, bytes }: OnnxConstant): readonly Uint8Array[] {
  return [
    ...shape.map((size) => integerField(1, size)),
    integerField(2, TYPE_CODES[type]),
    textField(8, name),
    bytesField(9, bytes),
  ];
}

function valueFields({ name, type, shape }: OnnxValue): readonly Uint8Array[] {
  const sizes = shape.map((size) => messageField(1, [integerField(1, size)]));
  const tensor = [integerField(1, TYPE_CODES[type]), messageField(2, sizes)];
  return [textField(1, name), messageField(2, [messageField(1, tensor)])];
}
