import type { ClockOffset, LinkDraft, LinkMethod, LinkReport } from '../engine/pipeline/ports.ts';
import { LINK_METHODS } from '../engine/pipeline/ports.ts';
import { FATE, type LinkPlan, windowOf } from './link-plan.ts';
import { quantile, type Residuals } from './link-window.ts';
import { ownAddresses } from './linkable-capture.ts';
import { scopeOf } from './tuple-columns.ts';

const SECOND = 1_000_000;

/** A span of sensor time. */
interface Span {
  readonly fromUs: number;
  readonly toUs: number;
}

/** The figures of one capture: how much was linked, and why the rest was not. */
export function reportLinks(
  capture: string,
  plan: LinkPlan,
  found: {
    readonly links: readonly LinkDraft[];
    readonly offsets: readonly ClockOffset[];
    readonly residuals: Residuals;
  },
): LinkReport {
  const { events, flows } = plan.capture;
  const { all } = found.residuals;
  const [p50, p99] = [quantile(all, 0.5), quantile(all, 0.99)];
  return {
    capture,
    events: events.tuples.count,
    flows: flows.tuples.count,
    tuplePairs: found.residuals.tuplePairs,
    links: found.links.length,
    byMethod: countMethods(found.links),
    offsetSeconds: offsetsByHost(found.offsets),
    residualP50: p50 === null ? null : p50 / SECOND,
    residualP99: p99 === null ? null : p99 / SECOND,
    unlinkedEventsByReason: countReasons(events.tuples.count, eventReasons(plan)),
    unlinkedFlowsByReason: countReasons(flows.tuples.count, flowReasons(plan)),
  };
}

function countMethods(links: readonly LinkDraft[]): Record<LinkMethod, number> {
  const counts = { cid: 0, 'tuple-relaxed': 0, 'fqdn-time': 0 } satisfies Record<
    LinkMethod,
    number
  >;
  for (const method of LINK_METHODS) {
    counts[method] = links.filter((one) => one.method === method).length;
  }
  return counts;
}

/** Of each host the offset that most pairs support. */
function offsetsByHost(offsets: readonly ClockOffset[]): Record<string, number> {
  const best = new Map<string, ClockOffset>();
  for (const one of offsets) {
    const known = best.get(one.host);
    if (known === undefined || one.support > known.support) best.set(one.host, one);
  }
  return Object.fromEntries([...best].map(([host, { offsetUs }]) => [host, offsetUs / SECOND]));
}

/** Counts of the reasons, in code-unit order; rows without one are linked. */
function countReasons(
  rows: number,
  reasonOf: (row: number) => string | null,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row += 1) {
    const reason = reasonOf(row);
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function eventReasons(plan: LinkPlan): (event: number) => string | null {
  const { capture, sensorTimesUs } = plan;
  const { events, flows } = capture;
  const seen = spanOf(flows.startsUs, flows.endsUs, flows.tuples.count);
  return (event) => {
    const fate = fateReason(plan.eventFates[event] ?? 0, 'flow taken');
    if (fate !== 'none') return fate;
    const scope = scopeOf(capture.book, events.tuples, event);
    if (scope !== 'ordinary') return scope;
    const windowUs = windowOf(plan, event);
    const timeUs = sensorTimesUs[event] ?? 0;
    return timeUs < seen.fromUs - windowUs || timeUs > seen.toUs + windowUs
      ? 'outside capture window'
      : 'no flow with its tuple';
  };
}

function flowReasons(plan: LinkPlan): (flow: number) => string | null {
  const { capture, sensorTimesUs, windowsUs } = plan;
  const { events, flows } = capture;
  const watched = ownAddresses(events);
  const logged = spanOf(sensorTimesUs, sensorTimesUs, events.tuples.count);
  const windowUs = windowsUs.reduce((most, one) => Math.max(most, one), 0);
  const isWatched = (flow: number) =>
    watched.has(flows.tuples.low[flow] ?? 0) || watched.has(flows.tuples.high[flow] ?? 0);
  const isLogged = (flow: number) =>
    (flows.endsUs[flow] ?? 0) >= logged.fromUs - windowUs &&
    (flows.startsUs[flow] ?? 0) <= logged.toUs + windowUs;
  return (flow) => {
    const fate = fateReason(plan.flowFates[flow] ?? 0, 'event taken');
    if (fate !== 'none') return fate;
    const scope = scopeOf(capture.book, flows.tuples, flow);
    if (scope !== 'ordinary') return scope;
    if (!isWatched(flow)) return 'host not watched';
    return isLogged(flow) ? 'no event with its tuple' : 'outside log window';
  };
}

/** Why a row that some rule looked at has no link, null where it has one. */
function fateReason(fate: number, taken: string): string | null {
  switch (fate) {
    case FATE.linked:
      return null;
    case FATE.taken:
      return taken;
    case FATE.ambiguous:
      return 'ambiguous';
    case FATE.contradicted:
      return 'name contradicts';
    case FATE.outsideWindow:
      return 'outside time window';
    default:
      return 'none';
  }
}

function spanOf(from: Float64Array, to: Float64Array, count: number): Span {
  let fromUs = Number.POSITIVE_INFINITY;
  let toUs = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < count; row += 1) {
    fromUs = Math.min(fromUs, from[row] ?? 0);
    toUs = Math.max(toUs, to[row] ?? 0);
  }
  return { fromUs, toUs };
}
