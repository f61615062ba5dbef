import type { Goal, Judged, Score } from './metric.ts';

/** A value of report.json. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** One metric's outcome: a score with its companions, or the reason why there is none. */
export interface ScoreCard {
  /** Letters, digits, `_` and `-`; unique in its chapter: `scores.<chapter>.<id>` in report.json. */
  readonly id: string;
  /** What people read, e.g. `children per parent: events of subjects`. */
  readonly label: string;
  readonly goal: Goal;
  readonly range: readonly [number, number];
  readonly outcome: Judged<Score>;
}

/** Shares of both sides over ordered, named bins (lags, degrees, hours); empty ends are cut. */
export interface LawFigure {
  readonly kind: 'law';
  readonly title: string;
  readonly subtitle: string;
  readonly axis: string;
  /** What is counted, e.g. `links`. */
  readonly of: string;
  readonly labels: readonly string[];
  readonly original: readonly number[];
  readonly synthetic: readonly number[];
}

/** A line of a curve; `low` and `high` are the ends of its interval, where it has one. */
export interface Series {
  readonly name: string;
  /** `real`, `synthetic`, or `other` for a third line. */
  readonly side: 'real' | 'synthetic' | 'other';
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** Numbers over numbers, e.g. a tail of degrees on log axes, or a replacement curve. */
export interface CurveFigure {
  readonly kind: 'curve';
  readonly title: string;
  readonly subtitle: string;
  readonly x: { readonly label: string; readonly scale: 'linear' | 'log' };
  readonly y: { readonly label: string; readonly scale: 'linear' | 'log' };
  readonly series: readonly Series[];
}

/** Scores by two names, e.g. pairs of columns across a link. */
export interface GridFigure {
  readonly kind: 'grid';
  readonly title: string;
  readonly subtitle: string;
  readonly x: string;
  readonly y: string;
  readonly cells: readonly { readonly x: string; readonly y: string; readonly value: number }[];
}

/** A table that people may sort; numbers stay numbers, so that they sort as such. */
export interface TableFigure {
  readonly kind: 'table';
  readonly title: string;
  readonly subtitle: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A picture or table of a chapter, as data. */
export type Figure = LawFigure | CurveFigure | GridFigure | TableFigure;

/** What one evaluator found, as plain data: the page prints it, report.json lists it. */
export interface Chapter {
  /** Letters, digits, `_` and `-`; unique in the report. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what was asked, how to read it. */
  readonly lead: string;
  readonly scores: readonly ScoreCard[];
  readonly figures: readonly Figure[];
  /** Values that other programs read at fixed dotted places, e.g. `privacy.membershipAuc`. */
  readonly contract: Readonly<Record<string, Json>>;
  /** Refusals, samples taken, anything that limits what the figures say. */
  readonly notes: readonly string[];
}
