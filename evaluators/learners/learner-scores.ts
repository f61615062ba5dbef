import { IncomputableMetricError } from '../../engine/core/errors.ts';

/**
 * Area under the ROC curve: how often a row of class 1 scores above one of class 0, ties half.
 *
 * @param scores higher for class 1, `[rows]`
 * @param labels 0 or 1, `[rows]`
 * @throws IncomputableMetricError if one class has no row
 */
export function rocAuc(scores: Float64Array, labels: Int32Array): number {
  const order = ascending(scores);
  let [ones, ranks] = [0, 0];
  for (let from = 0; from < order.length; ) {
    let to = from;
    let tied = 0;
    const score = scores[order[from] as number];
    for (; to < order.length && scores[order[to] as number] === score; to += 1) {
      tied += labels[order[to] as number] as number;
    }
    ones += tied;
    ranks += (tied * (from + to + 1)) / 2; // midrank, from 1
    from = to;
  }
  const zeros = scores.length - ones;
  refuseOneClass('ROC AUC', ones, zeros);
  return (ranks - (ones * (ones + 1)) / 2) / (ones * zeros);
}

/**
 * Average precision: precision at each threshold, weighted by the recall it adds.
 *
 * @throws IncomputableMetricError if one class has no row
 */
export function averagePrecision(scores: Float64Array, labels: Int32Array): number {
  const order = ascending(scores);
  let [hits, area] = [0, 0];
  for (let from = order.length - 1; from >= 0; ) {
    const score = scores[order[from] as number];
    let to = from;
    let tied = 0;
    for (; to >= 0 && scores[order[to] as number] === score; to -= 1) {
      tied += labels[order[to] as number] as number;
    }
    hits += tied;
    area += tied * (hits / (order.length - 1 - to));
    from = to;
  }
  refuseOneClass('average precision', hits, scores.length - hits);
  return area / hits;
}

/** Mean of the classes' F1; a class without rows on either side counts 0. */
export function macroF1(predicted: Int32Array, actual: Int32Array, classes: number): number {
  const [hits, said, held] = [0, 1, 2].map(() => new Float64Array(classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let row = 0; row < actual.length; row += 1) {
    const [one, other] = [predicted[row] as number, actual[row] as number];
    said[one] = (said[one] as number) + 1;
    held[other] = (held[other] as number) + 1;
    if (one === other) hits[one] = (hits[one] as number) + 1;
  }
  let sum = 0;
  for (let one = 0; one < classes; one += 1) {
    const whole = (said[one] as number) + (held[one] as number);
    if (whole > 0) sum += (2 * (hits[one] as number)) / whole;
  }
  return sum / classes;
}

/** Mean of the squared errors. */
export function meanSquaredError(predicted: Float64Array, actual: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < actual.length; row += 1) {
    sum += ((predicted[row] as number) - (actual[row] as number)) ** 2;
  }
  return sum / actual.length;
}

/** Share of the variance that is explained; 0 for the mean. @throws IncomputableMetricError if constant */
export function explainedVariance(predicted: Float64Array, actual: Float64Array): number {
  const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
  const variance = meanSquaredError(new Float64Array(actual.length).fill(mean), actual);
  if (!(variance > 0)) {
    throw new IncomputableMetricError(
      `R2: target does not vary: ${actual.length} equal rows; give rows that differ`,
      { rows: actual.length },
    );
  }
  return 1 - meanSquaredError(predicted, actual) / variance;
}

/** Mean negative log probability of the rows' own classes, in nats; probabilities from 1e-15 on. */
export function logLoss(probabilities: Float64Array, labels: Int32Array, classes: number): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1) {
    sum -= Math.log(
      Math.max(1e-15, probabilities[row * classes + (labels[row] as number)] as number),
    );
  }
  return sum / labels.length;
}

/** ROC AUC of each class against the rest, in the mean over classes that have rows on both sides. */
export function macroAuc(probabilities: Float64Array, labels: Int32Array, classes: number): number {
  return overClasses(probabilities, labels, { classes, score: rocAuc, name: 'ROC AUC' });
}

/** Average precision of each class against the rest, in the mean as for `macroAuc`. */
export function macroPrecision(
  probabilities: Float64Array,
  labels: Int32Array,
  classes: number,
): number {
  const options = { classes, score: averagePrecision, name: 'average precision' };
  return overClasses(probabilities, labels, options);
}

interface ClassScore {
  readonly classes: number;
  readonly name: string;
  score(scores: Float64Array, labels: Int32Array): number;
}

/** Of two classes only the second is scored. */
function overClasses(
  probabilities: Float64Array,
  labels: Int32Array,
  { classes, name, score }: ClassScore,
): number {
  const scores: number[] = [];
  for (let one = classes === 2 ? 1 : 0; one < classes; one += 1) {
    const own = labels.map((label) => (label === one ? 1 : 0));
    const ones = own.reduce((sum, label) => sum + label, 0);
    if (ones === 0 || ones === labels.length) continue;
    const column = Float64Array.from(labels, (_, row) => probabilities[row * classes + one] ?? 0);
    scores.push(score(column, own));
  }
  if (scores.length === 0) refuseOneClass(name, labels.length, 0);
  return scores.reduce((sum, value) => sum + value, 0) / scores.length;
}

function refuseOneClass(name: string, ones: number, zeros: number): void {
  if (ones > 0 && zeros > 0) return;
  throw new IncomputableMetricError(
    `${name}: rows of one class only: ${ones} and ${zeros}; give rows of both`,
    { ones, zeros },
  );
}

/** Positions by score; equal scores in the order of their rows. */
function ascending(scores: Float64Array): Int32Array {
  const order = Int32Array.from(scores, (_, row) => row);
  return order.sort((one, other) => (scores[one] as number) - (scores[other] as number));
}
