import type { LinkMethod } from '../engine/pipeline/ports.ts';
import { INITIATED } from './capture-columns.ts';
import { groupByKey } from './key-groups.ts';
import { FATE, type LinkPlan, type Match, raiseFate, windowOf } from './link-plan.ts';
import { byEvent, byFlow, type KeyJoin } from './linkable-capture.ts';
import { joinByKey, lostPortKey, type RelaxedKey, translatedKey } from './relaxed-keys.ts';
import { destinationOf, sourceOf } from './tuple-columns.ts';
import { type UniquePair, uniqueInTime } from './unique-in-time.ts';
import { waysBack } from './ways-back.ts';

/** Confidence by what ties the pair; all below that of a full tuple. */
const CONFIDENCE = { lostPort: 0.7, keptPort: 0.6, translated: 0.4, name: 0.2 } as const;

/** A translated address is believed where it explains this many links of a host… */
const LEAST_TRANSLATED = 3;

/** …and this share of them. */
const TRANSLATED_SHARE = 0.8;

/** Half-width of the window of the name rule, which has no tuple to lean on. */
const NAME_WINDOW = 100_000;

/**
 * Links what no exact tuple could: flows whose initiator's port is lost, then hosts behind NAT.
 *
 * A pair is linked only where it is unique both ways within the window (method `tuple-relaxed`).
 * Behind NAT the host's links must agree on one translated address.
 */
export function matchRelaxed(plan: LinkPlan): Match[] {
  const { capture } = plan;
  const lost = linkUnique(plan, lostPortKey(capture), (pairs) => pairs, CONFIDENCE.lostPort);
  const agreed = (pairs: readonly UniquePair[]) => agreeingPairs(plan, pairs);
  const kept = linkUnique(plan, translatedKey(capture, true), agreed, CONFIDENCE.keptPort);
  const moved = linkUnique(plan, translatedKey(capture, false), agreed, CONFIDENCE.translated);
  const matches = [...lost, ...kept, ...moved];
  return plan.settings.linkBothDirections ? [...matches, ...waysBack(plan, matches)] : matches;
}

/**
 * Links events to flows of their host within a tenth of a second (method `fqdn-time`).
 *
 * Imprecise where a host is busy: measured 20 pairs right in 100 candidates; off by default.
 *
 * @param hostOf the watched host that holds an address at a time, -1 if none does
 */
export function matchNames(
  plan: LinkPlan,
  hostOf: (address: number, timeUs: number) => number,
): Match[] {
  const { events, flows } = plan.capture;
  const sides = events.hosts.length;
  const matches: Match[] = [];
  for (const isInitiator of [true, false]) {
    const endOf = isInitiator ? sourceOf : destinationOf;
    const eventKeys = new Int32Array(events.tuples.count).map((_, event) =>
      isOpen(plan.eventFates, event) && (events.initiated[event] !== INITIATED.no) === isInitiator
        ? (events.hostIds[event] ?? -1)
        : -1,
    );
    const flowKeys = new Int32Array(flows.tuples.count).map((_, flow) =>
      isOpen(plan.flowFates, flow)
        ? hostOf(endOf(flows.tuples, flow), flows.startsUs[flow] ?? 0)
        : -1,
    );
    const join: KeyJoin = {
      keyCount: sides,
      eventsByKey: groupByKey(eventKeys, sides, byEvent(events)),
      flowsByKey: groupByKey(flowKeys, sides, byFlow(flows)),
    };
    const pairs = uniqueInTime(plan, join, () => NAME_WINDOW);
    matches.push(...settle(plan, pairs, { method: 'fqdn-time', confidence: CONFIDENCE.name }));
  }
  return matches;
}

function linkUnique(
  plan: LinkPlan,
  key: RelaxedKey,
  choose: (pairs: readonly UniquePair[]) => readonly UniquePair[],
  confidence: number,
): Match[] {
  const isCandidate = (event: number) =>
    isOpen(plan.eventFates, event) && plan.verdict(event) !== 'contradicted';
  const join = joinByKey(plan.capture, {
    ofEvent: (event) => (isCandidate(event) ? key.ofEvent(event) : null),
    ofFlow: (flow) => (isOpen(plan.flowFates, flow) ? key.ofFlow(flow) : null),
  });
  const pairs = choose(uniqueInTime(plan, join, (event) => windowOf(plan, event)));
  return settle(plan, pairs, { method: 'tuple-relaxed', confidence });
}

/** Of the pairs of each host those that agree on the address it is seen under. */
function agreeingPairs({ capture }: LinkPlan, pairs: readonly UniquePair[]): UniquePair[] {
  const { events, flows } = capture;
  const counts = new Map<number, Map<number, number>>();
  const hostOf = (pair: UniquePair) => events.hostIds[pair.event] ?? -1;
  for (const pair of pairs) {
    const ofHost = counts.get(hostOf(pair)) ?? new Map<number, number>();
    const address = sourceOf(flows.tuples, pair.flow);
    ofHost.set(address, (ofHost.get(address) ?? 0) + 1);
    counts.set(hostOf(pair), ofHost);
  }
  return pairs.filter((pair) => {
    const ofHost = counts.get(hostOf(pair)) ?? new Map<number, number>();
    const total = [...ofHost.values()].reduce((sum, one) => sum + one, 0);
    const own = ofHost.get(sourceOf(flows.tuples, pair.flow)) ?? 0;
    return own >= LEAST_TRANSLATED && own >= TRANSLATED_SHARE * total;
  });
}

/** Makes links of pairs and notes the rows as linked. */
function settle(
  plan: LinkPlan,
  pairs: readonly UniquePair[],
  as: { readonly method: LinkMethod; readonly confidence: number },
): Match[] {
  return pairs.map(({ event, flow }) => {
    raiseFate(plan.eventFates, event, FATE.linked);
    raiseFate(plan.flowFates, flow, FATE.linked);
    return { event, flow, ...as, rank: 1 };
  });
}

/** Whether no rule that knows the row's full tuple had anything to say of it. */
function isOpen(fates: Uint8Array, row: number): boolean {
  return fates[row] === FATE.none || fates[row] === FATE.ambiguous;
}
