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
  loadInt: [0x28, 2, 0],
  loadFloat: [0x2a, 2, 0],
  load: (offset: number) => [0xfd, 0x00, 2, offset],
  store: (offset: number) => [0xfd, 0x0b, 2, offset],
  zeros: [0xfd, 0x0c, ...new Array<number>(16).fill(0)],
  splat: [0xfd, 0x13],
  add: [0xfd, 0xe4, 0x01],
  multiply: [0xfd, 0xe6, 0x01],
  subtract: [0xfd, 0xe5, 0x01],
  max: [0xfd, 0xe9, 0x01],
  nearest: [0xfd, 0x6a],
  toInts: [0xfd, 0xf8, 0x01],
  addIntVectors: [0xfd, 0xae, 0x01],
  shiftInts: [0xfd, 0xab, 0x01],
  floats: (value: number) => [0xfd, 0x0c, ...repeated(new Float32Array(4).fill(value))],
  ints: (value: number) => [0xfd, 0x0c, ...repeated(new Int32Array(4).fill(value))],
} as const;

const repeated = (lanes: Float32Array | Int32Array) => [...new Uint8Array(lanes.buffer)];

const INT = 0x7f;
const FLOAT = 0x7d;
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

/** Byte offsets of the four vectors of a block. */
const LANES = [0, 16, 32, 48];

/** Locals of `exponentials`: place, shift, length, end, then two vectors. */
const E = { to: 0, shift: 1, floats: 2, end: 3, x: 4, whole: 5 } as const;
/** Below, e^x is no normal float any more. */
const LEAST = -87;
/** 2^x on [-1/2, 1/2], highest power first: ln(2)^n / n!, whose rest is below 3e-7. */
const POWERS = [6, 5, 4, 3, 2, 1, 0].map((n) => {
  const factorial = Array.from({ length: n }, (_, at) => at + 1).reduce((all, one) => all * one, 1);
  return Math.LN2 ** n / factorial;
});

/** `exponentials(to, shift, floats)`: to = e^(to - shift), by 2^whole times 2^rest. */
const EXPONENTIALS = [
  ...[...OP.get(E.to), ...OP.get(E.floats), ...OP.int(2), ...OP.shiftLeft, ...OP.addInts],
  ...OP.set(E.end),
  ...OP.loop,
  ...[...OP.get(E.to), ...OP.load(0), ...OP.get(E.shift), ...OP.splat, ...OP.subtract],
  ...[...OP.floats(LEAST), ...OP.max, ...OP.floats(Math.LOG2E), ...OP.multiply, ...OP.set(E.x)],
  ...[...OP.get(E.x), ...OP.nearest, ...OP.set(E.whole)],
  ...[...OP.get(E.x), ...OP.get(E.whole), ...OP.subtract, ...OP.set(E.x)],
  ...OP.get(E.to),
  ...OP.floats(POWERS[0] as number),
  ...POWERS.slice(1).flatMap((power) => [
    ...[...OP.get(E.x), ...OP.multiply, ...OP.floats(power), ...OP.add],
  ]),
  ...[...OP.get(E.whole), ...OP.toInts, ...OP.ints(127), ...OP.addIntVectors],
  ...[...OP.int(23), ...OP.shiftInts, ...OP.multiply, ...OP.store(0)],
  ...[...OP.get(E.to), ...OP.int(16), ...OP.addInts, ...OP.tee(E.to)],
  ...[...OP.get(E.end), ...OP.below, ...OP.branchIf(0)],
  ...OP.end,
];

/** Locals of `gather`: its four arguments, four integers, then four sums. */
const G = { to: 0, list: 1, count: 2, floats: 3, end: 4, column: 5, stride: 6, at: 7 } as const;
const GATHERED = { row: 8, sums: 9 } as const;

