import { invariant } from '../core/invariant.ts';

/** Floats in a page of WebAssembly memory. */
const PAGE = 16_384;
/** Rows of matrices are padded to whole blocks of so many floats. */
export const BLOCK = 16;

/** Opcodes used below. @see WebAssembly core specification 2.0, part 5.4 */
const OP = {
  loop: [0x03, 0x40],
  end: [0x0b],
  branchIf: (depth: number) => [0x0d, depth],
  get: (local: number) => [0x20, local],
  set: (local: number) => [0x21, local],
  tee: (local: number) => [0x22, local],
  int: (value: number) => [0x41, ...signed(value)],
  below: [0x49],
  addInts: [0x6a],
  shiftLeft: [0x74],
  loadFloat: [0x2a, 2, 0],
  load: (offset: number) => [0xfd, 0x00, 2, offset],
  store: (offset: number) => [0xfd, 0x0b, 2, offset],
  zeros: [0xfd, 0x0c, ...new Array<number>(16).fill(0)],
  splat: [0xfd, 0x13],
  add: [0xfd, 0xe4, 0x01],
  multiply: [0xfd, 0xe6, 0x01],
  max: [0xfd, 0xe9, 0x01],
} as const;

const INT = 0x7f;
const VECTOR = 0x7b;

function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly (readonly number[])[]) => [
  ...unsigned(items.length),
  ...items.flat(),
];
const section = (id: number, items: readonly (readonly number[])[]) => [id, ...sized(list(items))];
const text = (value: string) => sized([...new TextEncoder().encode(value)]);

/** Adds bytes to a pointer that a local holds. */
const advance = (local: number, bytes: readonly number[]) => [
  ...OP.get(local),
  ...bytes,
  ...OP.addInts,
  ...OP.set(local),
];

/** `add(to, from, floats)`: to += from. */
const ADD = [
  ...[...OP.get(1), ...OP.get(2), ...OP.int(2), ...OP.shiftLeft, ...OP.addInts, ...OP.set(3)],
  ...OP.loop,
  ...[...OP.get(0), ...OP.get(0), ...OP.load(0), ...OP.get(1), ...OP.load(0)],
  ...[...OP.add, ...OP.store(0)],
  ...advance(0, OP.int(16)),
  ...[...OP.get(1), ...OP.int(16), ...OP.addInts, ...OP.tee(1)],
  ...[...OP.get(3), ...OP.below, ...OP.branchIf(0)],
  ...OP.end,
];

/** `rectify(to, from, floats)`: to = max(from, 0). */
const RECTIFY = [
  ...[...OP.get(1), ...OP.get(2), ...OP.int(2), ...OP.shiftLeft, ...OP.addInts, ...OP.set(3)],
  ...OP.loop,
  ...[...OP.get(0), ...OP.get(1), ...OP.load(0), ...OP.zeros, ...OP.max, ...OP.store(0)],
  ...advance(0, OP.int(16)),
  ...[...OP.get(1), ...OP.int(16), ...OP.addInts, ...OP.tee(1)],
  ...[...OP.get(3), ...OP.below, ...OP.branchIf(0)],
  ...OP.end,
];

/** Locals of `product`: its five arguments, five integers, then the factor and four sums. */
const L = { to: 0, matrix: 1, vector: 2, rows: 3, columns: 4 } as const;
const AT = { stride: 5, end: 6, column: 7, x: 8, w: 9, factor: 10, sums: 11 } as const;
const LANES = [0, 16, 32, 48];

