import type { BoostedRows } from './gradient-histograms.ts';

/** What boosting brings down, with its first and second derivative. */
export interface BoostingLoss {
  /** The best constant. */
  baseline(targets: Float64Array): number;
  /** Derivatives by raw prediction, row by row. */
  derive(raw: Float64Array, targets: Float64Array, into: BoostedRows): void;
  /** Mean over rows. */
  mean(raw: Float64Array, targets: Float64Array): number;
}

/** Probability of a log odds. */
export function logistic(raw: number): number {
  return 1 / (1 + Math.exp(-raw));
}

/** Negative log probability of labels 0 and 1; raw predictions are log odds. */
export const LOGISTIC_LOSS: BoostingLoss = {
  baseline: (targets) => {
    const share = targets.reduce((sum, target) => sum + target, 0) / targets.length;
    const kept = Math.min(1 - 1e-7, Math.max(1e-7, share));
    return Math.log(kept / (1 - kept));
  },
  derive: (raw, targets, { gradients, hessians }) => {
    for (let row = 0; row < raw.length; row += 1) {
      const probability = logistic(raw[row] as number);
      gradients[row] = probability - (targets[row] as number);
      hessians[row] = Math.max(1e-16, probability * (1 - probability));
    }
  },
  mean: (raw, targets) => {
    let sum = 0;
    for (let row = 0; row < raw.length; row += 1) {
      const own = raw[row] as number;
      sum +=
        Math.max(0, own) + Math.log1p(Math.exp(-Math.abs(own))) - (targets[row] as number) * own;
    }
    return sum / raw.length;
  },
};

/** Half the squared error. */
export const SQUARED_LOSS: BoostingLoss = {
  baseline: (targets) => targets.reduce((sum, target) => sum + target, 0) / targets.length,
  derive: (raw, targets, { gradients, hessians }) => {
    for (let row = 0; row < raw.length; row += 1) {
      gradients[row] = (raw[row] as number) - (targets[row] as number);
      hessians[row] = 1;
    }
  },
  mean: (raw, targets) => {
    let sum = 0;
    for (let row = 0; row < raw.length; row += 1) {
      sum += ((raw[row] as number) - (targets[row] as number)) ** 2 / 2;
    }
    return sum / raw.length;
  },
};
