/**
 * The wire format of protocol buffers, as far as a model needs it: every function gives the bytes
 * of one field.
 *
 * @see https://protobuf.dev/programming-guides/encoding
 */

const WIRE = { varint: 0, length: 2, fixed32: 5 } as const;

/** A whole number; negative ones as 64-bit two's complement. */
export function integerField(field: number, value: number): Uint8Array {
  return joinBytes([varint(tag(field, 'varint')), varint(value)]);
}

export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return joinBytes([varint(tag(field, 'fixed32')), bytes]);
}

export function textField(field: number, value: string): Uint8Array {
  return bytesField(field, new TextEncoder().encode(value));
}

export function bytesField(field: number, value: Uint8Array): Uint8Array {
  return joinBytes([varint(tag(field, 'length')), varint(value.length), value]);
}

/** A message within a message, from the bytes of its fields. */
export function messageField(field: number, parts: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, joinBytes(parts));
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function tag(field: number, wire: keyof typeof WIRE): number {
  return field * 8 + WIRE[wire];
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
