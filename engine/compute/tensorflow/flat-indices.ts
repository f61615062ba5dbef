import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensorflow } from './tensorflow-backend.ts';

/**
 * Adds each row of the updates to the row of a table of zeros that its index names.
 *
 * ScatterNd sums rows of equal index on every backend, while UnsortedSegmentSum, which the library
 * itself takes for the gradient of gather, is not on wasm.
 *
 * @param updates [..., E]
 * @param indices int32 [...]
 * @returns [rows, E]
 */
export function scatterRows(
  tf: Tensorflow,
  [updates, indices]: readonly [Tensor, Tensor],
  rows: number,
): Tensor {
  const width = updates.shape[updates.shape.length - 1] ?? 1;
  const flat = tf.reshape(indices, [-1, 1]); // [N, 1]
  return tf.scatterND(flat, tf.reshape(updates, [-1, width]), [rows, width]); // [rows, E]
}

/**
 * One element of each row.
 *
 * @param x [..., C]
 * @param indices int32 [...], each in 0..C-1
 * @returns as many elements as indices, flat
 */
export function pickElements(tf: Tensorflow, x: Tensor, indices: Tensor): Tensor {
  return tf.gather(tf.reshape(x, [-1]), flatIndices(tf, x, indices)); // [N]
}

/**
 * Each row's value added at its index.
 *
 * @param x [..., C]
 * @param indices int32 [...], each in 0..C-1
 * @param values float [...]
 */
export function placeValues(
  tf: Tensorflow,
  [x, indices, values]: readonly [Tensor, Tensor, Tensor],
): Tensor {
  const at = tf.reshape(flatIndices(tf, x, indices), [-1, 1]); // [N, 1]
  const placed = tf.scatterND(at, tf.reshape(values, [-1]), [x.size]); // [N * C]
  return tf.add(x, tf.reshape(placed, x.shape));
}

/** Where the elements lie that the indices of the rows name, row-major. */
function flatIndices(tf: Tensorflow, x: Tensor, indices: Tensor): Tensor {
  const columns = x.shape[x.shape.length - 1] ?? 1;
  const starts = tf.range(0, indices.size, 1, 'int32'); // [N]
  return tf.add(tf.mul(starts, tf.scalar(columns, 'int32')), tf.reshape(indices, [-1])); // [N]
}
