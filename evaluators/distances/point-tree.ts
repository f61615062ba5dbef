import type { TurnedPoints } from './turned-points.ts';

const LEAF = 24;
const BOX_DIMENSIONS = 10;

/** A binary tree over points: each node holds a run of `order` and the box around it. */
export interface PointTree {
  /** Points in the order of the leaves. */
  readonly order: Int32Array; // [points]
  /** Coordinates in that order. */
  readonly points: TurnedPoints; // [points, dimensions]
  readonly dimensions: number;
  /** Leading dimensions that boxes bound. */
  readonly boxed: number;
  readonly from: Int32Array; // [nodes]
  readonly to: Int32Array; // [nodes]
  /** Left child; the right one follows the left one's nodes. 0 for leaves. */
  readonly left: Int32Array; // [nodes]
  readonly right: Int32Array; // [nodes]
  /** Least and greatest coordinate by boxed dimension, one after the other. */
  readonly boxes: Float64Array; // [nodes, boxed, 2]
}

/** Builds the tree by halving the widest side of a node's box until 24 points are left. */
export function buildPointTree(turned: TurnedPoints, rows: number, dimensions: number): PointTree {
  const boxed = Math.min(dimensions, BOX_DIMENSIONS);
  const order = Int32Array.from({ length: rows }, (_, at) => at);
  const nodes = 2 * Math.ceil((2 * rows) / LEAF) + 1;
  const tree = {
    from: new Int32Array(nodes),
    to: new Int32Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    boxes: new Float64Array(nodes * boxed * 2),
  };
  let used = 0;
  const build = (from: number, to: number): number => {
    const node = used;
    used += 1;
    tree.from[node] = from;
    tree.to[node] = to;
    const run = order.subarray(from, to);
    const box = tree.boxes.subarray(node * boxed * 2, (node + 1) * boxed * 2);
    const widest = fillBox(box, run, { turned, dimensions });
    if (to - from <= LEAF || widest < 0) return node;
    const coordinate = (row: number) => turned[row * dimensions + widest] as number;
    run.sort((one, other) => coordinate(one) - coordinate(other) || one - other);
    const middle = (from + to) >> 1;
    tree.left[node] = build(from, middle);
    tree.right[node] = build(middle, to);
    return node;
  };
  build(0, rows);
  return { ...tree, order, dimensions, boxed, points: gather(turned, order, dimensions) };
}

/** Fills the box; answers its widest side, -1 where all points fall together. */
function fillBox(
  box: Float64Array,
  run: Int32Array,
  { turned, dimensions }: { turned: TurnedPoints; dimensions: number },
): number {
  let [widest, width] = [-1, 0];
  for (let side = 0; side < box.length / 2; side += 1) {
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of run) {
      const value = turned[row * dimensions + side] as number;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    box[side * 2] = least;
    box[side * 2 + 1] = greatest;
    if (greatest - least > width) [widest, width] = [side, greatest - least];
  }
  return widest;
}

function gather(turned: TurnedPoints, order: Int32Array, dimensions: number): TurnedPoints {
  const points = new Float64Array(order.length * dimensions);
  for (const [to, from] of order.entries()) {
    points.set(turned.subarray(from * dimensions, (from + 1) * dimensions), to * dimensions);
  }
  return points;
}
