import type { ColumnKind } from '../../engine/schema/column.ts';
import type { LabelShare } from '../columns/common-labels.ts';
import type { Histogram } from '../columns/histogram.ts';
import type { Chapter } from '../findings.ts';
import type { JointScore } from '../links/link-scores.ts';
import type { AccuracyMeans, AccuracyPart } from '../pairs/accuracy-means.ts';
import type { TrainingFacts } from '../training/training-facts.ts';
import type { GateOutcome, GateRule } from './gates.ts';

/** Counts of broken laws in the synthetic database, these and any others; all must be 0. */
export interface IntegrityCounts extends Readonly<Record<string, number>> {
  readonly orphans: number;
  readonly duplicateKeys: number;
  readonly orderViolations: number;
  readonly linksOutsideWindow: number;
}

/** What the caller knows and the judge does not. */
export interface ReportFacts {
  /** Version of Entwine. */
  readonly entwine: string;
  readonly scenario: string;
  readonly seed: number;
  readonly engine: string;
  /** Seconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
  readonly integrity: IntegrityCounts;
  /** Every law by itself; the page counts these where they are given. */
  readonly integrityBreakdown?: Readonly<Record<string, number>>;
  readonly gates: readonly GateRule[];
  /** Fewest subjects that must share a label that the report shows; 10 if not given. */
  readonly k?: number;
  /** Notes of earlier stages. */
  readonly notes?: readonly string[];
  /** How the generator was trained; its chapter is left out without. */
  readonly training?: TrainingFacts;
}

/** How a column is drawn. */
export type Marginal =
  | ({ readonly kind: 'histogram' } & Histogram)
  | { readonly kind: 'labels'; readonly shares: readonly LabelShare[] };

/** One column of a table: its likeness and its picture. */
export interface ColumnReport {
  readonly name: string;
  readonly columnKind: ColumnKind;
  readonly value: number | null;
  readonly max: number | null;
  readonly ceiling: number | null;
  readonly marginal: Marginal;
}

/** Likeness of a pair of columns, by prefixed name. */
export interface PairReport {
  readonly first: string;
  readonly second: string;
  readonly value: number;
}

/** A law over ordered bins on both sides. */
export interface LawReport {
  readonly labels: readonly string[];
  readonly original: readonly number[];
  readonly synthetic: readonly number[];
  readonly accuracy: number | null;
  readonly ceiling: number | null;
}

/** Gaps between a subject's neighbouring rows, by lag bin, and rows by hour of the day. */
export interface PaceReport {
  readonly gaps: LawReport;
  readonly hours: LawReport;
}

/** An interval by part of the accuracy. */
export type AccuracyIntervals = Readonly<
  Record<AccuracyPart | 'overall', readonly [number, number] | null>
>;

/** Everything that is said of one table. */
export interface TableReport {
  readonly name: string;
  readonly subjects: { readonly original: number; readonly synthetic: number };
  readonly accuracy: AccuracyMeans;
  readonly max: AccuracyMeans;
  readonly ceiling: AccuracyMeans;
  /** 2.5 and 97.5 % of the ceiling by part; null where there are no draws. */
  readonly interval: AccuracyIntervals;
  /** Pairs of halves behind the ceiling by part. */
  readonly draws: Readonly<Partial<Record<AccuracyPart, number>>>;
  /** Holdout against training, as measured. */
  readonly holdout: AccuracyMeans;
  readonly floor: AccuracyMeans;
  readonly columns: readonly ColumnReport[];
  readonly pairs: readonly PairReport[];
  readonly textColumns: readonly string[];
  readonly pace: PaceReport | null;
}

/** A figure with what real data reach and what ignorance reaches; null where not computable. */
export interface ScoreReport {
  readonly value: number | null;
  readonly ceiling: number | null;
  readonly floor: number | null;
}

/** A share on both sides. */
export interface RatePair {
  readonly original: number | null;
  readonly synthetic: number | null;
}

/** Everything that is said of the links. */
export interface LinkReport {
  readonly table: string;
  readonly eventTable: string;
  readonly flowTable: string;
  readonly links: { readonly original: number; readonly synthetic: number };
  readonly rate: RatePair & ScoreReport;
  readonly eventRate: RatePair;
  readonly flowRate: RatePair;
  readonly methods: LawReport;
  readonly joint: ScoreReport;
  readonly jointPairs: readonly JointScore[];
  readonly lag: ScoreReport;
  readonly lagLaw: LawReport;
  readonly fanOutEvent: ScoreReport;
  readonly fanOutFlow: ScoreReport;
  readonly fanOutEventLaw: LawReport;
  readonly fanOutFlowLaw: LawReport;
}

/** The single figure: mean over the tables. */
export interface OverallReport {
  readonly accuracy: number | null;
  readonly max: number | null;
  readonly ceiling: number | null;
}

/** All that the report shows; plain data, so that it survives JSON. */
export interface ReportData {
  readonly facts: ReportFacts;
  readonly k: number;
  readonly rows: {
    readonly original: Readonly<Record<string, number>>;
    readonly synthetic: Readonly<Record<string, number>>;
  };
  readonly subjects: {
    readonly training: number;
    readonly holdout: number;
    readonly synthetic: number;
  };
  readonly tables: readonly TableReport[];
  readonly links: LinkReport | null;
  readonly overall: OverallReport;
  /** What the other evaluators found, in the order of the page. */
  readonly chapters: readonly Chapter[];
  readonly gates: readonly GateOutcome[];
  readonly notes: readonly string[];
}
