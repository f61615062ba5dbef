import type { Node } from '../graph.ts';
import { broadcastShapes, sameShape } from '../shape.ts';
import { int } from './graph-writer.ts';
import { lowerBinary, lowerOperation, reduce, type Site } from './lower-operation.ts';

/** How a node is written: which nodes it takes, and the operators over their names. */
export interface Step {
  readonly inputs: readonly Node[];
  /** @returns the name of the node's value */
  readonly write: (site: Site) => string;
}

/** How many nodes take a node's value, outputs of the graph included. */
export type Users = (node: Node) => number;

/**
 * How a node is written with the fewest passes over memory: with its neighbours as one operator
 * where onnxruntime has one, else by itself.
 */
export function chooseStep(node: Node, users: Users): Step {
  return (
    asBiasedProduct(node, users) ??
    asSumOfSquares(node, users) ??
    asBroadcasting(node) ?? {
      inputs: node.inputs,
      write: (site) => lowerOperation(node, site),
    }
  );
}

/** add(matmul(a, b), bias) as one Gemm. */
function asBiasedProduct(node: Node, users: Users): Step | undefined {
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
function asSumOfSquares({ operation, inputs }: Node, users: Users): Step | undefined {
  const [squares] = inputs;
  if (operation.kind !== 'sum' || squares === undefined || users(squares) > 1) return undefined;
  const [a, b] = squares.inputs;
  const product = squares.operation;
  if (product.kind !== 'binary' || product.name !== 'multiply' || a !== b) return undefined;
  if (a === undefined || !sameShape(a.shape, squares.shape)) return undefined;
  return { inputs: [a], write: (site) => reduce('ReduceSumSquare', operation.axes, site) };
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
