import { jacobiEigen } from '../embeddings/jacobi-eigen.ts';
import type { Points } from './points.ts';

/** Points after a turn of the axes, in double precision. */
export type TurnedPoints = Float64Array; // [rows, dimensions]

const MOST_TURNED = 96;
const MOST_SAMPLED = 2_000;

/**
 * Axes along which points are looked at, the widest first: distances stay, their sum fills early.
 *
 * Up to 96 dimensions they are the principal axes of at most 2,000 of the points, beyond that the
 * given axes in the order of their variance.
 */
export function principalAxes(points: Points): (points: Points) => TurnedPoints {
  const { dimensions } = points;
  const covariance = covarianceOf(points);
  if (dimensions > MOST_TURNED) {
    const variance = (at: number) => covariance[at * dimensions + at] as number;
    const order = [...Array(dimensions).keys()].sort(
      (one, other) => variance(other) - variance(one) || one - other,
    );
    return (given) => reorder(given, order);
  }
  const { vectors } = jacobiEigen(covariance, dimensions);
  return (given) => turn(given, vectors);
}

function covarianceOf(points: Points): Float64Array {
  const { dimensions, rows, values } = points;
  const step = Math.max(1, Math.floor(rows / MOST_SAMPLED));
  const mean = new Float64Array(dimensions);
  let count = 0;
  for (let row = 0; row < rows; row += step) {
    for (let at = 0; at < dimensions; at += 1) {
      mean[at] = (mean[at] as number) + (values[row * dimensions + at] as number);
    }
    count += 1;
  }
  for (let at = 0; at < dimensions; at += 1) mean[at] = (mean[at] as number) / Math.max(1, count);
  const covariance = new Float64Array(dimensions * dimensions);
  const centred = new Float64Array(dimensions);
  for (let row = 0; row < rows; row += step) {
    for (let at = 0; at < dimensions; at += 1) {
      centred[at] = (values[row * dimensions + at] as number) - (mean[at] as number);
    }
    addOuter(covariance, centred);
  }
  return covariance;
}

function addOuter(covariance: Float64Array, vector: Float64Array): void {
  const size = vector.length;
  for (let row = 0; row < size; row += 1) {
    const left = vector[row] as number;
    for (let column = 0; column < size; column += 1) {
      const at = row * size + column;
      covariance[at] = (covariance[at] as number) + left * (vector[column] as number);
    }
  }
}

function turn({ rows, dimensions, values }: Points, axes: Float64Array): TurnedPoints {
  const turned = new Float64Array(rows * dimensions);
  for (let row = 0; row < rows; row += 1) {
    const from = row * dimensions;
    for (let axis = 0; axis < dimensions; axis += 1) {
      let sum = 0;
      for (let at = 0; at < dimensions; at += 1) {
        sum += (values[from + at] as number) * (axes[axis * dimensions + at] as number);
      }
      turned[from + axis] = sum;
    }
  }
  return turned;
}

function reorder({ rows, dimensions, values }: Points, order: readonly number[]): TurnedPoints {
  const turned = new Float64Array(rows * dimensions);
  for (let row = 0; row < rows; row += 1) {
    for (let to = 0; to < dimensions; to += 1) {
      turned[row * dimensions + to] = values[row * dimensions + (order[to] as number)] as number;
    }
  }
  return turned;
}
