import type { Attribute, OnnxConstant, OnnxNode } from './onnx-model.ts';

/** What an operator needs beside its inputs. */
export interface EmitOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly domain?: string;
}

/** Collects the nodes and constants of one graph; names are given in the order of writing. */
export class GraphWriter {
  readonly nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, OnnxConstant>();

  get constants(): readonly OnnxConstant[] {
    return [...this.#constants.values()];
  }

  /** @returns the name of the operator's output */
  emit(operator: string, inputs: readonly string[], options: EmitOptions = {}): string {
    const output = `v${this.nodes.length}`;
    this.nodes.push({ operator, inputs, output, ...options });
    return output;
  }

  /** @returns the name of a list of int64, as shapes and axes are given */
  integers(values: readonly number[]): string {
    const elements = BigInt64Array.from(values, BigInt);
    const key = `i:${values.join(',')}`;
    return this.#constant(key, { type: 'int64', shape: [values.length] }, elements);
  }

  /** @returns the name of a scalar */
  scalar(value: number): string {
    const key = Object.is(value, -0) ? 'f:-0' : `f:${value}`;
    return this.#constant(key, { type: 'float32', shape: [] }, Float32Array.of(value));
  }

  /** @returns the name of a tensor of given elements, which is not shared */
  tensor(
    values: ArrayLike<number>,
    form: { readonly type: 'float32' | 'int32'; readonly shape: readonly number[] },
  ): string {
    const elements = form.type === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    return this.#constant(`t:${this.#constants.size}`, form, elements);
  }

  #constant(
    key: string,
    form: Pick<OnnxConstant, 'type' | 'shape'>,
    elements: ArrayBufferView,
  ): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known.name;
    const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
    const name = `c${this.#constants.size}`;
    this.#constants.set(key, { name, bytes, ...form });
    return name;
  }
}

export function int(value: number): Attribute {
  return { kind: 'int', value };
}

export function ints(value: readonly number[]): Attribute {
  return { kind: 'ints', value };
}

export function float(value: number): Attribute {
  return { kind: 'float', value };
}

export function text(value: string): Attribute {
  return { kind: 'text', value };
}

/** Codes of `TensorProto.DataType` for Cast. */
export const FLOAT = int(1);
export const INT32 = int(6);
export const INT64 = int(7);

/** @returns the name of the value in another type */
export function cast(name: string, to: Attribute, writer: GraphWriter): string {
  return writer.emit('Cast', [name], { attributes: { to } });
}
