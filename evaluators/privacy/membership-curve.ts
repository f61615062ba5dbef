import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { summaryOf } from '../ceiling/companions.ts';

/** What an attacker believes of each target, and the truth. */
export interface Evidence {
  /** The higher, the more likely a member. */
  readonly scores: Float64Array;
  /** 1 for members, whose record was in training; 0 for outsiders. */
  readonly labels: Uint8Array;
  /** Position of each target's subject; members and outsiders are told apart by their labels. */
  readonly subject: Int32Array;
}

/** How well evidence tells members from outsiders. */
export interface MembershipCurve {
  readonly auc: number;
  /** 95 % by a bootstrap over subjects. */
  readonly interval: readonly [number, number];
  /** Share of the members found where 1 % of the outsiders are called members. */
  readonly foundAtOnePercent: number;
  /** Share of members found over share of outsiders wrongly called, both ascending from 0 to 1. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const BOOTSTRAPS = 200;
const LEAST_TARGETS = 10;

/**
 * The ROC curve of a membership attack; ties count half.
 *
 * @param bootstraps draws behind the interval, which is empty without any
 * @throws IncomputableMetricError below 10 members or outsiders
 */
export function membershipCurve(
  evidence: Evidence,
  random: Random,
  bootstraps = BOOTSTRAPS,
): MembershipCurve {
  const members = evidence.labels.reduce((sum, label) => sum + label, 0);
  const outsiders = evidence.labels.length - members;
  if (Math.min(members, outsiders) < LEAST_TARGETS) {
    throw new IncomputableMetricError(
      `membership: too few targets: ${members} members, ${outsiders} outsiders; give at least ${LEAST_TARGETS} of each`,
      { members, outsiders },
    );
  }
  const order = descending(evidence.scores);
  const points = curveOf(evidence, order, () => 1);
  const draws = Array.from({ length: bootstraps }, (_, draw) =>
    areaUnder(curveOf(evidence, order, subjectWeights(evidence, random.split('bootstrap', draw)))),
  );
  const auc = areaUnder(points);
  const known = draws.filter((draw) => !Number.isNaN(draw));
  return {
    auc,
    interval: known.length === 0 ? [auc, auc] : summaryOf(known).interval,
    foundAtOnePercent: foundAt(points, 0.01),
    points,
  };
}

/** The area alone. */
export function membershipAuc(evidence: Evidence): number {
  return areaUnder(curveOf(evidence, descending(evidence.scores), () => 1));
}

function descending(scores: Float64Array): Int32Array {
  return Int32Array.from(scores.keys()).sort(
    (one, other) => (scores[other] as number) - (scores[one] as number),
  );
}

type Weight = (target: number) => number;

/** How often a subject was drawn, members and outsiders each among their own. */
function subjectWeights({ labels, subject }: Evidence, random: Random): Weight {
  const drawn = [0, 1].map((label) => {
    const own = [...new Set(subject.filter((_, at) => labels[at] === label))];
    const counts = new Map<number, number>();
    for (let draw = 0; draw < own.length; draw += 1) {
      const one = random.pick(own);
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    return counts;
  });
  return (target) => drawn[labels[target] as number]?.get(subject[target] as number) ?? 0;
}

function curveOf({ scores, labels }: Evidence, order: Int32Array, weight: Weight) {
  const points = [{ x: 0, y: 0 }];
  let [found, called] = [0, 0];
  for (let at = 0; at < order.length; at += 1) {
    const target = order[at] as number;
    if (labels[target] === 1) found += weight(target);
    else called += weight(target);
    const next = order[at + 1];
    if (next === undefined || scores[next] !== scores[target]) points.push({ x: called, y: found });
  }
  return points.map(({ x, y }) => ({ x: x / called, y: y / found }));
}

function areaUnder(points: readonly { readonly x: number; readonly y: number }[]): number {
  let area = 0;
  for (const [at, { x, y }] of points.entries()) {
    const before = points[at - 1];
    if (before !== undefined) area += ((x - before.x) * (y + before.y)) / 2;
  }
  return area;
}

/** Share found at a share of false calls, straight between the curve's points. */
function foundAt(points: readonly { readonly x: number; readonly y: number }[], x: number): number {
  const next = points.findIndex((point) => point.x > x);
  const [low, high] = [points[next - 1], points[next]];
  if (low === undefined || high === undefined) return points.at(-1)?.y ?? 0;
  return low.y + ((high.y - low.y) * (x - low.x)) / (high.x - low.x);
}
