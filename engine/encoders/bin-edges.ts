import { defined } from '../core/invariant.ts';
import { multiplesWithin, roundAbove, roundFloor } from './number-grid.ts';
import type { NumberTally } from './number-tally.ts';

/** What the edges of a column's bins are laid by. */
export interface EdgeTask {
  readonly tally: NumberTally;
  /** Cells that are not kept exactly, ascending. */
  readonly rest: readonly number[];
  /** Values kept exactly, ascending. */
  readonly exact: readonly number[];
  readonly step: number;
  readonly k: number;
  /** Too few values to show more than their magnitude. */
  readonly isFew: boolean;
  /** Places for a value that every bin has at least. */
  readonly places: number;
  readonly bins: number;
  readonly width: number;
  readonly barriers: readonly number[];
  readonly maximum: number;
}

/** Fewer subjects than this have no ends to clip; fewer values show but their magnitude. */
const FEW = 20;

/**
 * Lays the edges of the bins; none where all that is rare lies beyond what k subjects reach.
 *
 * No edge is a value of one subject, and no bin has fewer than `places` places for a value.
 */
export function edgesOf(task: EdgeTask): number[] {
  if (task.rest.length === 0) return [];
  if (task.width > 0) return widthEdges(task);
  if (task.isFew) return widened(magnitudes(task), task);
  const ends = isMany(task.tally, task.k) ? clippedEnds(task) : blurredEnds(task);
  if (ends === null) return [];
  const [low, high] = ends;
  const inner = [...quantiles(task, low, high), ...task.barriers];
  const within = inner.filter((one) => one > low && one < high);
  return widened([low, ...within, high], task);
}

/** Enough subjects to clip k at either end and leave a middle. */
function isMany(tally: NumberTally, k: number): boolean {
  return tally.holders >= Math.max(FEW, 4 * k) && tally.extremes > k;
}

/** Too few values and subjects to show more of a value than its magnitude: 1, 2, 5, 10, 20, … */
export function isFewValues(tally: NumberTally, rest: readonly number[], k: number): boolean {
  const rows = rest.reduce((sum, at) => sum + (tally.rows[at] as number), 0);
  return rows < FEW && !isMany(tally, k);
}

/** Cells of equal width, only those that hold values and the spans between them. */
function widthEdges(task: EdgeTask): number[] {
  const { tally, rest, width, maximum } = task;
  const cells = new Set(rest.map((at) => Math.floor((tally.lows[at] as number) / width)));
  const edges = [...cells].flatMap((cell) => [cell * width, Math.min(maximum, (cell + 1) * width)]);
  return distinct(edges);
}

/** Powers of ten, their doubles and fives, about each value. */
function magnitudes({ tally, rest, barriers }: EdgeTask): number[] {
  const values = rest.flatMap((at) => [tally.lows[at] as number, tally.highs[at] as number]);
  const edges = distinct(values.flatMap((one) => [roundFloor(one), roundAbove(one)]));
  const [low, high] = [edges[0] as number, edges[edges.length - 1] as number];
  return distinct([...edges, ...barriers.filter((one) => one > low && one < high)]);
}

/** The outermost values, rounded outwards. */
function blurredEnds({ tally, rest, barriers, maximum }: EdgeTask): readonly [number, number] {
  const from = tally.lows[rest[0] as number] as number;
  const to = tally.highs[rest[rest.length - 1] as number] as number;
  const floors = barriers.filter((one) => one <= from);
  const low = Math.max(roundFloor(from), ...floors);
  return [low, Math.min(maximum, to === 0 ? 0 : roundAbove(to))];
}

/**
 * Between the k-th and the next extreme subject; at the k-th where k subjects share its value.
 *
 * @returns null where no rare value lies within
 */
