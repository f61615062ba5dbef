import * as tf from '@tensorflow/tfjs-core';
import { defined } from '../../core/invariant.ts';
import type { Binary, DataType, Node, Operation, Unary } from '../graph.ts';
import { pickElements, placeValues, scatterRows } from './flat-indices.ts';

type OperationOf<Kind extends Operation['kind']> = Extract<Operation, { readonly kind: Kind }>;

/** A node that is to be computed: the values of its inputs, and its shape in this run. */
interface Call<Kind extends Operation['kind']> {
  readonly operation: OperationOf<Kind>;
  readonly inputs: readonly tf.Tensor[];
  readonly shape: number[];
  readonly type: DataType;
}

type Computed = Exclude<Operation['kind'], 'input' | 'state' | 'constant'>;

type Lowerings = { readonly [Kind in Computed]: (call: Call<Kind>) => tf.Tensor };

const UNARY: Readonly<Record<Unary, (x: tf.Tensor) => tf.Tensor>> = {
  negate: tf.neg,
  exp: tf.exp,
  log: tf.log,
  sqrt: tf.sqrt,
  relu: tf.relu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  erf: tf.erf,
  step: (x) => tf.step(x),
};

const BINARY: Readonly<Record<Binary, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor>> = {
  add: tf.add,
  subtract: tf.sub,
  multiply: tf.mul,
  divide: tf.div,
  maximum: tf.maximum,
  greater: (a, b) => tf.cast(tf.greater(a, b), 'float32'),
};

const LOWERINGS: Lowerings = {
  fill: ({ operation, shape, type }) => tf.fill(shape, operation.value, type),
  unary: ({ operation, inputs }) => UNARY[operation.name](at(inputs, 0)),
  binary: ({ operation, inputs }) => BINARY[operation.name](at(inputs, 0), at(inputs, 1)),
  matmul: ({ operation, inputs }) => multiplyMatrices(operation, at(inputs, 0), at(inputs, 1)),
  sum: ({ operation, inputs }) => tf.sum(at(inputs, 0), [...operation.axes], true),
  max: ({ operation, inputs }) => tf.max(at(inputs, 0), [...operation.axes], true),
  reshape: ({ inputs, shape }) => tf.reshape(at(inputs, 0), shape),
  transpose: ({ operation, inputs }) => tf.transpose(at(inputs, 0), [...operation.permutation]),
  broadcast: ({ inputs, shape }) => tf.broadcastTo(at(inputs, 0), shape),
  concat: ({ operation, inputs }) => tf.concat([...inputs], operation.axis),
  slice: ({ operation, inputs }) => sliceAxis(at(inputs, 0), operation),
  gather: ({ inputs }) => tf.gather(at(inputs, 0), at(inputs, 1)),
  scatter: ({ operation, inputs }) => scatterRows(at(inputs, 0), at(inputs, 1), operation.rows),
  pick: ({ inputs, shape }) => tf.reshape(pickElements(at(inputs, 0), at(inputs, 1)), shape),
  place: ({ inputs }) => placeValues(at(inputs, 0), at(inputs, 1), at(inputs, 2)),
  softmax: ({ inputs }) => tf.softmax(at(inputs, 0)),
  'log-softmax': ({ inputs }) => tf.logSoftmax(at(inputs, 0)),
  cumsum: ({ operation, inputs }) => tf.cumsum(at(inputs, 0), -1, false, operation.reverse),
  cast: ({ inputs, type }) => tf.cast(at(inputs, 0), type),
  stop: ({ inputs }) => tf.clone(at(inputs, 0)),
};

/**
 * Computes a node from the values of its inputs; the caller disposes the result.
 *
 * @param inputs in the order of the node's own
 * @param shape the node's shape in this run
 */
export function lowerNode(
  node: Node,
  inputs: readonly tf.Tensor[],
  shape: readonly number[],
): tf.Tensor {
  const lower = LOWERINGS[node.operation.kind as Computed] as (call: unknown) => tf.Tensor;
  const call = { operation: node.operation, inputs, shape: [...shape], type: node.type };
  return tf.tidy(() => lower(call));
}

function at(inputs: readonly tf.Tensor[], index: number): tf.Tensor {
  return defined(inputs[index], 'operation lacks an input');
}

/** The flags of matMul are a fifteenth as fast on wasm as a transpose of its own. */
function multiplyMatrices(
  { transposeA, transposeB }: OperationOf<'matmul'>,
  a: tf.Tensor,
  b: tf.Tensor,
): tf.Tensor {
  return tf.matMul(transposeA ? swapLast(a) : a, transposeB ? swapLast(b) : b);
}

function swapLast(x: tf.Tensor): tf.Tensor {
  return tf.transpose(x, x.rank === 3 ? [0, 2, 1] : [1, 0]);
}

function sliceAxis(x: tf.Tensor, { axis, start, size }: OperationOf<'slice'>): tf.Tensor {
  const begin = x.shape.map((_, other) => (other === axis ? start : 0));
  return tf.slice(
    x,
    begin,
    x.shape.map((whole, other) => (other === axis ? size : whole)),
  );
}
