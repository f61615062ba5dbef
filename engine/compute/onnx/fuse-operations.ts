import type { Node } from '../graph.ts';
import { broadcastShapes, sameShape } from '../shape.ts';
import { asDraw } from './fuse-draw.ts';
import { float, int } from './graph-writer.ts';
import { lowerBinary, lowerOperation, reduce } from './lower-operation.ts';
import type { Neighbours, Step } from './step.ts';

const FUSIONS = [
  asBiasedProduct,
  asSumOfSquares,
  asDraw,
  asFlatSum,
  asMask,
  asKnownShares,
  asMinimum,
  asBroadcasting,
];

/**
 * How a node is written with the fewest passes over memory: with its neighbours as one operator
 * where onnxruntime has one, else by itself.
 */
export function chooseStep(node: Node, neighbours: Neighbours): Step {
  for (const fuse of FUSIONS) {
    const step = fuse(node, neighbours);
    if (step !== undefined) return step;
  }
  return { inputs: node.inputs, write: (site) => lowerOperation(node, site) };
}

/** add(matmul(a, b), bias) as one Gemm. */
function asBiasedProduct(node: Node, { users }: Neighbours): Step | undefined {
  const { operation, inputs, shape } = node;
  if (operation.kind !== 'binary' || operation.name !== 'add' || shape.length !== 2)
    return undefined;
  const product = inputs.find((one) => one.operation.kind === 'matmul' && users(one) === 1);
  const other = inputs.find((one) => one !== product);
  if (product?.operation.kind !== 'matmul' || other === undefined) return undefined;
  const bias = unbroadcast(other);
  if (!sameShape(product.shape, shape) || bias.shape.length > 2) return undefined;
  const { transposeA, transposeB } = product.operation;
  const attributes = { transA: int(transposeA ? 1 : 0), transB: int(transposeB ? 1 : 0) };
  return {
    inputs: [...product.inputs, bias],
    write: ({ writer, names }) => writer.emit('Gemm', names, { attributes }),
  };
}

/** sum(x * x) without the squares in memory. */
function asSumOfSquares({ operation, inputs }: Node, { users }: Neighbours): Step | undefined {
  const [squares] = inputs;
  if (operation.kind !== 'sum' || squares === undefined || users(squares) > 1) return undefined;
  const squared = squareRoot(squares);
  if (squared === undefined) return undefined;
  return { inputs: [squared], write: (site) => reduce('ReduceSumSquare', operation.axes, site) };
}

/** x of x * x. */
function squareRoot({ operation, inputs }: Node): Node | undefined {
  const [a, b] = inputs;
  const product = operation.kind === 'binary' && operation.name === 'multiply';
  return product && a === b ? a : undefined;
}

/** reshape(sum(x)) that only drops the summed axes. */
function asFlatSum({ operation, inputs, shape }: Node, { users }: Neighbours): Step | undefined {
  const [sum] = inputs;
  if (operation.kind !== 'reshape' || sum?.operation.kind !== 'sum' || users(sum) > 1) {
    return undefined;
  }
  const { axes } = sum.operation;
  const [summed] = sum.inputs;
  const left = sum.shape.filter((_, axis) => !axes.includes(axis));
  if (summed === undefined || !sameShape(left, shape)) return undefined;
  const squared = users(summed) === 1 ? squareRoot(summed) : undefined;
  const operator = squared === undefined ? 'ReduceSum' : 'ReduceSumSquare';
  return {
    inputs: [squared ?? summed],
    write: (site) => reduce(operator, axes, { ...site, keep: false }),
  };
}

/**
 * step(x) in one pass, by relu(x) where that is computed anyway, so that relu stays one with the
 * product before it.
 *
 * NOTE: between 0 and the smallest normal number it is between 0 and 1.
 */
function asMask({ operation, inputs }: Node, { known }: Neighbours): Step | undefined {
  const [x] = inputs;
  if (operation.kind !== 'unary' || operation.name !== 'step' || x === undefined) return undefined;
  const attributes = { alpha: float(LARGEST_FLOAT), beta: float(0) };
  return {
    inputs: [known('relu', x) ?? x],
    write: ({ writer, names }) => writer.emit('HardSigmoid', names, { attributes }),
  };
}

/** Smaller than the largest of single precision, so that it does not become infinite. */
const LARGEST_FLOAT = 3e38;

/** softmax(x) by the logarithms, where those are computed anyway: the sums are not taken again. */
function asKnownShares({ operation, inputs }: Node, { known }: Neighbours): Step | undefined {
  const [x] = inputs;
  const logs = x && operation.kind === 'softmax' ? known('log-softmax', x) : undefined;
  if (logs === undefined) return undefined;
  return { inputs: [logs], write: ({ writer, names }) => writer.emit('Exp', names) };
}

/** -max(-x, c) as min(x, -c). */
function asMinimum({ operation, inputs }: Node, { users }: Neighbours): Step | undefined {
  const [outer] = inputs;
  const negated = (node: Node | undefined) =>
    node?.operation.kind === 'unary' && node.operation.name === 'negate'
      ? node.inputs[0]
      : undefined;
  if (operation.kind !== 'unary' || operation.name !== 'negate' || outer === undefined) {
    return undefined;
  }
  if (outer.operation.kind !== 'binary' || outer.operation.name !== 'maximum') return undefined;
  const [left, limit] = outer.inputs;
  const x = negated(left);
  const value = limit?.operation.kind === 'fill' ? limit.operation.value : undefined;
  if (x === undefined || value === undefined || users(outer) > 1) return undefined;
  if (!sameShape(x.shape, outer.shape)) return undefined;
  return {
    inputs: [x],
    write: ({ writer, names }) => writer.emit('Clip', [...names, '', writer.scalar(-value)]),
  };
}

/** Operands that were broadcast in memory are left to the operator, which does so by itself. */
function asBroadcasting({ operation, inputs, shape }: Node): Step | undefined {
  const [a, b] = inputs;
  if (operation.kind !== 'binary' || a === undefined || b === undefined) return undefined;
  const left = unbroadcast(a);
  const keeps = (one: Node, other: Node) =>
    sameShape(broadcastShapes(one.shape, other.shape) ?? [], shape);
  const first = keeps(left, b) ? left : a;
  const right = unbroadcast(b);
  const second = keeps(first, right) ? right : b;
  return {
    inputs: [first, second],
    write: (site) => lowerBinary(operation.name, site),
  };
}

/** What a broadcast took, and a fill as a scalar. */
function unbroadcast(node: Node): Node {
  if (node.operation.kind === 'fill') return { ...node, shape: [] };
  const [origin] = node.inputs;
  return node.operation.kind === 'broadcast' && origin !== undefined ? unbroadcast(origin) : node;
}
