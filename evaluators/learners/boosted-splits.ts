import { CELL, type GradientHistogram } from './gradient-histograms.ts';

/** Gains below this are rounding. */
const ROUNDING = 1e-12;

/** Sums over the rows of a node. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

/** What a split must leave on both sides, and the penalty on leaves. */
export interface SplitLimits {
  readonly leastLeaf: number;
  readonly leastHessian: number;
  readonly l2: number;
}

/** The best split of a node so far. */
export interface BoostedSplit {
  gain: number;
  feature: number;
  /** Last code of the first side. */
  code: number;
  missingFirst: number;
  first: NodeSums;
}

/** A split that any other beats. */
export function noSplit(): BoostedSplit {
  const first = { gradient: 0, hessian: 0, rows: 0 };
  return { gain: 0, feature: -1, code: 0, missingFirst: 0, first };
}

/** A feature's cells within a node's histogram. */
export interface FeatureCells {
  readonly histogram: GradientHistogram;
  readonly feature: number;
  readonly offset: number;
  /** Bins, the one for missing values not counted. */
  readonly bins: number;
  readonly node: NodeSums;
}

/**
 * Keeps the feature's best split where it beats the one held: the loss falls by half the gain.
 *
 * Missing values are tried on the second side, then on the first.
 *
 * @see Chen and Guestrin, XGBoost, KDD 2016, equation 7
 */
export function searchFeature(cells: FeatureCells, limits: SplitLimits, best: BoostedSplit): void {
  const { histogram, offset, bins, node } = cells;
  const at = (offset + bins) * CELL;
  const missing = {
    gradient: histogram[at] as number,
    hessian: histogram[at + 1] as number,
    rows: histogram[at + 2] as number,
  };
  if (scan(cells, limits, { best, from: NOTHING })) {
    best.missingFirst = missing.rows === 0 && best.first.rows * 2 > node.rows ? 1 : 0;
  }
  if (missing.rows > 0 && scan(cells, limits, { best, from: missing })) best.missingFirst = 1;
}

const NOTHING: NodeSums = { gradient: 0, hessian: 0, rows: 0 };

interface ScanState {
  readonly best: BoostedSplit;
  /** What is on the first side from the start. */
  readonly from: NodeSums;
}

/** @returns true if a better split was found */
function scan(
  { histogram, feature, offset, bins, node }: FeatureCells,
  { leastLeaf, leastHessian, l2 }: SplitLimits,
  { best, from }: ScanState,
): boolean {
  let { gradient, hessian, rows } = from;
  const least = best.gain;
  const whole = (node.gradient * node.gradient) / (node.hessian + l2) + ROUNDING;
  const mostRows = node.rows - Math.max(1, leastLeaf);
  const mostHessian = node.hessian - leastHessian;
  for (let code = 0; code < bins; code += 1) {
    const cell = (offset + code) * CELL;
    gradient += histogram[cell] as number;
    hessian += histogram[cell + 1] as number;
    rows += histogram[cell + 2] as number;
    if (rows > mostRows || hessian > mostHessian) break;
    if (rows < leastLeaf || hessian < leastHessian) continue;
    const other = node.gradient - gradient;
    const gain =
      (gradient * gradient) / (hessian + l2) +
      (other * other) / (node.hessian - hessian + l2) -
      whole;
    if (gain <= best.gain) continue;
    best.gain = gain;
    best.feature = feature;
    best.code = code;
    best.first = { gradient, hessian, rows };
  }
  return best.gain > least;
}
