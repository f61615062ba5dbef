import type { Random } from '../../engine/core/random.ts';
import type { Frame } from '../columns/frame.ts';
import {
  ceilingAtSizes,
  type Judged,
  judged,
  meanOf,
  type SampleSizes,
  type Score,
} from '../metric.ts';
import { type BinnedColumn, binColumns, likenessOfColumns } from '../pairs/binned-columns.ts';
import { likenessOf } from '../pairs/distribution-accuracy.ts';
import { countLag, emptyLagCounts, type LagCounts } from '../sequences/lag-bins.ts';
import { dealtDegrees } from './degree-bins.ts';
import type { EndCounts, LinkSample } from './link-sample.ts';

const BINS = 10;

/** Likeness of the joint distribution of an event column and a flow column over the links. */
export interface JointScore {
  readonly event: string;
  readonly flow: string;
  readonly value: number;
}

/** The judgement over the links of two databases. */
export interface LinkScores {
  readonly rate: Judged<Score>;
  readonly joint: Judged<Score>;
  readonly jointPairs: readonly JointScore[];
  readonly lag: Judged<Score>;
  readonly fanOutEvent: Judged<Score>;
  readonly fanOutFlow: Judged<Score>;
}

/** The original as a whole and as its two parts, and the synthetic side. */
export interface LinkSides {
  readonly sizes: SampleSizes;
  readonly original: LinkSample;
  readonly training: LinkSample;
  readonly holdout: LinkSample;
  readonly synthetic: LinkSample;
}

/** Share of the linkable rows of both ends that have a link. */
export function linkRate(sample: Pick<LinkSample, 'event' | 'flow'>): number | null {
  const linkable = sample.event.linkable + sample.flow.linkable;
  return linkable === 0 ? null : (sample.event.linked + sample.flow.linked) / linkable;
}

/** Share of the linkable rows of one end that have a link. */
export function endRate(end: EndCounts): number | null {
  return end.linkable === 0 ? null : end.linked / end.linkable;
}

/**
 * Scores the links: rate, joint columns, lag law and fan-out at both ends.
 *
 * @see docs/methods/quality-report.md, links
 */
export function scoreLinks(sides: LinkSides, random: Random): LinkScores {
  const { original, synthetic, training, holdout, sizes } = sides;
  const pairs = judged(() => jointPairs(original, synthetic));
  const withCeiling = (
    score: (one: LinkSample, other: LinkSample) => number,
    floor: (() => number) | null,
  ) =>
    judged(
      (): Score => ({
        value: score(original, synthetic),
        ceiling: orNull(() => ceilingAtSizes(score(training, holdout), sizes)),
        floor: floor === null ? null : orNull(floor),
        breakdown: {},
      }),
    );
  return {
    rate: withCeiling(rateLikeness, () => 1 - (linkRate(original) ?? 0)),
    joint: withCeiling(jointLikeness, () =>
      jointLikeness(original, unrelated(original, synthetic.times.length, random)),
    ),
    jointPairs: pairs.ok ? pairs.value : [],
    lag: withCeiling(
      lagLikeness,
      () => likenessOf(original.lags, dealtLags(original, random)).value,
    ),
    fanOutEvent: withCeiling(fanOut('event'), () => dealtFanOut(original, 'event')),
    fanOutFlow: withCeiling(fanOut('flow'), () => dealtFanOut(original, 'flow')),
  };
}

function orNull(compute: () => number): number | null {
  const outcome = judged(compute);
  return outcome.ok ? outcome.value : null;
}

function rateLikeness(one: LinkSample, other: LinkSample): number {
  const rates = [linkRate(one), linkRate(other)].filter((rate) => rate !== null);
  const [first, second] = rates;
  if (first === undefined || second === undefined) return meanOf([], 'link rate');
  return 1 - Math.abs(first - second);
}

function jointLikeness(one: LinkSample, other: LinkSample): number {
  return meanOf(
    jointPairs(one, other).map(({ value }) => value),
    'joint columns of links',
  );
}

/** Every column of the event end with every column of the flow end that varies on a side. */
function jointPairs(one: LinkSample, other: LinkSample): readonly JointScore[] {
  const events = binColumns(one.eventFrame, other.eventFrame, BINS).filter(isVaried);
  const flows = binColumns(one.flowFrame, other.flowFrame, BINS).filter(isVaried);
  return events.flatMap((event) =>
    flows.map((flow) => ({
      event: event.name,
      flow: flow.name,
      value: likenessOfColumns([event, flow]).value,
    })),
  );
}

/** Columns of a single bin would only flatter the mean. */
function isVaried({ original, synthetic }: BinnedColumn): boolean {
  return new Set([...original, ...synthetic]).size > 1;
}

function lagLikeness(one: LinkSample, other: LinkSample): number {
  return likenessOf(one.lags, other.lags).value;
}

function fanOut(end: 'event' | 'flow') {
  return (one: LinkSample, other: LinkSample) =>
    likenessOf(one[end].degrees, other[end].degrees).value;
}

function dealtFanOut(sample: LinkSample, end: 'event' | 'flow'): number {
  const { degrees, linkable } = sample[end];
  return likenessOf(degrees, dealtDegrees(linkable, sample.links)).value;
}

/** As many links as asked for, the event of one and the flow of another. */
function unrelated(sample: LinkSample, links: number, random: Random): LinkSample {
  const drawn = (frame: Frame, end: string): Frame => {
    const stream = random.split('joint', end);
    const order = Array.from({ length: links }, () => stream.integer(frame.rows));
    const columns = frame.columns.map((column) => ({
      ...column,
      values: order.map((at) => column.values[at] ?? null),
    }));
    return { rows: links, columns };
  };
  return {
    ...sample,
    eventFrame: drawn(sample.eventFrame, 'event'),
    flowFrame: drawn(sample.flowFrame, 'flow'),
  };
}

/** Lags between the events of the links and the flows of other links. */
function dealtLags(sample: LinkSample, random: Random): LagCounts {
  const order = random.split('lag').shuffle([...sample.times.keys()]);
  const counts = emptyLagCounts();
  for (const [at, other] of order.entries()) {
    const [event, flow] = [sample.times[at]?.[0] ?? 0, sample.times[other]?.[1] ?? 0];
    countLag(counts, (event - flow) / 1000);
  }
  return counts;
}
