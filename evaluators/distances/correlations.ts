import type { Random } from '../../engine/core/random.ts';
import type { Points } from './points.ts';

const NOISE = 1e-8;
const MOST_PRODUCTS = 2e8;
const LEAST_ROWS = 500;

/**
 * Absolute Pearson correlations between dimensions, of the rows of all sides together.
 *
 * A constant dimension gets noise of size 1e-8 first, which makes it independent of all others; the
 * rest would not feel it. With very many dimensions rows are taken at even steps.
 *
 * @returns `[dimensions, dimensions]`
 */
export function absoluteCorrelations(sides: readonly Points[], random: Random): Float64Array {
  const columns = standardised(sides, random);
  const count = columns.length;
  const correlations = new Float64Array(count * count);
  for (let one = 0; one < count; one += 1) {
    for (let other = 0; other <= one; other += 1) {
      const product = Math.abs(dot(columns[one] as Float64Array, columns[other] as Float64Array));
      correlations[one * count + other] = product;
      correlations[other * count + one] = product;
    }
  }
  return correlations;
}

/** Each dimension less its mean, of length 1. */
function standardised(sides: readonly Points[], random: Random): readonly Float64Array[] {
  const dimensions = sides[0]?.dimensions ?? 0;
  const rows = sides.reduce((sum, side) => sum + side.rows, 0);
  const most = Math.max(LEAST_ROWS, Math.floor(MOST_PRODUCTS / (dimensions * dimensions)));
  const step = Math.max(1, Math.ceil(rows / most));
  return Array.from({ length: dimensions }, (_, dimension) => {
    const column = centred(columnOf(sides, dimension, step));
    const noisy = isConstant(column)
      ? centred(column.map((value) => value + NOISE * random.normal()))
      : column;
    const norm = Math.sqrt(dot(noisy, noisy));
    return noisy.map((value) => value / norm);
  });
}

function columnOf(sides: readonly Points[], dimension: number, step: number): Float64Array {
  const values: number[] = [];
  for (const { rows, dimensions, values: all } of sides) {
    for (let row = 0; row < rows; row += step)
      values.push(all[row * dimensions + dimension] as number);
  }
  return Float64Array.from(values);
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function isConstant(centredValues: Float64Array): boolean {
  return centredValues.every((value) => Math.abs(value) < NOISE);
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number);
  return sum;
}
