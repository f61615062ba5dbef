import type { Node } from '../../engine/compute/graph.ts';
import { BINARY_FUNCTIONS, UNARY_FUNCTIONS } from '../../engine/compute/scalar-functions.ts';
import { assertNever } from '../../engine/core/invariant.ts';

/** A tensor in double precision; integers are doubles too. */
export interface Exact {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** What a node computes from its inputs' values; inputs and states are not computed. */
export function computeNode(
  { operation }: Node,
  inputs: readonly Exact[],
  shape: readonly number[],
): Exact {
  const [a, b, c] = inputs as [Exact, Exact, Exact];
  switch (operation.kind) {
    case 'fill':
      return tabulate(shape, () => operation.value);
    case 'constant':
      return { shape, data: Float64Array.from(operation.values) };
    case 'unary':
      return { shape, data: a.data.map(UNARY_FUNCTIONS[operation.name]) };
    case 'binary':
      return binary(BINARY_FUNCTIONS[operation.name], [a, b], shape);
    case 'matmul':
      return matmul([a, b], operation, shape);
    case 'sum':
      return reduce(a, shape, { from: 0, join: (x, y) => x + y });
    case 'max':
      return reduce(a, shape, { from: Number.NEGATIVE_INFINITY, join: Math.max });
    case 'reshape':
      return { shape, data: a.data };
    case 'transpose':
      return tabulate(shape, (index) => {
        const from: number[] = [];
        operation.permutation.forEach((axis, position) => {
          from[axis] = index[position]!;
        });
        return at(a, from);
      });
    case 'broadcast':
      return tabulate(shape, (index) => at(a, index));
    case 'concat':
      return concat(inputs, operation.axis, shape);
    case 'slice':
      return tabulate(shape, (index) =>
        at(a, index.with(operation.axis, index[operation.axis]! + operation.start)),
      );
    case 'gather':
      return tabulate(shape, (index) => at(a, [at(b, index.slice(0, -1)), index.at(-1)!]));
    case 'scatter':
      return scatter(a, b, shape);
    case 'pick':
      return tabulate(shape, (index) => at(a, [...index, at(b, index)]));
    case 'place':
      return tabulate(shape, (index) => {
        const row = index.slice(0, -1);
        return at(a, index) + (at(b, row) === index.at(-1) ? at(c, row) : 0);
      });
    case 'softmax':
      return rows(a, (row) => softmax(row));
    case 'log-softmax':
      return rows(a, (row) => logSoftmax(row));
    case 'cumsum':
      return rows(a, (row) => runningSum(row, operation.reverse));
    case 'cast':
      return { shape, data: a.data.map(Math.trunc) };
    case 'stop':
      return a;
    case 'input':
    case 'state':
      throw new Error(`${operation.kind} ${operation.name} has no value`);
    default:
      return assertNever(operation);
  }
}

function strides(shape: readonly number[]): number[] {
  const steps: number[] = new Array(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    steps[axis] = steps[axis + 1]! * shape[axis + 1]!;
  }
  return steps;
}

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function tabulate(shape: readonly number[], value: (index: readonly number[]) => number): Exact {
  const steps = strides(shape);
  const data = new Float64Array(elementsOf(shape));
  for (let flat = 0; flat < data.length; flat += 1) {
    data[flat] = value(steps.map((step, axis) => Math.floor(flat / step) % shape[axis]!));
  }
  return { shape, data };
}

/** The element at an index, aligned at the last axis; axes of size 1 repeat. */
function at({ shape, data }: Exact, index: readonly number[]): number {
  let flat = 0;
  const skipped = index.length - shape.length;
  for (let axis = 0; axis < shape.length; axis += 1) {
    flat = flat * shape[axis]! + (shape[axis] === 1 ? 0 : index[axis + skipped]!);
  }
  if (flat < 0 || flat >= data.length) throw new Error(`no element [${index}] in [${shape}]`);
  return data[flat]!;
}

function binary(
  join: (x: number, y: number) => number,
  [a, b]: readonly [Exact, Exact],
  shape: readonly number[],
): Exact {
  const length = elementsOf(shape);
  if (a.data.length === length && b.data.length === length) {
    return { shape, data: a.data.map((x, flat) => join(x, b.data[flat]!)) };
  }
  return tabulate(shape, (index) => join(at(a, index), at(b, index)));
}

function matmul(
  [a, b]: readonly [Exact, Exact],
  flags: { readonly transposeA: boolean; readonly transposeB: boolean },
  shape: readonly number[],
): Exact {
  const [n, m] = [shape.at(-2)!, shape.at(-1)!];
  const inner = flags.transposeA ? a.shape.at(-2)! : a.shape.at(-1)!;
  const [rowA, innerA] = flags.transposeA ? [1, n] : [inner, 1];
  const [innerB, columnB] = flags.transposeB ? [1, inner] : [m, 1];
  const data = new Float64Array(elementsOf(shape));
  for (let flat = 0; flat < data.length; flat += 1) {
    const batch = Math.floor(flat / (n * m));
    const startA = batch * n * inner + (Math.floor(flat / m) % n) * rowA;
    const startB = batch * inner * m + (flat % m) * columnB;
    let sum = 0;
    for (let k = 0; k < inner; k += 1) {
      sum += a.data[startA + k * innerA]! * b.data[startB + k * innerB]!;
    }
    data[flat] = sum;
  }
  return { shape, data };
}

function reduce(
  x: Exact,
  shape: readonly number[],
  { from, join }: { readonly from: number; readonly join: (a: number, b: number) => number },
): Exact {
  const data = new Float64Array(elementsOf(shape)).fill(from);
  const steps = strides(x.shape);
  const kept = strides(shape).map((step, axis) => (shape[axis] === 1 ? 0 : step));
  x.data.forEach((value, flat) => {
    const to = steps.reduce(
      (sum, step, axis) => sum + (Math.floor(flat / step) % x.shape[axis]!) * kept[axis]!,
      0,
    );
    data[to] = join(data[to]!, value);
  });
  return { shape, data };
}

function concat(inputs: readonly Exact[], axis: number, shape: readonly number[]): Exact {
  return tabulate(shape, (index) => {
    let offset = index[axis]!;
    for (const input of inputs) {
      if (offset < input.shape[axis]!) return at(input, index.with(axis, offset));
      offset -= input.shape[axis]!;
    }
    throw new Error('concat: beyond the last part');
  });
}

function scatter(updates: Exact, indices: Exact, shape: readonly number[]): Exact {
  const [count, width] = shape as [number, number];
  const data = new Float64Array(count * width);
  updates.data.forEach((value, flat) => {
    const row = indices.data[Math.floor(flat / width)]!;
    if (row < 0 || row >= count) throw new Error(`scatter: no row ${row} of ${count}`);
    data[row * width + (flat % width)]! += value;
  });
  return { shape, data };
}

function rows(x: Exact, change: (row: Float64Array) => Float64Array): Exact {
  const width = x.shape.at(-1)!;
  const data = new Float64Array(x.data.length);
  for (let start = 0; start < data.length; start += width) {
    data.set(change(x.data.subarray(start, start + width)), start);
  }
  return { shape: x.shape, data };
}

function softmax(row: Float64Array): Float64Array {
  return logSoftmax(row).map(Math.exp);
}

function logSoftmax(row: Float64Array): Float64Array {
  const top = row.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
  const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
  return row.map((x) => x - top - total);
}

function runningSum(row: Float64Array, reverse: boolean): Float64Array {
  let sum = 0;
  const turned = reverse ? row.toReversed() : row;
  const sums = turned.map((x) => {
    sum += x;
    return sum;
  });
  return reverse ? sums.reverse() : sums;
}
