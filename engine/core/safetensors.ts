import { createHash } from 'node:crypto';
import { CheckpointMismatchError } from './errors.ts';

/** Tensor types that a file may hold, by their names in the format. */
const TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U16: Uint16Array,
  U8: Uint8Array,
} as const;

type TypeName = keyof typeof TYPES;

/** Elements of a tensor; a shape is what the reader knows. */
export type StoredTensor = Float64Array | Float32Array | Int32Array | Uint16Array | Uint8Array;

/** What bytes must be, and where they lie. */
export interface StoredDigest {
  /** The file, for an error to name. */
  readonly place: string;
  /** SHA-256, in hexadecimal. */
  readonly digest: string;
}

type Refuse = (what: string, value: unknown) => CheckpointMismatchError;

const MAX_HEADER = 1024 * 1024;
const PREFIX = 8;

interface Entry {
  readonly dtype: TypeName;
  readonly shape: readonly [number];
  readonly data_offsets: readonly [number, number];
}

/**
 * Bytes of tensors in the safetensors layout, in the order of the map.
 *
 * @throws CheckpointMismatchError for names that make a header of over 1 MiB
 * @see https://github.com/huggingface/safetensors
 */
export function encodeSafetensors(tensors: ReadonlyMap<string, StoredTensor>): Uint8Array {
  const entries: [string, Entry][] = [];
  let offset = 0;
  for (const [name, tensor] of tensors) {
    const end = offset + tensor.byteLength;
    const entry: Entry = {
      dtype: typeName(tensor),
      shape: [tensor.length],
      data_offsets: [offset, end],
    };
    entries.push([name, entry]);
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  if (text.length > MAX_HEADER) throw broken('tensors', 'header length', text.length);
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
 * Reads what `encodeSafetensors` wrote, tensors in the order of their bytes.
 *
 * Guarantee: a single flipped bit is refused.
 *
 * @throws CheckpointMismatchError for another digest, a header over 1 MiB, an unknown type, a gap, an
 *   overlap, a byte too many
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  { place, digest }: StoredDigest,
): Map<string, StoredTensor> {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === digest) return readTensors(bytes, (what, value) => broken(place, what, value));
  throw broken(place, 'SHA-256', found);
}

function readTensors(bytes: Uint8Array, refuse: Refuse): Map<string, StoredTensor> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < PREFIX ? -1 : Number(view.readBigUInt64LE(0));
  if (length < 0 || length > MAX_HEADER || PREFIX + length > bytes.length)
    throw refuse('header length', length);
  const data = view.subarray(PREFIX + length);
  const tensors = new Map<string, StoredTensor>();
  let offset = 0;
  for (const [name, entry] of readHeader(view.subarray(PREFIX, PREFIX + length), refuse)) {
    const [from, to] = entry.data_offsets;
    if (from !== offset || to > data.length) throw refuse('offsets', name);
    const copy = new Uint8Array(to - from);
    copy.set(data.subarray(from, to));
    tensors.set(name, new TYPES[entry.dtype](copy.buffer));
    offset = to;
  }
  if (offset !== data.length) throw refuse('trailing bytes', data.length - offset);
  return tensors;
}

/** Entries by their offsets: JSON puts names that are numbers first. */
function readHeader(bytes: Buffer, refuse: Refuse): readonly (readonly [string, Entry])[] {
  const header = parseHeader(bytes, refuse);
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw refuse('header', 'no object');
  }
  const entries = Object.entries(header);
  return entries
    .map(([name, entry]: [string, unknown]) => {
      if (!isEntry(entry)) throw refuse('entry', name);
      return [name, entry] as const;
    })
    .sort(([, { data_offsets: one }], [, { data_offsets: other }]) =>
      one[0] === other[0] ? one[1] - other[1] : one[0] - other[0],
    );
}

function parseHeader(bytes: Buffer, refuse: Refuse): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw refuse('header', 'no JSON');
  }
}

/** True for a flat tensor of a known type whose length fits its bytes. */
function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(TYPES, dtype)) return false;
  if (!areSizes(shape, 1) || !areSizes(offsets, 2)) return false;
  const [count, from, to] = [...shape, ...offsets] as [number, number, number];
  return to - from === count * TYPES[dtype as TypeName].BYTES_PER_ELEMENT;
}

function areSizes(value: unknown, count: number): value is readonly number[] {
  const isSize = (one: unknown) => Number.isSafeInteger(one) && (one as number) >= 0;
  return Array.isArray(value) && value.length === count && value.every(isSize);
}

function typeName(tensor: StoredTensor): TypeName {
  const names = Object.keys(TYPES) as TypeName[];
  const name = names.find((one) => tensor instanceof TYPES[one]);
  if (name !== undefined) return name;
  throw broken('tensors', 'type', Object.prototype.toString.call(tensor));
}

function broken(place: string, what: string, value: unknown): CheckpointMismatchError {
  return new CheckpointMismatchError(
    `${place}: not as it was written: ${what} ${value}; remove it and train again`,
    { place, what, value },
  );
}
