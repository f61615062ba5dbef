import type { Random } from '../../engine/core/random.ts';
import { ceilingAtSizes, type SampleSizes } from '../ceiling/size-correction.ts';
import type { Frame } from '../columns/frame.ts';
import { judgedOrNull, type Metric, meanOf } from '../metric.ts';
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

/** The original's links: whole and in its two parts, with what a floor is drawn by. */
export interface OriginalLinks {
  readonly sizes: SampleSizes;
  readonly whole: LinkSample;
  readonly training: LinkSample;
  readonly holdout: LinkSample;
  readonly random: Random;
}

/** A metric over the links of two databases, 1 where they are alike. */
export type LinkMetric = Metric<OriginalLinks, LinkSample>;

/** Share of the linkable rows of both ends that have a link. */
export function linkRate(sample: Pick<LinkSample, 'event' | 'flow'>): number | null {
  const linkable = sample.event.linkable + sample.flow.linkable;
  return linkable === 0 ? null : (sample.event.linked + sample.flow.linked) / linkable;
}

/** Share of the linkable rows of one end that have a link. */
export function endRate(end: EndCounts): number | null {
  return end.linkable === 0 ? null : end.linked / end.linkable;
}

/** How alike the shares of linked rows are; the floor has no links. */
export const rateMetric: LinkMetric = linkMetric('link rate', rateLikeness, {
  floor: ({ whole }) => 1 - (linkRate(whole) ?? 0),
});

/** How alike the columns of both ends are, pair by pair; the floor ties rows at will. */
export const jointMetric: LinkMetric = linkMetric('joint columns', jointLikeness, {
  floor: ({ whole, random }, synthetic) =>
    jointLikeness(whole, unrelated(whole, synthetic.times.length, random)),
});

/** How alike the lags are; the floor ties rows at will. */
export const lagMetric: LinkMetric = linkMetric('lag law', lagLikeness, {
  floor: ({ whole, random }) => likenessOf(whole.lags, dealtLags(whole, random)).value,
});

/** How alike the numbers of links a row are; the floor deals links to rows at will. */
export const fanOutMetrics: Readonly<Record<'event' | 'flow', LinkMetric>> = {
  event: linkMetric('fan-out of events', fanOut('event'), {
    floor: ({ whole }) => dealtFanOut(whole, 'event'),
  }),
  flow: linkMetric('fan-out of flows', fanOut('flow'), {
    floor: ({ whole }) => dealtFanOut(whole, 'flow'),
  }),
};

/** A likeness with its ceiling and floor. @see docs/methods/quality-report.md, links */
function linkMetric(
  name: string,
  likeness: (one: LinkSample, other: LinkSample) => number,
  { floor }: { floor: (real: OriginalLinks, synthetic: LinkSample) => number },
): LinkMetric {
  return {
    name,
    goal: 'maximize',
    range: [0, 1],
    compute: (real, synthetic) => ({
      value: likeness(real.whole, synthetic),
      ceiling: judgedOrNull(() =>
        ceilingAtSizes(likeness(real.training, real.holdout), real.sizes),
      ),
      interval: null,
      floor: judgedOrNull(() => floor(real, synthetic)),
      breakdown: {},
    }),
  };
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
export function jointPairs(one: LinkSample, other: LinkSample): readonly JointScore[] {
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
