import type { FamilyChoices } from '../models/families.ts';
import type { TextChoice } from '../models/language/choose-text-model.ts';
import type { PrivacyRecord } from '../models/privacy/split-budget.ts';
import type { CurvePoint, TrainingAccount } from '../models/sequence-model.ts';
import type { NetworkOutcome } from './train-models.ts';

/** What stood for captures that are not read again. */
export interface ReplayRecord {
  /** SHA-256 of the older generator's `generator.json`. */
  readonly digest: string;
  /** Subjects drawn from it. */
  readonly subjects: number;
}

/** What was learned from where the training data were too many to hold. */
export interface SampleRecord {
  /** Share of the rows that was kept, in whole subjects. */
  readonly share: number;
  readonly subjects: number;
  readonly rows: number;
}

/** How a network's training went, as far as it is the same on every run. */
export interface NetworkRecord extends Omit<TrainingAccount, 'curve'> {
  /** Why it was this engine. */
  readonly engineReason: string;
  /** Empty where a privacy budget was kept: losses are no part of it. */
  readonly curve: readonly Omit<CurvePoint, 'seconds'>[];
}

/** By `table.column`: what makes its texts, and why. */
export type TextChoices = Readonly<Record<string, TextChoice>>;

/** How a generator came to be. */
export interface TrainingRecord {
  readonly seed: number;
  readonly k: number;
  /** What opens the model; the name of the family where all tables have the same. */
  readonly family: string;
  /** By table: its family, and why it was this one. */
  readonly families: FamilyChoices;
  readonly leastRows: number;
  readonly subjects: number;
  readonly rows: Readonly<Record<string, number>>;
  /** Links whose component was too large or too rare a form, so that they are not generated. */
  readonly lostLinks: number;
  /** By `table.column`: what makes its texts, and why. */
  readonly texts: TextChoices;
  /** Absent where no family trains a network. */
  readonly network?: NetworkRecord;
  /** What was spent of a privacy budget, absent without one. */
  readonly privacy?: PrivacyRecord;
  /** Absent where all rows were learned from. */
  readonly sample?: SampleRecord;
  /** The older generator that it learned on from, absent without one. */
  readonly replayed?: ReplayRecord;
}

/** The account without what was measured by a clock, and without what a budget does not cover. */
export function networkRecord({ account, engineReason }: NetworkOutcome): NetworkRecord {
  const { curve, ...rest } = account;
  const points = account.privacy === null ? curve : [];
  return { ...rest, engineReason, curve: points.map(({ seconds: _, ...point }) => point) };
}
