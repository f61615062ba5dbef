import type { Random } from '../../engine/core/random.ts';
import { leadingEigenvectors } from '../embeddings/leading-eigenvectors.ts';
import { absoluteCorrelations } from './correlations.ts';
import { kMeans } from './k-means.ts';
import type { Points } from './points.ts';

/** Dimensions that are looked at together. */
export interface DimensionGroup {
  readonly name: string;
  readonly dimensions: readonly number[];
}

const GROUPS = 3;
const MOST_UNSPLIT = 10;

/**
 * The groups of dimensions among which distances are taken: all; with more than 10 also three of
 * dimensions that go together and three at random.
 *
 * @param original training and holdout, whose correlations count
 */
export function dimensionGroups(
  original: readonly Points[],
  random: Random,
): readonly DimensionGroup[] {
  const count = original[0]?.dimensions ?? 0;
  const all = { name: 'all columns', dimensions: [...Array(count).keys()] };
  if (count <= MOST_UNSPLIT) return [all];
  return [
    all,
    ...relatedGroups(original, random.split('related')),
    ...randomGroups(count, random.split('random')),
  ];
}

/** The points with only some of their dimensions. */
export function withDimensions(points: Points, dimensions: readonly number[]): Points {
  const width = dimensions.length;
  const values = new Float32Array(points.rows * width);
  for (let row = 0; row < points.rows; row += 1) {
    for (let at = 0; at < width; at += 1) {
      values[row * width + at] = points.values[
        row * points.dimensions + (dimensions[at] as number)
      ] as number;
    }
  }
  return { rows: points.rows, dimensions: width, values };
}

/**
 * Spectral clustering on the graph of absolute correlations.
 *
 * @see Ng, Jordan and Weiss, On spectral clustering, 2001 (here without scaling rows to length 1)
 */
function relatedGroups(original: readonly Points[], random: Random): readonly DimensionGroup[] {
  const count = original[0]?.dimensions ?? 0;
  const weights = absoluteCorrelations(original, random.split('noise'));
  for (let at = 0; at < count; at += 1) weights[at * count + at] = 0;
  const roots = Float64Array.from({ length: count }, (_, row) =>
    Math.sqrt(weights.subarray(row * count, (row + 1) * count).reduce((sum, one) => sum + one, 0)),
  );
  const scaled = weights.map((weight, at) => {
    const [row, column] = [Math.floor(at / count), at % count];
    // The identity keeps all eigenvalues positive; the vectors stay.
    return weight / ((roots[row] as number) * (roots[column] as number)) + (row === column ? 1 : 0);
  });
  const { vectors } = leadingEigenvectors(scaled, count, GROUPS);
  const values = Float64Array.from({ length: count * GROUPS }, (_, at) => {
    const row = Math.floor(at / GROUPS);
    return (vectors[(at % GROUPS) * count + row] as number) / (roots[row] as number);
  });
  const cluster = kMeans({ rows: count, dimensions: GROUPS, values }, GROUPS, random);
  return named('related columns', (group) =>
    [...cluster.keys()].filter((dimension) => cluster[dimension] === group),
  );
}

/** Even shares of the shuffled dimensions. */
function randomGroups(count: number, random: Random): readonly DimensionGroup[] {
  const shuffled = random.shuffle([...Array(count).keys()]);
  const larger = count % GROUPS;
  const start = (group: number) => group * Math.floor(count / GROUPS) + Math.min(group, larger);
  return named('random columns', (group) => shuffled.slice(start(group), start(group + 1)));
}

function named(
  name: string,
  dimensionsOf: (group: number) => readonly number[],
): readonly DimensionGroup[] {
  return Array.from({ length: GROUPS }, (_, group) => ({
    name: `${name} ${group + 1}`,
    dimensions: dimensionsOf(group),
  })).filter(({ dimensions }) => dimensions.length > 0);
}
