import { candidatesAt, flowRun } from './flow-candidates.ts';
import { rowsOfKey } from './key-groups.ts';
import { FATE, type LinkPlan, raiseFate } from './link-plan.ts';
import type { KeyJoin } from './linkable-capture.ts';

/** An event and a flow that are each other's only candidate. */
export interface UniquePair {
  readonly event: number;
  readonly flow: number;
}

/**
 * Pairs of a relaxed key that are unique both ways within the window; all others stay apart.
 *
 * @param windowOf half-width of the window around an event, microseconds
 */
export function uniqueInTime(
  plan: LinkPlan,
  join: KeyJoin,
  windowOf: (event: number) => number,
): UniquePair[] {
  const unique: UniquePair[] = [];
  for (let key = 0; key < join.keyCount; key += 1) {
    const rows = rowsOfKey(join.flowsByKey, key);
    if (rows.length === 0) continue;
    unique.push(...uniqueOfKey(plan, { rows, events: rowsOfKey(join.eventsByKey, key) }, windowOf));
  }
  return unique;
}

function uniqueOfKey(
  plan: LinkPlan,
  group: { readonly rows: Int32Array; readonly events: Int32Array },
  windowOf: (event: number) => number,
): UniquePair[] {
  const { flows } = plan.capture;
  const run = flowRun(flows, group.rows);
  const rivals = new Map<number, number>();
  const candidates = [...group.events].map((event) => {
    const at = { timeUs: plan.sensorTimesUs[event] ?? 0, windowUs: windowOf(event) };
    const found = candidatesAt(flows, run, at);
    for (const flow of found) rivals.set(flow, (rivals.get(flow) ?? 0) + 1);
    return { event, found };
  });
  return candidates.flatMap(({ event, found }) => {
    const [flow] = found;
    if (flow === undefined) return [];
    if (found.length === 1 && rivals.get(flow) === 1) return [{ event, flow }];
    raiseFate(plan.eventFates, event, FATE.ambiguous);
    for (const one of found) raiseFate(plan.flowFates, one, FATE.ambiguous);
    return [];
  });
}
