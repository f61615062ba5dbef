import { CheckpointMismatchError } from '../core/errors.ts';
import type { Tensor } from '../models/sequence-model.ts';

/** Tensor types that a weights file may hold, by the names of the safetensors format. */
const TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U16: Uint16Array,
  U8: Uint8Array,
} as const;

type TypeName = keyof typeof TYPES;

/** A table of thousands of small tensors outgrows the customary 1 MiB. */
const MAX_HEADER = 16 * 1024 * 1024;
const PREFIX = 8;

interface Entry {
  readonly dtype: TypeName;
  readonly shape: readonly [number];
  readonly data_offsets: readonly [number, number];
}

/** Bytes of tensors in the safetensors layout, in the order of the map. */
export function encodeWeights(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  const header: Record<string, Entry> = {};
  let offset = 0;
  for (const [name, tensor] of tensors) {
    const end = offset + tensor.byteLength;
    header[name] = { dtype: typeName(tensor), shape: [tensor.length], data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  const bytes = Buffer.alloc(PREFIX + text.length + offset);
  bytes.writeBigUInt64LE(BigInt(text.length), 0);
  text.copy(bytes, PREFIX);
  let at = PREFIX + text.length;
  for (const tensor of tensors.values()) {
    bytes.set(new Uint8Array(tensor.buffer, tensor.byteOffset, tensor.byteLength), at);
    at += tensor.byteLength;
  }
  return bytes;
}

/**
 * Reads what `encodeWeights` wrote; the caller has checked the digest.
 *
 * @throws CheckpointMismatchError for a header over 16 MiB, an unknown type, a gap or an overlap
 */
export function decodeWeights(bytes: Uint8Array): Map<string, Tensor> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < PREFIX ? -1 : Number(view.readBigUInt64LE(0));
  if (length < 0 || length > MAX_HEADER || PREFIX + length > bytes.length)
    throw broken('header length', length);
  const header = parseHeader(view.subarray(PREFIX, PREFIX + length));
  const data = view.subarray(PREFIX + length);
  const tensors = new Map<string, Tensor>();
  let offset = 0;
  for (const [name, entry] of Object.entries(header)) {
    const { end, tensor } = readEntry(name, entry, { data, offset });
    tensors.set(name, tensor);
    offset = end;
  }
  if (offset !== data.length) throw broken('trailing bytes', data.length - offset);
  return tensors;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Record<string, unknown>;
    }
  } catch (cause) {
    throw broken('header', String(cause));
  }
  throw broken('header', 'no object');
}

function readEntry(
  name: string,
  entry: unknown,
  at: { readonly data: Uint8Array; readonly offset: number },
): { readonly end: number; readonly tensor: Tensor } {
  const { dtype, shape, data_offsets: offsets } = entry as Partial<Entry>;
  const type = TYPES[dtype as TypeName];
  const isListed = typeof dtype === 'string' && Object.hasOwn(TYPES, dtype);
  if (!isListed || !Array.isArray(offsets) || !Array.isArray(shape)) throw broken('entry', name);
  const [from, to] = offsets as [number, number];
  const [count] = shape as [number];
  const isWhole = Number.isSafeInteger(count) && count >= 0 && shape.length === 1;
  const isExact = from === at.offset && to - from === count * type.BYTES_PER_ELEMENT;
  if (!isWhole || !isExact || to > at.data.length) throw broken('offsets', name);
  const copy = new Uint8Array(to - from);
  copy.set(at.data.subarray(from, to));
  return { end: to, tensor: new type(copy.buffer) };
}

function typeName(tensor: Tensor): TypeName {
  for (const [name, type] of Object.entries(TYPES)) {
    if (tensor instanceof type) return name as TypeName;
  }
  throw broken('tensor type', Object.prototype.toString.call(tensor));
}

function broken(what: string, value: unknown): CheckpointMismatchError {
  return new CheckpointMismatchError(
    `weights.safetensors: not a whole weights file: ${what} ${value}; train again`,
    { what, value },
  );
}
