import { FLOAT, INT, OP, VECTOR, type WasmFunction } from './wasm-module.ts';

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
  ...[...OP.get(0), ...OP.get(1), ...OP.load(0), ...OP.floats(0), ...OP.maximum, ...OP.store(0)],
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
  ...[...OP.floats(LEAST), ...OP.maximum, ...OP.floats(Math.LOG2E), ...OP.multiply, ...OP.set(E.x)],
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

/** The functions of `VectorKernels`, in machine code; places and lengths in bytes and floats. */
export const VECTOR_CODE: readonly WasmFunction[] = [
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
