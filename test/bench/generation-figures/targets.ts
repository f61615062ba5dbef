import type { Distance } from './laws.ts';

/**
 * What is aimed at, kept in one place so that an aim can be argued about.
 *
 * Distances may exceed the median of real halves by a quarter, or by `slack` where halves are nearly
 * alike, or be as large as one pair of halves in twenty is: a real half itself meets that.
 */
export const TARGETS = {
  /** Overall and trivariate accuracy below the ceiling. */
  accuracyBelowCeiling: 0.01,
  /** Most AUC of a classifier of subjects by their child rows. */
  sequenceAuc: 0.65,
  /** The same of rows with the row before. */
  rowAuc: 0.6,
  /** Share that a distance may exceed its ceiling by. */
  overCeiling: 0.25,
  slack: 0.01,
  /** Most difference of the shares of linked rows. */
  linkRate: 0.03,
  /** Most difference of F1 of the blind re-link. */
  relink: 0.02,
  zeroGaps: 0.01,
  /** Share that a Fano factor may be off. */
  fano: 0.15,
  /** How far an autocorrelation may be off. */
  autocorrelation: 0.03,
  /** How far a pass rate may lie below the original's. */
  passRate: 0.005,
  /** From what pass rate of the original on a rule counts as one; how far others may be off. */
  ruleHolds: 0.9,
  brokenRule: 0.05,
  /** How far TSTR may lie below TRTR. */
  utility: 0.05,
  dcrShare: 0.55,
  membershipAuc: 0.55,
  trainingSeconds: 120,
  rowsPerSecond: 50_000,
  peakMemoryMib: 2048,
  /** How far the number of distinct texts may be off, and the coverage below that of halves. */
  distinctTexts: 0.2,
  textCoverage: 0.05,
  /** Share of a chapter's scores that should lie in the interval of real halves, which has 95 %. */
  insideCeiling: 0.8,
} as const;

/** The most that a distance may be, given the median of real halves and what few of them exceed. */
export function mostOf({ ceiling, worst }: Omit<Distance, 'value' | 'halves'>): number {
  return Math.max(ceiling * (1 + TARGETS.overCeiling), ceiling + TARGETS.slack, worst);
}
