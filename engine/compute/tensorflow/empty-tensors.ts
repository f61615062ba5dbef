import type { Tensor } from '@tensorflow/tfjs-core';
import type { Node } from '../graph.ts';
import type { Tensorflow } from './tensorflow-backend.ts';

/**
 * The value of a node where it or an input has no elements, which many kernels do not take.
 *
 * @returns nothing where kernels compute it: all have elements, or a concat that leaves some out
 */
export function emptyResult(
  tf: Tensorflow,
  { operation, type }: Node,
  { inputs, shape }: { readonly inputs: readonly Tensor[]; readonly shape: readonly number[] },
): Tensor | undefined {
  if (shape.includes(0)) {
    return tf.tensor([], [...shape], type);
  }
  if (operation.kind === 'concat' || inputs.every(({ size }) => size > 0)) {
    return undefined;
  }
  // Sums of nothing: a sum, a product over no columns, a scatter of no rows.
  return tf.fill([...shape], operation.kind === 'max' ? Number.NEGATIVE_INFINITY : 0, type);
}