function clippedEnds(task: EdgeTask): readonly [number, number] | null {
  const { tally, rest, k, step, maximum } = task;
  const [first, second] = [tally.smallest[k - 1] as number, tally.smallest[k] as number];
  const [last, former] = [tally.largest[k - 1] as number, tally.largest[k] as number];
  const low = isShared(task, first) || first === second ? first : between(first, second);
  const beyond = step > 0 ? step : Math.max(Math.abs(last), 1e-3) * 1e-9;
  const high = isShared(task, last) || last === former ? last + beyond : between(former, last);
  const isWithin = (at: number) =>
    (tally.highs[at] as number) >= low && (tally.lows[at] as number) < high;
  return low < high && rest.some(isWithin) ? [low, Math.min(high, maximum)] : null;
}

function isShared({ tally, k }: EdgeTask, value: number): boolean {
  const at = countBelow(tally.lows, value);
  if (tally.lows[at] !== value || tally.highs[at] !== value) return false;
  return (tally.subjects[at] as number) >= k;
}

/** Edges between neighbours, so that bins hold about equally many rows, at least k. */
function quantiles(task: EdgeTask, low: number, high: number): number[] {
  const { tally, rest } = task;
  const total = rest.reduce((sum, at) => sum + (tally.rows[at] as number), 0);
  const size = Math.max(task.k, total / task.bins);
  const edges: number[] = [];
  let filled = 0;
  for (let index = 0; index + 1 < rest.length; index += 1) {
    filled += tally.rows[rest[index] as number] as number;
    const edge = betweenCells(task, index);
    if (filled < size || edge <= low || edge >= high) continue;
    edges.push(edge);
    filled = 0;
  }
  return edges;
}

function betweenCells({ tally, rest }: EdgeTask, index: number): number {
  const below = tally.highs[rest[index] as number] as number;
  return between(below, tally.lows[rest[index + 1] as number] as number);
}

/** The middle of two values, the upper one where no double lies between. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle > low ? middle : high;
}

/** Drops edges until every bin has enough places for a rare value; at the ends, widens. */
function widened(edges: readonly number[], task: EdgeTask): number[] {
  const fixed = new Set(task.barriers);
  const has = (low: number, high: number) => placesOf(task)(low, high) >= task.places;
  const [lowest, ...others] = distinct(edges) as [number, ...number[]];
  const kept = [lowest];
  const last = () => kept[kept.length - 1] as number;
  const settle = (edge: number) => {
    while (kept.length > 1 && !fixed.has(last()) && !has(last(), edge)) kept.pop();
    if (kept.length === 1 && !fixed.has(lowest)) kept[0] = reachingDown(task, lowest, edge);
  };
  for (const edge of others.slice(0, -1)) {
    if (fixed.has(edge)) settle(edge);
    if (has(last(), edge) || fixed.has(edge)) kept.push(edge);
  }
  const outer = others[others.length - 1] ?? lowest;
  while (kept.length > 1 && !fixed.has(last()) && !has(last(), outer)) kept.pop();
  return [...kept, reaching(task, last(), outer)];
}

/** The lowest edge, further out if the bin up to a barrier has too few places. */
function reachingDown(task: EdgeTask, low: number, barrier: number): number {
  const lack = task.places - placesOf(task)(low, barrier);
  return lack > 0 ? low - lack * task.step : low;
}

/** The outer edge, further out if the last bin has too few places. */
function reaching(task: EdgeTask, low: number, outer: number): number {
  const places = placesOf(task);
  const unit = task.step > 0 ? task.step : Math.max(Math.abs(low) * 1e-3, 1e-6);
  let high = outer > low ? outer : low + unit;
  for (let tries = 0; tries < 64 && places(low, high) < task.places; tries += 1) {
    high += unit * (task.places - places(low, high));
  }
  return Math.max(outer, Math.min(high, task.maximum));
}

/** Counts the values that a bin can give beside those kept exactly. */
function placesOf({ step, exact }: EdgeTask): (low: number, high: number) => number {
  return (low, high) =>
    multiplesWithin(step, low, high) - countBelow(exact, high) + countBelow(exact, low);
}

/** Entries of an ascending list below a bound. */
export function countBelow(list: ArrayLike<number>, bound: number): number {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (defined(list[middle], 'middle of the list') < bound) from = middle + 1;
    else to = middle;
  }
  return from;
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
