import { createRandom } from '../../engine/core/random.ts';
import { type Eigen, inOrder, jacobiEigen } from './jacobi-eigen.ts';

const SPARE = 6;
const MOST_ROUNDS = 300;
const ENOUGH = 1e-10;

/**
 * The greatest eigenvalues and their vectors of a positive semidefinite symmetric matrix.
 *
 * Subspace iteration with six spare vectors from a fixed start, so that equal matrices give equal
 * vectors. Where eigenvalues tie, any basis of their space may come out.
 *
 * @param matrix row by row, `size` × `size`
 * @see Saad, Numerical Methods for Large Eigenvalue Problems, 2011, chapter 5
 */
export function leadingEigenvectors(matrix: Float64Array, size: number, count: number): Eigen {
  const width = Math.min(size, count + SPARE);
  const random = createRandom(0, 'leading eigenvectors', size);
  let basis: Float64Array = Float64Array.from({ length: width * size }, () => random.normal());
  orthonormalise(basis, width, size);
  let eigen: Eigen = { values: new Float64Array(width), vectors: basis };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const image = multiply(matrix, basis, size);
    const before = eigen.values;
    eigen = ritz(basis, image, size);
    if (settled(before, eigen.values, count)) break;
    basis = image;
    orthonormalise(basis, width, size);
  }
  return {
    values: eigen.values.slice(0, count),
    vectors: eigen.vectors.slice(0, Math.min(count, width) * size),
  };
}

function settled(before: Float64Array, now: Float64Array, count: number): boolean {
  const scale = Math.max(now[0] ?? 0, Number.MIN_VALUE);
  for (let at = 0; at < Math.min(count, now.length); at += 1) {
    if (Math.abs((now[at] as number) - (before[at] as number)) > ENOUGH * scale) return false;
  }
  return true;
}

/** Best eigenvectors within the span of the basis (Rayleigh and Ritz). */
function ritz(basis: Float64Array, image: Float64Array, size: number): Eigen {
  const width = basis.length / size;
  const small = new Float64Array(width * width);
  for (let row = 0; row < width; row += 1) {
    for (let column = 0; column < width; column += 1) {
      small[row * width + column] =
        (dot(basis, image, { one: row, other: column, size }) +
          dot(basis, image, { one: column, other: row, size })) /
        2;
    }
  }
  const inner = jacobiEigen(small, width);
  const vectors = new Float64Array(width * size);
  for (let to = 0; to < width; to += 1) {
    for (let from = 0; from < width; from += 1) {
      addScaled(vectors, basis, {
        to,
        from,
        size,
        factor: inner.vectors[to * width + from] as number,
      });
    }
  }
  return inOrder(inner.values, vectors);
}

/** Rows of the basis times the (symmetric) matrix. */
function multiply(matrix: Float64Array, basis: Float64Array, size: number): Float64Array {
  const width = basis.length / size;
  const image = new Float64Array(basis.length);
  for (let row = 0; row < width; row += 1) {
    for (let at = 0; at < size; at += 1) {
      let sum = 0;
      for (let k = 0; k < size; k += 1) {
        sum += (matrix[at * size + k] as number) * (basis[row * size + k] as number);
      }
      image[row * size + at] = sum;
    }
  }
  return image;
}

/** Gram and Schmidt, twice for safety; a row that vanishes is left 0. */
function orthonormalise(basis: Float64Array, width: number, size: number): void {
  for (let row = 0; row < width; row += 1) {
    for (let pass = 0; pass < 2; pass += 1) {
      for (let other = 0; other < row; other += 1) {
        const factor = -dot(basis, basis, { one: row, other, size });
        addScaled(basis, basis, { to: row, from: other, size, factor });
      }
      const norm = Math.sqrt(dot(basis, basis, { one: row, other: row, size }));
      const factor = norm < 1e-150 ? 0 : 1 / norm;
      for (let at = row * size; at < (row + 1) * size; at += 1) {
        basis[at] = (basis[at] as number) * factor;
      }
    }
  }
}

function dot(
  left: Float64Array,
  right: Float64Array,
  { one, other, size }: { one: number; other: number; size: number },
): number {
  let sum = 0;
  for (let at = 0; at < size; at += 1) {
    sum += (left[one * size + at] as number) * (right[other * size + at] as number);
  }
  return sum;
}

interface ScaledRow {
  readonly to: number;
  readonly from: number;
  readonly size: number;
  readonly factor: number;
}

function addScaled(
  target: Float64Array,
  source: Float64Array,
  { to, from, size, factor }: ScaledRow,
): void {
  for (let at = 0; at < size; at += 1) {
    target[to * size + at] =
      (target[to * size + at] as number) + factor * (source[from * size + at] as number);
  }
}
