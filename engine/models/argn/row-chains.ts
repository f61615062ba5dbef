import type { Random } from '../../core/random.ts';
import type { RecordCodes } from '../code-space.ts';
import type { NetworkPlan } from './network-plan.ts';
import { NO_ROW } from './training-rows.ts';

/** Rows in the order of their timelines, one timeline after the other. */
export interface RowChains {
  readonly rows: Int32Array;
  /** First place of each timeline, and the end of the last. */
  readonly starts: Int32Array;
}

/** Rows of a timeline that an epoch sees at most, so that no subject rules. */
const MOST_ROWS = 1024;

/** Follows the view of the row before; without a history each row stands alone. Linear in the rows. */
export function chainRows(plan: NetworkPlan, data: RecordCodes): RowChains {
  const before = data.views[plan.lag] ?? new Int32Array(data.rows).fill(NO_ROW);
  const next = rowsAfter(before, data.rows);
  const rows = new Int32Array(data.rows);
  const starts: number[] = [];
  let place = 0;
  for (let row = 0; row < data.rows; row += 1) {
    if ((before[row] as number) >= 0) continue;
    starts.push(place);
    for (let at = row; at !== NO_ROW; at = next[at] as number) rows[place++] = at;
  }
  return { rows: rows.subarray(0, place), starts: Int32Array.from([...starts, place]) };
}

/** By row: the row after it, `NO_ROW` for a timeline's last. */
function rowsAfter(before: Int32Array, rows: number): Int32Array {
  const next = new Int32Array(rows).fill(NO_ROW);
  for (let row = 0; row < rows; row += 1) {
    const last = before[row] as number;
    if (last >= 0) next[last] = row;
  }
  return next;
}

/**
 * Parts whole subjects from the others, to judge by.
 *
 * @param share of the subjects, 0..1; at least one subject stays on each side, where there are two
 */
export function splitChains(
  chains: RowChains,
  data: RecordCodes,
  of: { readonly share: number; readonly random: Random },
): { readonly training: RowChains; readonly validation: RowChains } {
  const subjects = [...new Set(data.subjects.subarray(0, data.rows))].sort((a, b) => a - b);
  of.random.shuffle(subjects);
  const count = Math.min(subjects.length - 1, Math.max(1, Math.round(subjects.length * of.share)));
  const judged = new Set(subjects.slice(0, Math.max(0, count)));
  const isJudged = (start: number) =>
    judged.has(data.subjects[chains.rows[start] as number] as number);
  return {
    training: filterChains(chains, (start) => !isJudged(start)),
    validation: filterChains(chains, isJudged),
  };
}

function filterChains(chains: RowChains, isKept: (start: number) => boolean): RowChains {
  const rows = new Int32Array(chains.rows.length);
  const starts: number[] = [];
  let place = 0;
  for (let chain = 0; chain + 1 < chains.starts.length; chain += 1) {
    const [from, to] = [chains.starts[chain] as number, chains.starts[chain + 1] as number];
    if (!isKept(from)) continue;
    starts.push(place);
    rows.set(chains.rows.subarray(from, to), place);
    place += to - from;
  }
  return { rows: rows.subarray(0, place), starts: Int32Array.from([...starts, place]) };
}

/** Rows that an epoch sees. */
export function rowsSeen({ starts }: RowChains): number {
  let sum = 0;
  for (let chain = 0; chain + 1 < starts.length; chain += 1) {
    sum += Math.min(MOST_ROWS, (starts[chain + 1] as number) - (starts[chain] as number));
  }
  return sum;
}

/**
 * An epoch's rows cut into windows, in random order; of a long timeline a random stretch.
 *
 * @returns whole batches of `windows * plan.window` places, `NO_ROW` where nothing is left
 */
export function shuffleWindows(
  plan: NetworkPlan,
  chains: RowChains,
  of: { readonly windows: number; readonly random: Random },
): Int32Array {
  const { window } = plan;
  const places = placesSeen(chains, of.random);
  const offset = of.random.integer(window);
  const count = Math.ceil((places.length + offset) / window);
  const order = of.random.shuffle(Array.from({ length: count }, (_, at) => at));
  const batches = Math.ceil(count / of.windows);
  const all = new Int32Array(batches * of.windows * window).fill(NO_ROW);
  for (const [at, one] of order.entries()) {
    const from = one * window - offset;
    const cut = places.subarray(Math.max(0, from), Math.max(0, from + window));
    all.set(cut, at * window + Math.max(0, -from));
  }
  return all;
}

/** The same windows every time, at most so many rows: what a network is judged by. */
export function fixedWindows(
  plan: NetworkPlan,
  chains: RowChains,
  of: { readonly windows: number; readonly most: number; readonly random: Random },
): Int32Array {
  const all = shuffleWindows(plan, chains, of);
  const size = of.windows * plan.window;
  return all.subarray(0, Math.min(all.length, Math.max(1, Math.ceil(of.most / size)) * size));
}

function placesSeen({ rows, starts }: RowChains, random: Random): Int32Array {
  const chains = Array.from({ length: starts.length - 1 }, (_, chain) => chain);
  random.shuffle(chains);
  const places = new Int32Array(rowsSeen({ rows, starts }));
  let place = 0;
  for (const chain of chains) {
    const [from, to] = [starts[chain] as number, starts[chain + 1] as number];
    const size = Math.min(MOST_ROWS, to - from);
    const first = from + random.integer(to - from - size + 1);
    places.set(rows.subarray(first, first + size), place);
    place += size;
  }
  return places;
}
