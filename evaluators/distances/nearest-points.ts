import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { distinctPoints } from './distinct-points.ts';
import { boxGap, type Searched, searchTwo, startSearch } from './point-search.ts';
import { buildPointTree, type PointTree } from './point-tree.ts';
import type { Points } from './points.ts';
import { principalAxes, type TurnedPoints } from './turned-points.ts';

/** For each point that asked, its two nearest among others. */
export interface NearestTwo {
  /** Euclidean distance to the nearest. */
  readonly first: Float64Array; // [queries]
  /** Euclidean distance to the second nearest; equal to `first` where two lie alike. */
  readonly second: Float64Array; // [queries]
  /** Row of a nearest point; of several at equal distance the same one on every run. */
  readonly at: Int32Array; // [queries]
}

/**
 * The two nearest points of each query, exactly.
 *
 * Repeats are dropped, axes turned to the principal ones, and a tree of boxes leaves out what lies
 * farther than the second best so far; whoever is left is measured on the given coordinates, so the
 * distances are those of a full comparison, bit by bit.
 *
 * @throws IncomputableMetricError with fewer than 2 points to choose from, or unequal dimensions
 * @see docs/methods/similarity-and-distances.md, two nearest points
 */
export function nearestTwo(queries: Points, among: Points): NearestTwo {
  refuseUnfit(queries, among);
  const targets = distinctPoints(among, 2);
  const asked = distinctPoints(queries, 1);
  const turn = principalAxes(targets.points);
  const tree = buildPointTree(turn(targets.points), targets.points.rows, among.dimensions);
  const found = searchAll({
    tree,
    turned: turn(asked.points),
    queries: asked.points,
    among: targets.points,
  });
  const pick = (values: Float64Array) =>
    Float64Array.from(asked.of, (position) => values[position] as number);
  return {
    first: pick(found.first),
    second: pick(found.second),
    at: asked.of.map((position) => targets.kept[found.at[position] as number] as number),
  };
}

function refuseUnfit(queries: Points, among: Points): void {
  if (among.rows < 2) {
    throw new IncomputableMetricError(
      `nearest points: too few to choose from: ${among.rows}; give at least 2`,
      { rows: among.rows },
    );
  }
  if (queries.dimensions !== among.dimensions) {
    throw new IncomputableMetricError(
      `nearest points: dimensions differ: ${queries.dimensions} and ${among.dimensions}; ` +
        'embed both sides alike',
      { queries: queries.dimensions, among: among.dimensions },
    );
  }
}

function searchAll(searched: Searched): NearestTwo {
  const { tree, queries, turned } = searched;
  const first = new Float64Array(queries.rows);
  const second = new Float64Array(queries.rows);
  const at = new Int32Array(queries.rows);
  const search = startSearch(searched);
  for (const query of inTreeOrder(tree, turned, queries.rows)) {
    searchTwo(search, query);
    first[query] = Math.sqrt(search.first);
    second[query] = Math.sqrt(search.second);
    at[query] = search.nearest;
  }
  return { first, second, at };
}

/** Neighbouring queries after each other, so that the answer to one bounds the next. */
function inTreeOrder(tree: PointTree, turned: TurnedPoints, rows: number): Int32Array {
  const leaf = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let node = 0;
    while (tree.left[node] !== 0) {
      const [left, right] = [tree.left[node] as number, tree.right[node] as number];
      const asked = { turned, query: row };
      node = boxGap(tree, left, asked) <= boxGap(tree, right, asked) ? left : right;
    }
    leaf[row] = node;
  }
  return Int32Array.from({ length: rows }, (_, row) => row).sort(
    (one, other) => (leaf[one] as number) - (leaf[other] as number) || one - other,
  );
}
