import { signOf } from './jacobi-eigen.ts';
import { leadingEigenvectors } from './leading-eigenvectors.ts';

/** Coordinates of a vector on the fitted components. */
export type Projection = (vector: Float64Array) => Float64Array; // [count]

/**
 * The leading principal components of some vectors, each counted once.
 *
 * A component without variance gives 0. Signs are fixed, so equal vectors give equal coordinates.
 *
 * @param vectors at least one, of equal length
 */
export function fitComponents(vectors: readonly Float64Array[], count: number): Projection {
  const size = vectors[0]?.length ?? 0;
  const mean = meanOfVectors(vectors, size);
  const centred = vectors.map((vector) => vector.map((value, at) => value - (mean[at] as number)));
  const found = centred.length < size ? axesOfFew(centred, count) : axesOfMany(centred, count);
  const axes = found.map((axis) => axis.map((value) => signOf(axis) * value));
  return (vector) => {
    const left = vector.map((value, at) => value - (mean[at] as number));
    return Float64Array.from({ length: count }, (_, at) => {
      const axis = axes[at];
      return axis === undefined ? 0 : dot(left, axis);
    });
  };
}

function meanOfVectors(vectors: readonly Float64Array[], size: number): Float64Array {
  const mean = new Float64Array(size);
  for (const vector of vectors) addScaled(mean, vector, 1 / vectors.length);
  return mean;
}

/** Eigenvectors of the covariance (not divided by the count). */
function axesOfMany(centred: readonly Float64Array[], count: number): readonly Float64Array[] {
  const size = centred[0]?.length ?? 0;
  const covariance = new Float64Array(size * size);
  for (const vector of centred) {
    for (let row = 0; row < size; row += 1) {
      const left = vector[row] as number;
      const to = covariance.subarray(row * size, row * size + row + 1);
      if (left !== 0) addScaled(to, vector, left);
    }
  }
  const { vectors } = leadingEigenvectors(mirrored(covariance, size), size, count);
  return rowsOf(vectors, size);
}

/** The same from the products of few vectors, which is a smaller matrix. */
function axesOfFew(centred: readonly Float64Array[], count: number): readonly Float64Array[] {
  const few = centred.length;
  const products = new Float64Array(few * few);
  for (let row = 0; row < few; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      products[row * few + column] = dot(
        centred[row] as Float64Array,
        centred[column] as Float64Array,
      );
    }
  }
  const { values, vectors } = leadingEigenvectors(mirrored(products, few), few, count);
  return rowsOf(vectors, few).map((weights, at) => {
    const length = Math.sqrt(Math.max(0, values[at] as number));
    const axis = new Float64Array(centred[0]?.length ?? 0);
    if (length < 1e-9) return axis;
    for (const [row, weight] of weights.entries()) {
      addScaled(axis, centred[row] as Float64Array, weight / length);
    }
    return axis;
  });
}

/** Copies the lower triangle to the upper one. */
function mirrored(matrix: Float64Array, size: number): Float64Array {
  for (let row = 0; row < size; row += 1) {
    for (let column = row + 1; column < size; column += 1) {
      matrix[row * size + column] = matrix[column * size + row] as number;
    }
  }
  return matrix;
}

function rowsOf(vectors: Float64Array, size: number): readonly Float64Array[] {
  return Array.from({ length: vectors.length / Math.max(1, size) }, (_, row) =>
    vectors.subarray(row * size, (row + 1) * size),
  );
}

function addScaled(sum: Float64Array, vector: Float64Array, factor: number): void {
  for (let at = 0; at < sum.length; at += 1) {
    sum[at] = (sum[at] as number) + factor * (vector[at] as number);
  }
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number);
  return sum;
}
