import type { FlowColumns } from './capture-columns.ts';
import type { ClockSamples } from './clock-offset.ts';
import { rowsOfKey } from './key-groups.ts';
import type { KeyJoin, LinkableCapture } from './linkable-capture.ts';

/** Unidirectional rows of a tuple this close to each other are one conversation, microseconds. */
const CONVERSATION_GAP = 2_000_000;

/**
 * Pairs that only their tuple ties: the host logged it once, and the sensor saw one conversation.
 *
 * @param join what ties them: the capture's own tuples, or a relaxed key
 * @returns for every host of the capture the pairs' stamps and residuals (stamp less flow start)
 */
export function collectClockSamples(
  capture: LinkableCapture,
  join: KeyJoin = capture,
): Map<string, ClockSamples> {
  const { events, flows } = capture;
  const lists = events.hosts.map(() => ({ timesUs: [] as number[], residualsUs: [] as number[] }));
  for (let key = 0; key < join.keyCount; key += 1) {
    const startUs = onlyConversation(flows, rowsOfKey(join.flowsByKey, key));
    if (startUs === null) continue;
    for (const event of soleEvents(capture, rowsOfKey(join.eventsByKey, key))) {
      const list = lists[events.hostIds[event] ?? -1];
      list?.timesUs.push(events.timesUs[event] ?? 0);
      list?.residualsUs.push((events.timesUs[event] ?? 0) - startUs);
    }
  }
  return new Map(
    events.hosts.map((host, id) => [host, lists[id] ?? { timesUs: [], residualsUs: [] }]),
  );
}

/** The events of a tuple that are their host's only one with it. */
function soleEvents(capture: LinkableCapture, rows: Int32Array): Int32Array {
  if (rows.length === 1) return rows;
  const counts = new Map<number, number>();
  const hostOf = (row: number) => capture.events.hostIds[row] ?? -1;
  for (const row of rows) counts.set(hostOf(row), (counts.get(hostOf(row)) ?? 0) + 1);
  return rows.filter((row) => counts.get(hostOf(row)) === 1);
}

/**
 * The start of a tuple's conversation where it has only one, else null.
 *
 * A bidirectional row is a conversation; unidirectional ones are where they touch each other.
 *
 * @param rows by start
 */
function onlyConversation(flows: FlowColumns, rows: Int32Array): number | null {
  const [first] = rows;
  if (first === undefined) return null;
  let endUs = flows.endsUs[first] ?? 0;
  for (const row of rows.subarray(1)) {
    const isApart = (flows.startsUs[row] ?? 0) > endUs + CONVERSATION_GAP;
    if (isApart || flows.oneWay[row] === 0) return null;
    endUs = Math.max(endUs, flows.endsUs[row] ?? 0);
  }
  return flows.startsUs[first] ?? 0;
}
