import { invariant } from '../../engine/core/invariant.ts';

/**
 * Solves A x = b for a symmetric positive definite A by Cholesky's method.
 *
 * @param matrix A, `[size, size]`
 * @param right b, `[size]`
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const lower = choleskyFactor(matrix, size);
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let sum = solution[row] as number;
    for (let at = 0; at < row; at += 1) {
      sum -= (lower[row * size + at] as number) * (solution[at] as number);
    }
    solution[row] = sum / (lower[row * size + row] as number);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = solution[row] as number;
    for (let at = row + 1; at < size; at += 1) {
      sum -= (lower[at * size + row] as number) * (solution[at] as number);
    }
    solution[row] = sum / (lower[row * size + row] as number);
  }
  return solution;
}

/** The lower triangle L with A = L L'. */
function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column] as number;
      for (let at = 0; at < column; at += 1) {
        sum -= (lower[row * size + at] as number) * (lower[column * size + at] as number);
      }
      if (row === column) invariant(sum > 0, 'matrix is not positive definite');
      lower[row * size + column] =
        row === column ? Math.sqrt(sum) : sum / (lower[column * size + column] as number);
    }
  }
  return lower;
}