/** `product(to, matrix, vector, rows, columns)`: to += vector x matrix, row-major. */
const PRODUCT = [
  ...[...OP.get(L.columns), ...OP.int(2), ...OP.shiftLeft, ...OP.set(AT.stride)],
  ...[...OP.get(L.vector), ...OP.get(L.rows), ...OP.int(2), ...OP.shiftLeft],
  ...[...OP.addInts, ...OP.set(AT.end)],
  ...OP.loop,
  ...LANES.flatMap((offset, lane) => [
    ...[...OP.get(L.to), ...OP.get(AT.column), ...OP.addInts],
    ...[...OP.load(offset), ...OP.set(AT.sums + lane)],
  ]),
  ...[...OP.get(L.vector), ...OP.set(AT.x)],
  ...[...OP.get(L.matrix), ...OP.get(AT.column), ...OP.addInts, ...OP.set(AT.w)],
  ...OP.loop,
  ...[...OP.get(AT.x), ...OP.loadFloat, ...OP.splat, ...OP.set(AT.factor)],
  ...LANES.flatMap((offset, lane) => [
    ...[...OP.get(AT.sums + lane), ...OP.get(AT.factor), ...OP.get(AT.w), ...OP.load(offset)],
    ...[...OP.multiply, ...OP.add, ...OP.set(AT.sums + lane)],
  ]),
  ...advance(AT.w, OP.get(AT.stride)),
  ...[...OP.get(AT.x), ...OP.int(4), ...OP.addInts, ...OP.tee(AT.x)],
  ...[...OP.get(AT.end), ...OP.below, ...OP.branchIf(0)],
  ...OP.end,
  ...LANES.flatMap((offset, lane) => [
    ...[...OP.get(L.to), ...OP.get(AT.column), ...OP.addInts],
    ...[...OP.get(AT.sums + lane), ...OP.store(offset)],
  ]),
  ...[...OP.get(AT.column), ...OP.int(64), ...OP.addInts, ...OP.tee(AT.column)],
  ...[...OP.get(AT.stride), ...OP.below, ...OP.branchIf(0)],
  ...OP.end,
];

const body = (locals: readonly (readonly number[])[], code: readonly number[]) =>
  sized([...list(locals), ...code, ...OP.end]);
const signature = (parameters: number) => [
  0x60,
  ...list(new Array<number[]>(parameters).fill([INT])),
  0,
];

const MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [signature(3), signature(5)]),
  ...section(2, [[...text('host'), ...text('memory'), 0x02, 0x00, 1]]),
  ...section(3, [[0], [0], [1]]),
  ...section(
    7,
    ['add', 'rectify', 'product'].map((name, at) => [...text(name), 0x00, at]),
  ),
  ...section(10, [
    body([[1, INT]], ADD),
    body([[1, INT]], RECTIFY),
    body(
      [
        [5, INT],
        [5, VECTOR],
      ],
      PRODUCT,
    ),
  ]),
]);

interface Exports {
  readonly add: (to: number, from: number, floats: number) => void;
  readonly rectify: (to: number, from: number, floats: number) => void;
  readonly product: (
    to: number,
    matrix: number,
    vector: number,
    rows: number,
    columns: number,
  ) => void;
}

/** The size of a row that holds so many floats: whole blocks. */
export function padded(floats: number): number {
  return Math.ceil(floats / BLOCK) * BLOCK;
}

/**
 * Sums and products of float vectors in one memory, four numbers at a time (WebAssembly SIMD).
 *
 * For the many small products of drawing one row after the other, where calling an engine costs more
 * than the product. Places and lengths count floats; lengths are multiples of `BLOCK`. Results are
 * the same on every machine: WebAssembly rounds as IEEE 754 says.
 */
export class VectorKernels {
  /** All vectors and matrices. */
  readonly floats: Float32Array;
  readonly #exports: Exports;
  #top = 0;

  /** @param room floats that will be taken at most */
  constructor(room: number) {
    const pages = Math.max(1, Math.ceil(room / PAGE));
    const memory = new WebAssembly.Memory({ initial: pages });
    const instance = new WebAssembly.Instance(new WebAssembly.Module(MODULE), { host: { memory } });
    this.#exports = instance.exports as unknown as Exports;
    this.floats = new Float32Array(memory.buffer);
  }

  /** Place of so many new floats, all 0, padded to whole blocks. */
  take(floats: number): number {
    const at = this.#top;
    this.#top += padded(floats);
    invariant(this.#top <= this.floats.length, 'vector kernels have room');
    return at;
  }

  /** to += from. */
  add(to: number, from: number, floats: number): void {
    this.#exports.add(to * 4, from * 4, floats);
  }

  /** to = max(from, 0). */
  rectify(to: number, from: number, floats: number): void {
    this.#exports.rectify(to * 4, from * 4, floats);
  }

  /** to += vector [rows] x matrix [rows, columns]. */
  product(
    to: number,
    of: {
      readonly matrix: number;
      readonly vector: number;
      readonly rows: number;
      readonly columns: number;
    },
  ): void {
    this.#exports.product(to * 4, of.matrix * 4, of.vector * 4, of.rows, of.columns);
  }
}
