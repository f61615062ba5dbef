import type { Random } from '../../engine/core/random.ts';
import type { SampleSizes } from '../ceiling/size-correction.ts';
import { concatFrames } from '../columns/frame.ts';
import { DEGREE_BINS, degreeLabel } from '../links/degree-bins.ts';
import { concatLinkSamples, type LinkSample } from '../links/link-sample.ts';
import {
  endRate,
  fanOutMetrics,
  jointMetric,
  jointPairs,
  type LinkMetric,
  lagMetric,
  linkRate,
  rateMetric,
} from '../links/link-scores.ts';
import type { LinkShape } from '../links/link-shape.ts';
import { type Judged, judged, type Score } from '../metric.ts';
import { lagBinLabels } from '../sequences/lag-bins.ts';
import { lawReport } from './describe-table.ts';
import type { LawReport, LinkReport, RatePair, ScoreReport } from './report-data.ts';

/** The link samples of the three parts, and their numbers of subjects. */
export interface LinkParts {
  readonly sizes: SampleSizes;
  readonly training: LinkSample;
  readonly holdout: LinkSample;
  readonly synthetic: LinkSample;
}

/** The links' report and the reasons of what it lacks. */
export interface DescribedLinks {
  readonly report: LinkReport;
  readonly notes: readonly string[];
}

/** Judges the links and gathers their pictures. */
export function describeLinks(shape: LinkShape, parts: LinkParts, random: Random): DescribedLinks {
  const { synthetic } = parts;
  const whole = concatLinkSamples(parts.training, parts.holdout, concatFrames);
  const judge = (metric: LinkMetric) =>
    judged(() => metric.compute({ ...parts, whole, random: random.split(metric.name) }, synthetic));
  const scores = {
    rate: judge(rateMetric),
    jointAccuracy: judge(jointMetric),
    lagAccuracy: judge(lagMetric),
    'fanOut.event': judge(fanOutMetrics.event),
    'fanOut.flow': judge(fanOutMetrics.flow),
  };
  const pairs = judged(() => jointPairs(whole, synthetic));
  const notes = Object.entries(scores).flatMap(([name, outcome]) =>
    outcome.ok ? [] : [`links.${name} is null: ${outcome.reason}`],
  );
  const report: LinkReport = {
    ...linkLaws(shape, parts, whole),
    rate: { ...ratesOf(whole, synthetic, linkRate), ...scoreReport(scores.rate) },
    joint: scoreReport(scores.jointAccuracy),
    jointPairs: pairs.ok ? pairs.value : [],
    lag: scoreReport(scores.lagAccuracy),
    fanOutEvent: scoreReport(scores['fanOut.event']),
    fanOutFlow: scoreReport(scores['fanOut.flow']),
  };
  return { report, notes };
}

type ScoredParts = 'rate' | 'joint' | 'jointPairs' | 'lag' | 'fanOutEvent' | 'fanOutFlow';

function linkLaws(
  shape: LinkShape,
  parts: LinkParts,
  whole: LinkSample,
): Omit<LinkReport, ScoredParts> {
  const { synthetic } = parts;
  return {
    table: shape.table.name,
    eventTable: shape.event.table.name,
    flowTable: shape.flow.table.name,
    links: { original: whole.links, synthetic: synthetic.links },
    eventRate: ratesOf(whole, synthetic, ({ event }) => endRate(event)),
    flowRate: ratesOf(whole, synthetic, ({ flow }) => endRate(flow)),
    methods: methodLaw(parts),
    lagLaw: lawOf(parts, lagBinLabels(), ({ lags }) => lags),
    fanOutEventLaw: lawOf(parts, degreeLabels(), ({ event }) => event.degrees),
    fanOutFlowLaw: lawOf(parts, degreeLabels(), ({ flow }) => flow.degrees),
  };
}

function ratesOf(
  original: LinkSample,
  synthetic: LinkSample,
  rate: (sample: LinkSample) => number | null,
): RatePair {
  return { original: rate(original), synthetic: rate(synthetic) };
}

function scoreReport(outcome: Judged<Score>): ScoreReport {
  if (!outcome.ok) return { value: null, ceiling: null, floor: null };
  const { value, ceiling, floor } = outcome.value;
  return { value, ceiling, floor };
}

function methodLaw(parts: LinkParts): LawReport {
  const labels = [
    ...new Set(
      [parts.training, parts.holdout, parts.synthetic].flatMap((one) => [...one.byMethod.keys()]),
    ),
  ].sort();
  return lawOf(parts, labels, ({ byMethod }) =>
    Float64Array.from(labels, (label) => byMethod.get(label) ?? 0),
  );
}

function lawOf(
  parts: LinkParts,
  labels: readonly string[],
  counts: (sample: LinkSample) => Float64Array,
): LawReport {
  return lawReport({
    sizes: parts.sizes,
    labels,
    training: counts(parts.training),
    holdout: counts(parts.holdout),
    synthetic: counts(parts.synthetic),
  });
}

function degreeLabels(): readonly string[] {
  return Array.from({ length: DEGREE_BINS }, (_, bin) => degreeLabel(bin));
}
