import type { Random } from '../../engine/core/random.ts';

/** Rows to cluster, row by row. */
export interface Rows {
  readonly rows: number;
  readonly dimensions: number;
  readonly values: Float64Array; // [rows, dimensions]
}

const STARTS = 10;
const MOST_ROUNDS = 300;

/**
 * Assigns rows to clusters: the best of ten runs of Lloyd's rounds from spread-out starts.
 *
 * @returns cluster of each row, 0 to `clusters` - 1; a cluster may be empty
 * @see Arthur and Vassilvitskii, k-means++: the advantages of careful seeding, 2007
 */
export function kMeans(rows: Rows, clusters: number, random: Random): Int32Array {
  let best: Clustering | null = null;
  for (let start = 0; start < STARTS; start += 1) {
    const found = lloyd(rows, spreadCentres(rows, clusters, random));
    if (best === null || found.cost < best.cost) best = found;
  }
  return best?.cluster ?? new Int32Array(rows.rows);
}

interface Clustering {
  readonly cluster: Int32Array;
  /** Sum of squared distances to the centres. */
  readonly cost: number;
}

/** Each next centre is a row drawn in proportion to its squared distance from those before. */
function spreadCentres(rows: Rows, clusters: number, random: Random): Float64Array {
  const { dimensions, values } = rows;
  const centres = new Float64Array(clusters * dimensions);
  let chosen = random.integer(rows.rows);
  for (let next = 0; next < clusters; next += 1) {
    centres.set(values.subarray(chosen * dimensions, (chosen + 1) * dimensions), next * dimensions);
    const taken = centres.subarray(0, (next + 1) * dimensions);
    const gaps = Array.from({ length: rows.rows }, (_, row) => nearestCentre(rows, row, taken).gap);
    chosen = drawWeighted(gaps, random);
  }
  return centres;
}

function drawWeighted(weights: readonly number[], random: Random): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = random.next() * total;
  for (const [at, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return at;
  }
  return random.integer(weights.length);
}

function lloyd(rows: Rows, centres: Float64Array): Clustering {
  const cluster = new Int32Array(rows.rows).fill(-1);
  let cost = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let moved = false;
    cost = 0;
    for (let row = 0; row < rows.rows; row += 1) {
      const { at, gap } = nearestCentre(rows, row, centres);
      if (cluster[row] !== at) moved = true;
      cluster[row] = at;
      cost += gap;
    }
    if (!moved) break;
    moveCentres(rows, cluster, centres);
  }
  return { cluster, cost };
}

function nearestCentre({ dimensions, values }: Rows, row: number, centres: Float64Array) {
  let nearest = { at: 0, gap: Number.POSITIVE_INFINITY };
  for (let at = 0; at * dimensions < centres.length; at += 1) {
    let gap = 0;
    for (let k = 0; k < dimensions; k += 1) {
      gap +=
        ((values[row * dimensions + k] as number) - (centres[at * dimensions + k] as number)) ** 2;
    }
    if (gap < nearest.gap) nearest = { at, gap };
  }
  return nearest;
}

/** To the mean of its rows; a centre without rows stays. */
function moveCentres(
  { dimensions, values }: Rows,
  cluster: Int32Array,
  centres: Float64Array,
): void {
  const counts = new Float64Array(centres.length / dimensions);
  const sums = new Float64Array(centres.length);
  for (const [row, at] of cluster.entries()) {
    counts[at] = (counts[at] as number) + 1;
    for (let k = 0; k < dimensions; k += 1) {
      const to = at * dimensions + k;
      sums[to] = (sums[to] as number) + (values[row * dimensions + k] as number);
    }
  }
  for (const [to, sum] of sums.entries()) {
    const count = counts[Math.floor(to / dimensions)] as number;
    if (count > 0) centres[to] = sum / count;
  }
}
