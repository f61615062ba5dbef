import type { PointTree } from './point-tree.ts';
import type { Points } from './points.ts';
import type { TurnedPoints } from './turned-points.ts';

/** Points that ask and points to choose from, as given and on the tree's axes. */
export interface Searched {
  readonly tree: PointTree;
  readonly turned: TurnedPoints; // [queries, dimensions]
  readonly queries: Points;
  readonly among: Points;
}

/** The state of a search for the two nearest points; squared distances. */
export interface PointSearch {
  readonly searched: Searched;
  /** What turning the axes may change in a squared distance, by far. */
  readonly slack: number;
  query: number;
  first: number;
  second: number;
  /** Row of the nearest point, -1 before the first search. */
  nearest: number;
  runnerUp: number;
  /** Beyond it no point matters. */
  bound: number;
}

/** Opens a search that answers one query after the other. */
export function startSearch(searched: Searched): PointSearch {
  const slack =
    1e-10 * Math.max(greatestSquare(searched.turned), greatestSquare(searched.tree.points));
  const none = { query: 0, first: 0, second: 0, nearest: -1, runnerUp: -1, bound: 0 };
  return { searched, slack, ...none };
}

/** Finds the query's two nearest points; what the last query found bounds the search. */
export function searchTwo(search: PointSearch, query: number): void {
  const { nearest, runnerUp, slack } = search;
  search.query = query;
  // Two real points: the second best is no farther than the farther one of them.
  search.bound =
    runnerUp < 0
      ? Number.POSITIVE_INFINITY
      : slack + Math.max(distanceTo(search, nearest), distanceTo(search, runnerUp));
  search.first = Number.POSITIVE_INFINITY;
  search.second = Number.POSITIVE_INFINITY;
  visit(search, 0);
}

/** Squared distance from a query to a node's box over the boxed dimensions: never too great. */
export function boxGap(
  { boxes, boxed, dimensions }: PointTree,
  node: number,
  { turned, query }: { readonly turned: TurnedPoints; readonly query: number },
): number {
  const start = query * dimensions;
  let gap = 0;
  let side = node * boxed * 2;
  for (let at = 0; at < boxed; at += 1, side += 2) {
    const value = turned[start + at] as number;
    const below = (boxes[side] as number) - value;
    const above = value - (boxes[side + 1] as number);
    if (below > 0) gap += below * below;
    else if (above > 0) gap += above * above;
  }
  return gap;
}

function visit(search: PointSearch, node: number): void {
  const { tree, turned } = search.searched;
  const left = tree.left[node] as number;
  if (left === 0) {
    scan(search, tree.from[node] as number, tree.to[node] as number);
    return;
  }
  const right = tree.right[node] as number;
  const asked = { turned, query: search.query };
  const [toLeft, toRight] = [boxGap(tree, left, asked), boxGap(tree, right, asked)];
  const isLeft = toLeft <= toRight;
  if ((isLeft ? toLeft : toRight) <= search.bound) visit(search, isLeft ? left : right);
  if ((isLeft ? toRight : toLeft) <= search.bound) visit(search, isLeft ? right : left);
}

function scan(search: PointSearch, from: number, to: number): void {
  const { tree, turned } = search.searched;
  const start = search.query * tree.dimensions;
  for (let position = from; position < to; position += 1) {
    if (isWithin(tree, position, { turned, start, bound: search.bound })) {
      offer(search, tree.order[position] as number);
    }
  }
}

interface Reach {
  readonly turned: TurnedPoints;
  readonly start: number;
  readonly bound: number;
}

/** True where a point is not beyond the bound; stops as soon as it is. Eight dimensions a step. */
function isWithin(
  { points, dimensions }: PointTree,
  position: number,
  { turned, start, bound }: Reach,
): boolean {
  const end = start + dimensions;
  const whole = end - (dimensions % 8);
  let sum = 0;
  let at = start;
  let to = position * dimensions;
  for (; at < whole; at += 8, to += 8) {
    const a = (turned[at] as number) - (points[to] as number);
    const b = (turned[at + 1] as number) - (points[to + 1] as number);
    const c = (turned[at + 2] as number) - (points[to + 2] as number);
    const d = (turned[at + 3] as number) - (points[to + 3] as number);
    sum += a * a + b * b + (c * c + d * d);
    const e = (turned[at + 4] as number) - (points[to + 4] as number);
    const f = (turned[at + 5] as number) - (points[to + 5] as number);
    const g = (turned[at + 6] as number) - (points[to + 6] as number);
    const h = (turned[at + 7] as number) - (points[to + 7] as number);
    sum += e * e + f * f + (g * g + h * h);
    if (sum > bound) return false;
  }
  for (; at < end; at += 1, to += 1) {
    const gap = (turned[at] as number) - (points[to] as number);
    sum += gap * gap;
  }
  return sum <= bound;
}

/** Measures a point on the given coordinates and keeps it if it is among the two best. */
function offer(search: PointSearch, row: number): void {
  const distance = distanceTo(search, row);
  if (distance < search.first) {
    search.second = search.first;
    search.runnerUp = search.nearest;
    search.first = distance;
    search.nearest = row;
  } else if (distance < search.second) {
    search.second = distance;
    search.runnerUp = row;
  }
  if (search.second + search.slack < search.bound) search.bound = search.second + search.slack;
}

function distanceTo({ searched: { queries, among }, query }: PointSearch, row: number): number {
  const { dimensions } = queries;
  const [from, to] = [query * dimensions, row * dimensions];
  let sum = 0;
  for (let at = 0; at < dimensions; at += 1) {
    const gap = (queries.values[from + at] as number) - (among.values[to + at] as number);
    sum += gap * gap;
  }
  return sum;
}

function greatestSquare(points: TurnedPoints): number {
  let most = 0;
  for (const value of points) most = Math.max(most, value * value);
  return most;
}
