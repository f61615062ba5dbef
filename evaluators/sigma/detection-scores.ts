import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { likenessCard } from '../ceiling/likeness-card.ts';
import { type NaiveSample, shuffledColumns } from '../ceiling/naive-samples.ts';
import { type CountedLaw, scoreCounts } from '../ceiling/score-counts.ts';
import type { ScoreCard } from '../findings.ts';
import { likenessOf } from '../pairs/distribution-accuracy.ts';
import type { Sides } from '../relations/subject-sample.ts';
import { SIGMA_LEVELS, type SigmaRule } from './sigma-rule.ts';
import type { HitCounter } from './subject-hits.ts';

/** Events of a sample, and those that match, by rule. */
interface Findings {
  readonly events: number;
  readonly hits: Float64Array; // [rules]
}

type Compare = (one: Findings, other: Findings) => number;

/** What the scores of detections are computed from. */
export interface DetectionInput {
  readonly sides: Sides;
  readonly rules: readonly SigmaRule[];
  readonly counter: HitCounter;
  readonly random: Random;
}

/** How alike the rules answer on both sides. @see docs/methods/sigma.md, scores */
export function detectionCards(input: DetectionInput): readonly ScoreCard[] {
  const weights = input.rules.map(({ level }) => SIGMA_LEVELS.indexOf(level) + 1);
  const compared: readonly (readonly [id: string, label: string, Compare])[] = [
    // The overlap first: agreement counts the rules that are silent on both sides, too.
    ['jaccard', 'rules that fire on both sides, of those that fire on one', jaccard],
    [
      'agreement',
      'rules that fire, or stay silent, on both sides',
      agreement(weights.map(() => 1)),
    ],
    ['weightedAgreement', 'the same, rules weighted by level (1 to 5)', agreement(weights)],
    ['accuracy', 'shares of the rules in all hits', hitAccuracy],
    ['rates', 'hits per event, rule by rule', rateOverlap],
  ];
  // NOTE: the naive side costs as much as a real one; all cards share it.
  let made: ReturnType<NaiveSample> | null = null;
  const naive: NaiveSample = (original, random) => {
    made ??= shuffledColumns(original, random);
    return made;
  };
  return compared.map(([id, label, compare]) =>
    likenessCard(id, label, () =>
      scoreCounts(lawOf(label, compare, input), input.sides, { random: input.random, naive }),
    ),
  );
}

/** Cells: the events, then the hits of each rule. */
function lawOf(name: string, compare: Compare, { rules, counter }: DetectionInput): CountedLaw {
  const findings = (cells: Float64Array): Findings => ({
    events: cells[0] ?? 0,
    hits: cells.subarray(1),
  });
  let isFirst = true;
  return {
    name: `detections: ${name}`,
    tally: (subject, add) => {
      const { events, hits } = counter(subject);
      add('events', events);
      // The first subject names the cells of all rules, so that they stand in the rules' order.
      if (isFirst) for (const at of rules.keys()) add(`rule ${at}`, 0);
      isFirst = false;
      for (const [at, count] of hits) add(`rule ${at}`, count);
    },
    likeness: (one, other) => compare(findings(one), findings(other)),
  };
}

function agreement(weights: readonly number[]): Compare {
  return (one, other) => {
    let [agreed, all] = [0, 0];
    for (const [at, weight] of weights.entries()) {
      all += weight;
      if (fires(one, at) === fires(other, at)) agreed += weight;
    }
    return agreed / all;
  };
}

const jaccard: Compare = (one, other) => {
  let [both, either] = [0, 0];
  for (const at of one.hits.keys()) {
    if (fires(one, at) && fires(other, at)) both += 1;
    if (fires(one, at) || fires(other, at)) either += 1;
  }
  return either === 0 ? refuseSilence() : both / either;
};

const hitAccuracy: Compare = (one, other) => {
  const isSilent = ({ hits }: Findings) => hits.every((count) => count === 0);
  if (isSilent(one) && isSilent(other)) return refuseSilence();
  if (isSilent(one) || isSilent(other)) return 0;
  return likenessOf(one.hits, other.hits).value;
};

/** The part that the hit rates of both sides share, of what at least one of them has. */
const rateOverlap: Compare = (one, other) => {
  let [shared, all] = [0, 0];
  for (const at of one.hits.keys()) {
    const [first, second] = [rateOf(one, at), rateOf(other, at)];
    shared += Math.min(first, second);
    all += Math.max(first, second);
  }
  return all === 0 ? refuseSilence() : shared / all;
};

function fires({ hits }: Findings, at: number): boolean {
  return (hits[at] ?? 0) > 0;
}

function rateOf({ events, hits }: Findings, at: number): number {
  return events === 0 ? 0 : (hits[at] ?? 0) / events;
}

function refuseSilence(): never {
  throw new IncomputableMetricError(
    'detections: no rule fires on either side: 0 hits; give rules that speak about these events',
  );
}