/** `gather(to, list, count, floats)`: to += each of the rows whose places stand in the list. */
const GATHER = [
  ...[...OP.get(G.floats), ...OP.int(2), ...OP.shiftLeft, ...OP.set(G.stride)],
  ...[...OP.get(G.list), ...OP.get(G.count), ...OP.int(2), ...OP.shiftLeft, ...OP.addInts],
  ...OP.set(G.end),
  ...OP.loop,
  ...LANES.flatMap((offset, lane) => [
    ...[...OP.get(G.to), ...OP.get(G.column), ...OP.addInts],
    ...[...OP.load(offset), ...OP.set(GATHERED.sums + lane)],
  ]),
  ...[...OP.get(G.list), ...OP.set(G.at)],
  ...OP.loop,
  ...[...OP.get(G.at), ...OP.loadInt, ...OP.get(G.column), ...OP.addInts, ...OP.set(GATHERED.row)],
  ...LANES.flatMap((offset, lane) => [
    ...[...OP.get(GATHERED.sums + lane), ...OP.get(GATHERED.row), ...OP.load(offset)],
    ...[...OP.add, ...OP.set(GATHERED.sums + lane)],
  ]),
  ...[...OP.get(G.at), ...OP.int(4), ...OP.addInts, ...OP.tee(G.at)],
  ...[...OP.get(G.end), ...OP.below, ...OP.branchIf(0)],
  ...OP.end,
  ...LANES.flatMap((offset, lane) => [
    ...[...OP.get(G.to), ...OP.get(G.column), ...OP.addInts],
    ...[...OP.get(GATHERED.sums + lane), ...OP.store(offset)],
  ]),
  ...[...OP.get(G.column), ...OP.int(64), ...OP.addInts, ...OP.tee(G.column)],
  ...[...OP.get(G.stride), ...OP.below, ...OP.branchIf(0)],
  ...OP.end,
];

/** Locals of `product`: its five arguments, five integers, then the factor and four sums. */
const L = { to: 0, matrix: 1, vector: 2, rows: 3, columns: 4 } as const;
const AT = { stride: 5, end: 6, column: 7, x: 8, w: 9, factor: 10, sums: 11 } as const;

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
const signature = (parameters: readonly number[]) => [
  0x60,
  ...list(parameters.map((type) => [type])),
  0,
];

/** Names, parameters, locals and code of all functions. */
const FUNCTIONS = [
  { name: 'rectify', of: [INT, INT, INT], locals: [[1, INT]], code: RECTIFY },
  {
    name: 'exponentials',
    of: [INT, FLOAT, INT],
    locals: [
      [1, INT],
      [2, VECTOR],
    ],
    code: EXPONENTIALS,
  },
  {
    name: 'gather',
    of: [INT, INT, INT, INT],
    locals: [
      [5, INT],
      [4, VECTOR],
    ],
    code: GATHER,
  },
  {
    name: 'product',
    of: [INT, INT, INT, INT, INT],
    locals: [
      [5, INT],
      [5, VECTOR],
    ],
    code: PRODUCT,
  },
];

const MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(
    1,
    FUNCTIONS.map((one) => signature(one.of)),
  ),
  ...section(2, [[...text('host'), ...text('memory'), 0x02, 0x00, 1]]),
  ...section(
    3,
    FUNCTIONS.map((_, at) => [at]),
  ),
  ...section(
    7,
    FUNCTIONS.map(({ name }, at) => [...text(name), 0x00, at]),
  ),
  ...section(
    10,
    FUNCTIONS.map(({ locals, code }) => body(locals, code)),
  ),
]);

type Kernel = (...numbers: readonly number[]) => void;
type Exports = Readonly<Record<'rectify' | 'exponentials' | 'gather' | 'product', Kernel>>;

/** Rows that a call can add at most. */
const MOST_ROWS = 4096;

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
  readonly #list: Int32Array;
  readonly #listAt: number;
  #top = 0;

  /** @param room floats that will be taken at most */
  constructor(room: number) {
    const pages = Math.ceil((room + MOST_ROWS) / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages });
    const instance = new WebAssembly.Instance(new WebAssembly.Module(MODULE), { host: { memory } });
    this.#exports = instance.exports as unknown as Exports;
    this.floats = new Float32Array(memory.buffer);
    this.#listAt = this.take(MOST_ROWS);
    this.#list = new Int32Array(memory.buffer, this.#listAt * 4, MOST_ROWS);
  }

  /** Puts a row's place into the list that `addRows` reads. */
  list(index: number, row: number): void {
    this.#list[index] = row * 4;
  }

  /** Place of so many new floats, all 0, padded to whole blocks. */
  take(floats: number): number {
    const at = this.#top;
    this.#top += padded(floats);
    invariant(this.#top <= this.floats.length, 'vector kernels have room');
    return at;
  }

  /** to += each of so many rows, whose places `list` holds. */
  addRows(to: number, rows: number, floats: number): void {
    if (rows > 0) this.#exports.gather(to * 4, this.#listAt * 4, rows, floats);
  }

  /** to = max(from, 0). */
  rectify(to: number, from: number, floats: number): void {
    this.#exports.rectify(to * 4, from * 4, floats);
  }

  /** to = e^(to - shift), to a relative 1e-5; what is below e^-87 counts as that. */
  exponentials(to: number, shift: number, floats: number): void {
    this.#exports.exponentials(to * 4, shift, floats);
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
