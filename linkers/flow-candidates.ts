import type { FlowColumns } from './capture-columns.ts';

/** Flows of one tuple that are looked at for one event at most; the nearest by start come first. */
const MOST_CANDIDATES = 64;

/** Flows that share a key, by start, and the longest duration among them. */
export interface FlowRun {
  readonly rows: Int32Array;
  readonly longestUs: number;
}

export function flowRun(flows: FlowColumns, rows: Int32Array): FlowRun {
  let longestUs = 0;
  for (const row of rows) {
    longestUs = Math.max(longestUs, (flows.endsUs[row] ?? 0) - (flows.startsUs[row] ?? 0));
  }
  return { rows, longestUs };
}

/**
 * The flows of a run whose span, widened by `windowUs` at both ends, holds a time.
 *
 * Cost: O(log n + candidates); of more than 64 those that start last are kept.
 */
export function candidatesAt(
  flows: FlowColumns,
  run: FlowRun,
  at: { readonly timeUs: number; readonly windowUs: number },
): number[] {
  const { timeUs, windowUs } = at;
  const found: number[] = [];
  const earliest = timeUs - windowUs - run.longestUs;
  for (let place = placeAfter(flows, run.rows, timeUs + windowUs) - 1; place >= 0; place -= 1) {
    const row = run.rows[place] ?? 0;
    if ((flows.startsUs[row] ?? 0) < earliest || found.length === MOST_CANDIDATES) break;
    if ((flows.endsUs[row] ?? 0) + windowUs >= timeUs) found.push(row);
  }
  return found;
}

/** Time between two flows, negative where they overlap. */
export function gapUs({ startsUs, endsUs }: FlowColumns, one: number, other: number): number {
  const latestStart = Math.max(startsUs[one] ?? 0, startsUs[other] ?? 0);
  return latestStart - Math.min(endsUs[one] ?? 0, endsUs[other] ?? 0);
}

/** The first place of a run whose flow starts after a time. */
function placeAfter(flows: FlowColumns, rows: Int32Array, timeUs: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((flows.startsUs[rows[middle] ?? 0] ?? 0) <= timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
