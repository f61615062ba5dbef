import type { Random } from '../../engine/core/random.ts';
import { concatFrames } from '../columns/frame.ts';
import { DEGREE_BINS, degreeLabel } from '../links/degree-bins.ts';
import { concatLinkSamples, type LinkSample } from '../links/link-sample.ts';
import { endRate, type LinkScores, linkRate, scoreLinks } from '../links/link-scores.ts';
import type { LinkShape } from '../links/link-shape.ts';
import type { Judged, SampleSizes, Score } from '../metric.ts';
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
  const original = concatLinkSamples(parts.training, parts.holdout, concatFrames);
  const scores = scoreLinks({ ...parts, original }, random);
  const pair = (rate: (sample: LinkSample) => number | null): RatePair => ({
    original: rate(original),
    synthetic: rate(parts.synthetic),
  });
  const report: LinkReport = {
    table: shape.table.name,
    eventTable: shape.event.table.name,
    flowTable: shape.flow.table.name,
    links: { original: original.links, synthetic: parts.synthetic.links },
    rate: { ...pair(linkRate), ...scoreReport(scores.rate) },
    eventRate: pair(({ event }) => endRate(event)),
    flowRate: pair(({ flow }) => endRate(flow)),
    methods: methodLaw(parts),
    joint: scoreReport(scores.joint),
    jointPairs: scores.jointPairs,
    lag: scoreReport(scores.lag),
    lagLaw: lawOf(parts, lagBinLabels(), ({ lags }) => lags),
    fanOutEvent: scoreReport(scores.fanOutEvent),
    fanOutFlow: scoreReport(scores.fanOutFlow),
    fanOutEventLaw: lawOf(parts, degreeLabels(), ({ event }) => event.degrees),
    fanOutFlowLaw: lawOf(parts, degreeLabels(), ({ flow }) => flow.degrees),
  };
  return { report, notes: notesOf(scores) };
}

function notesOf(scores: LinkScores): readonly string[] {
  const named: readonly (readonly [string, Judged<Score>])[] = [
    ['rate', scores.rate],
    ['jointAccuracy', scores.joint],
    ['lagAccuracy', scores.lag],
    ['fanOut.event', scores.fanOutEvent],
    ['fanOut.flow', scores.fanOutFlow],
  ];
  return named.flatMap(([name, outcome]) =>
    outcome.ok ? [] : [`links.${name} is null: ${outcome.reason}`],
  );
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
