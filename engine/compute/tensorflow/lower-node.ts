import type { Tensor } from '@tensorflow/tfjs-core';
import { defined } from '../../core/invariant.ts';
import type { Binary, DataType, Node, Operation, Unary } from '../graph.ts';
import { emptyResult } from './empty-tensors.ts';
import { pickElements, placeValues, scatterRows } from './flat-indices.ts';
import { REGISTERED_AS, type Tensorflow } from './tensorflow-backend.ts';

type OperationOf<Kind extends Operation['kind']> = Extract<Operation, { readonly kind: Kind }>;

/** A node that is to be computed: the values of its inputs, and its shape in this run. */
interface Call<Kind extends Operation['kind']> {
  readonly tf: Tensorflow;
  readonly operation: OperationOf<Kind>;
  readonly inputs: readonly Tensor[];
  readonly shape: number[];
  readonly type: DataType;
}

type Computed = Exclude<Operation['kind'], 'input' | 'state' | 'constant'>;

type Lowerings = { readonly [Kind in Computed]: (call: Call<Kind>) => Tensor };

/** By the library's own names. */
const UNARY = {
  negate: 'neg',
  exp: 'exp',
  log: 'log',
  sqrt: 'sqrt',
  relu: 'relu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  erf: 'erf',
} as const satisfies Readonly<Record<Exclude<Unary, 'step'>, keyof Tensorflow>>;

const BINARY = {
  add: 'add',
  subtract: 'sub',
  multiply: 'mul',
  divide: 'div',
  maximum: 'maximum',
  greater: 'greater',
} as const satisfies Readonly<Record<Binary, keyof Tensorflow>>;

const LOWERINGS: Lowerings = {
  fill: ({ tf, operation, shape, type }) => tf.fill(shape, operation.value, type),
  unary: ({ tf, operation, inputs }) =>
    operation.name === 'step' ? step(tf, at(inputs, 0)) : tf[UNARY[operation.name]](at(inputs, 0)),
  binary: ({ tf, operation, inputs, type }) => {
    const value = tf[BINARY[operation.name]](at(inputs, 0), at(inputs, 1));
    return value.dtype === 'bool' ? tf.cast(value, type) : value;
  },
  matmul: ({ tf, operation, inputs }) => {
    const { transposeA, transposeB } = operation;
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    // With the flags, wasm is a fifteenth as fast as with transposes of their own.
    return tf.getBackend() === 'wasm'
      ? tf.matMul(transposeA ? swapLast(tf, a) : a, transposeB ? swapLast(tf, b) : b)
      : tf.matMul(a, b, transposeA, transposeB);
  },
  sum: ({ tf, operation, inputs }) => tf.sum(at(inputs, 0), [...operation.axes], true),
  max: ({ tf, operation, inputs }) => tf.max(at(inputs, 0), [...operation.axes], true),
  reshape: ({ tf, inputs, shape }) => tf.reshape(at(inputs, 0), shape),
  transpose: ({ tf, operation, inputs }) => tf.transpose(at(inputs, 0), [...operation.permutation]),
  broadcast: ({ tf, inputs, shape }) => tf.broadcastTo(at(inputs, 0), shape),
  concat: ({ tf, operation, inputs }) =>
    tf.concat(
      inputs.filter(({ size }) => size > 0),
      operation.axis,
    ),
  slice: ({ tf, operation, inputs, shape }) => {
    const { axis, start } = operation;
    return tf.slice(
      at(inputs, 0),
      shape.map((_, other) => (other === axis ? start : 0)),
      shape,
    );
  },
  gather: ({ tf, inputs }) => tf.gather(at(inputs, 0), at(inputs, 1)),
  scatter: ({ tf, operation, inputs }) =>
    scatterRows(tf, [at(inputs, 0), at(inputs, 1)], operation.rows),
  pick: ({ tf, inputs, shape }) =>
    tf.reshape(pickElements(tf, at(inputs, 0), at(inputs, 1)), shape),
  place: ({ tf, inputs }) => placeValues(tf, [at(inputs, 0), at(inputs, 1), at(inputs, 2)]),
  softmax: ({ tf, inputs }) => softmax(tf, at(inputs, 0)),
  'log-softmax': ({ tf, inputs }) => tf.logSoftmax(at(inputs, 0)),
  cumsum: ({ tf, operation, inputs, shape }) =>
    tf.cumsum(at(inputs, 0), shape.length - 1, false, operation.reverse),
  cast: ({ tf, inputs, type }) => tf.cast(at(inputs, 0), type),
  stop: ({ tf, inputs }) => tf.clone(at(inputs, 0)),
};

/** What a node is computed from in a run: its inputs' values, and its shape. */
interface Arguments {
  readonly inputs: readonly Tensor[];
  readonly shape: readonly number[];
}

/**
 * Computes a node from the values of its inputs; the caller disposes the result.. */
export function lowerNode(tf: Tensorflow, node: Node, { inputs, shape }: Arguments): Tensor {
  const lower = LOWERINGS[node.operation.kind as Computed] as (call: unknown) => Tensor;
  const { operation, type } = node;
  return (
    emptyResult(tf, node, { inputs, shape }) ??
    tf.tidy(() => lower({ tf, operation, inputs, shape: [...shape], type }))
  );
}

function at(inputs: readonly Tensor[], index: number): Tensor {
  return defined(inputs[index], 'operation lacks an input');
}

function swapLast(tf: Tensorflow, x: Tensor): Tensor {
  return tf.transpose(x, x.rank === 3 ? [0, 2, 1] : [1, 0]);
}

/**
 * Over the last axis; 1 exactly where there is one element.
 *
 * The native kernel multiplies by an approximate reciprocal and gives a bit less than 1, so that a
 * head with a single code has a gradient of noise, which AdamW scales up to whole steps.
 */
function softmax(tf: Tensorflow, x: Tensor): Tensor {
  if (!isNative(tf)) {
    return tf.softmax(x);
  }
  const powers = tf.exp(tf.sub(x, tf.max(x, -1, true)));
  return tf.div(powers, tf.sum(powers, -1, true));
}

/** The native library has no such kernel and makes it of six. */
function step(tf: Tensorflow, x: Tensor): Tensor {
  return isNative(tf) ? tf.cast(tf.greater(x, 0), 'float32') : tf.step(x);
}

function isNative(tf: Tensorflow): boolean {
  return tf.getBackend() === REGISTERED_AS.node;
}
