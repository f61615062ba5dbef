import type { FlowColumns } from './capture-columns.ts';
import { candidatesAt, type FlowRun, flowRun, gapUs } from './flow-candidates.ts';
import { rowsOfKey } from './key-groups.ts';
import { FATE, type LinkPlan, type Match, raiseFate, windowOf } from './link-plan.ts';
import { byFlow, isForward } from './linkable-capture.ts';

/** Confidence of a tuple match by what is known of the host's name. */
const CONFIDENCE = { confirmed: 1, unknown: 0.9, contradicted: 0 } as const;

/** What is left of it where more than one conversation lies in the window. */
const CHOSEN_AMONG_SEVERAL = 0.8;

/** An event and a flow that could be its. */
interface Pair {
  readonly event: number;
  readonly flow: number;
  readonly distanceUs: number;
  readonly isForward: boolean;
  readonly confidence: number;
}

/**
 * Links events to flows of their own five-tuple (method `cid`).
 *
 * Within a tuple the pair nearest in time is linked first, then the next of those left; each event
 * and, per host and direction, each flow is used once unless the settings say otherwise.
 */
export function matchTuples(plan: LinkPlan): Match[] {
  const { capture } = plan;
  const matches: Match[] = [];
  for (let key = 0; key < capture.keyCount; key += 1) {
    const rows = rowsOfKey(capture.flowsByKey, key);
    if (rows.length === 0) continue;
    const run = flowRun(capture.flows, rows);
    const pairs: Pair[] = [];
    for (const event of rowsOfKey(capture.eventsByKey, key)) {
      pairs.push(...pairsOf(plan, event, run));
    }
    const isRefuted = rowsOfKey(capture.eventsByKey, key).every((event) =>
      isContradicted(plan, event),
    );
    const fate = isRefuted ? FATE.contradicted : FATE.outsideWindow;
    for (const row of rows) raiseFate(plan.flowFates, row, fate);
    if (pairs.length > 1) pairs.sort(byNearness(plan));
    assign(plan, { run, pairs }, matches);
  }
  return matches;
}

function pairsOf(plan: LinkPlan, event: number, run: FlowRun): Pair[] {
  const { capture, sensorTimesUs } = plan;
  const verdict = plan.verdict(event);
  raiseFate(
    plan.eventFates,
    event,
    verdict === 'contradicted' ? FATE.contradicted : FATE.outsideWindow,
  );
  if (verdict === 'contradicted') return [];
  const timeUs = sensorTimesUs[event] ?? 0;
  const windowUs = windowOf(plan, event);
  const flows = candidatesAt(capture.flows, run, { timeUs, windowUs });
  const forward = flows.map((flow) => isForward(capture, event, flow));
  const conversations = Math.max(
    countConversations(
      capture.flows,
      flows.filter((_, at) => forward[at] === true),
    ),
    countConversations(
      capture.flows,
      flows.filter((_, at) => forward[at] === false),
    ),
  );
  const confidence = CONFIDENCE[verdict] * (conversations > 1 ? CHOSEN_AMONG_SEVERAL : 1);
  return flows.map((flow, at) => {
    raiseFate(plan.eventFates, event, FATE.taken);
    raiseFate(plan.flowFates, flow, FATE.taken);
    const distanceUs = Math.abs(timeUs - (capture.flows.startsUs[flow] ?? 0));
    return { event, flow, distanceUs, isForward: forward[at] === true, confidence };
  });
}

function isContradicted(plan: LinkPlan, event: number): boolean {
  return plan.eventFates[event] === FATE.contradicted;
}

