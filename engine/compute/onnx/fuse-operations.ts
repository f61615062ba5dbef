import type { Node } from '../graph.ts';
import { broadcastShapes, sameShape } from '../shape.ts';
import { asDraw } from './fuse-draw.ts';
import { int } from './graph-writer.ts';
import { lowerBinary, lowerOperation, reduce } from './lower-operation.ts';
import type { Neighbours, Step } from './step.ts';

const FUSIONS = [
  asBiasedProduct,
  asSumOfSquares,
  asDraw,
  asFlatSum,
  asMask,
  asPickedLog,
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

/** step(x) by the sign of relu(x), where that is computed anyway: one pass less. */
function asMask({ operation, inputs }: Node, { known }: Neighbours): Step | undefined {
  const [x] = inputs;
  if (operation.kind !== 'unary' || operation.name !== 'step' || x === undefined) return undefined;
  const relu = known('relu', x);
  if (relu === undefined) return undefined;
  return { inputs: [relu], write: ({ writer, names }) => writer.emit('Sign', names) };
}

/**
 * pick(log-softmax(x)) where softmax(x) is computed anyway, from that: the largest element tells how
 * far logarithms of shares lie from elements, without loss of digits.
 */
function asPickedLog(node: Node, { users, known }: Neighbours): Step | undefined {
  const [logs, indices] = node.inputs;
  const [x] = logs?.inputs ?? [];
  if (node.operation.kind !== 'pick' || logs?.operation.kind !== 'log-softmax') return undefined;
  if (x === undefined || indices === undefined || users(logs) > 1) return undefined;
  const shares = known('softmax', x);
  if (shares === undefined) return undefined;
  const picked: Node = { ...node, inputs: [x, indices] };
  return {
    inputs: [x, indices, shares],
    write: (site) => {
      const { writer, names } = site;
      const [element = '', , share = ''] = names;
      const axes = [x.shape.length - 1];
      const largest = (name: string) =>
        reduce('ReduceMax', axes, { writer, names: [name], keep: false });
      const log = writer.emit('Log', [largest(share)]);
      const norm = writer.emit('Sub', [largest(element), log]);
      return writer.emit('Sub', [lowerOperation(picked, site), norm]);
    },
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
