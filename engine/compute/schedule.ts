/** How a learning rate rises and falls over a training of known length. */
export interface CosineSchedule {
  /** Learning rate at the top. */
  readonly peak: number;
  /** Learning rate at the end, and after it. */
  readonly floor: number;
  /** Steps of the rise; 0 for none. */
  readonly warmUp: number;
  /** Steps in all. */
  readonly steps: number;
}

/**
 * The learning rate of a step: a straight rise to the peak, then half a cosine down to the floor.
 *
 * @param step from 0
 * @see Loshchilov and Hutter, SGDR: Stochastic gradient descent with warm restarts, ICLR 2017, eq. 5
 */
export function cosineRate(schedule: CosineSchedule, step: number): number {
  const { peak, floor, warmUp, steps } = schedule;
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  const share = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
  return floor + ((peak - floor) * (1 + Math.cos(Math.PI * share))) / 2;
}

/** When a learning rate falls that follows the validation loss. */
export interface PlateauSchedule {
  /** What a fall multiplies by, e.g. 0.5. */
  readonly factor: number;
  /** Validations without a gain that are borne before a fall. */
  readonly patience: number;
  /** Lowest learning rate. */
  readonly floor: number;
}

/** Where a rate that follows the validation loss stands. */
export interface Plateau {
  readonly rate: number;
  /** Lowest loss so far. */
  readonly best: number;
  /** Validations since that or since the last fall. */
  readonly waited: number;
}

/** Before the first validation. */
export function startPlateau(rate: number): Plateau {
  return { rate, best: Number.POSITIVE_INFINITY, waited: 0 };
}

/** The rate after one more validation: lower where the loss has not fallen for too long. */
export function afterValidation(
  schedule: PlateauSchedule,
  { rate, best, waited }: Plateau,
  loss: number,
): Plateau {
  if (loss < best) return { rate, best: loss, waited: 0 };
  if (waited < schedule.patience) return { rate, best, waited: waited + 1 };
  return { rate: Math.max(schedule.floor, rate * schedule.factor), best, waited: 0 };
}