/** By distance in time; ties by direction, then by what the rows themselves are. */
function byNearness({ capture, sensorTimesUs }: LinkPlan): (one: Pair, other: Pair) => number {
  const { events, flows } = capture;
  return (one, other) =>
    one.distanceUs - other.distanceUs ||
    Number(other.isForward) - Number(one.isForward) ||
    (sensorTimesUs[one.event] ?? 0) - (sensorTimesUs[other.event] ?? 0) ||
    (events.rowIds[one.event] ?? 0) - (events.rowIds[other.event] ?? 0) ||
    (flows.rowIds[one.flow] ?? 0) - (flows.rowIds[other.flow] ?? 0);
}

/** Takes the pairs in order as long as neither side is used up. */
function assign(
  plan: LinkPlan,
  { run, pairs }: { readonly run: FlowRun; readonly pairs: readonly Pair[] },
  matches: Match[],
): void {
  const { settings, capture } = plan;
  const used = new Map<number, { conversations: number; flows: Set<number> }>();
  const taken = new Map<number, number>();
  const sideOf = (event: number) =>
    (capture.events.hostIds[event] ?? 0) * 3 + (capture.events.initiated[event] ?? 0);
  const sides = capture.events.hosts.length * 3;
  const isFree = (event: number) => (flow: number) =>
    (taken.get(flow * sides + sideOf(event)) ?? 0) < settings.maxEventsPerFlow;
  for (const pair of pairs) {
    const uses = used.get(pair.event) ?? { conversations: 0, flows: new Set() };
    if (uses.conversations >= settings.maxFlowsPerEvent || uses.flows.has(pair.flow)) continue;
    if (!isFree(pair.event)(pair.flow)) continue;
    const free = run.rows.length > 1 ? run.rows.filter(isFree(pair.event)) : run.rows;
    for (const flow of conversationRows(plan, pair, free)) {
      uses.flows.add(flow);
      const side = flow * sides + sideOf(pair.event);
      taken.set(side, (taken.get(side) ?? 0) + 1);
      const { event, confidence } = pair;
      matches.push({ event, flow, method: 'cid', confidence, rank: uses.flows.size });
      raiseFate(plan.eventFates, event, FATE.linked);
      raiseFate(plan.flowFates, flow, FATE.linked);
    }
    used.set(pair.event, { ...uses, conversations: uses.conversations + 1 });
  }
}

/** The pair's flow and the row of the way back, the initiator's row first. */
function conversationRows(plan: LinkPlan, pair: Pair, free: Int32Array): number[] {
  const { flows } = plan.capture;
  const isAlone = flows.oneWay[pair.flow] === 0 || !plan.settings.linkBothDirections;
  const back = isAlone ? undefined : wayBack(plan, pair, free);
  if (back === undefined) return [pair.flow];
  return pair.isForward ? [pair.flow, back] : [back, pair.flow];
}

/** Of the rows that run against the pair's flow, and touch it, the one that starts nearest. */
function wayBack(plan: LinkPlan, pair: Pair, free: Int32Array): number | undefined {
  const { flows } = plan.capture;
  const windowUs = windowOf(plan, pair.event);
  const apartUs = (row: number) =>
    Math.abs((flows.startsUs[row] ?? 0) - (flows.startsUs[pair.flow] ?? 0));
  let nearest: number | undefined;
  for (const row of free) {
    const isBack =
      flows.oneWay[row] === 1 && isForward(plan.capture, pair.event, row) !== pair.isForward;
    if (!isBack || gapUs(flows, pair.flow, row) > windowUs) continue;
    if (nearest === undefined || apartUs(row) < apartUs(nearest)) nearest = row;
  }
  return nearest;
}

/** Number of conversations among rows of one direction: sensors' copies of one touch each other. */
function countConversations(flows: FlowColumns, rows: readonly number[]): number {
  let count = 0;
  let endUs = Number.NEGATIVE_INFINITY;
  for (const row of rows.toSorted(byFlow(flows))) {
    const isCopy = flows.oneWay[row] === 1 && (flows.startsUs[row] ?? 0) <= endUs;
    if (!isCopy) count += 1;
    endUs = Math.max(endUs, flows.endsUs[row] ?? 0);
  }
  return count;
}
