import type { Random } from '../../engine/core/random.ts';

const MOST_QUANTILES = 100;
const MOST_FITTED = 10_000;

/** Maps numbers to their position among the fitted ones, in 0..1; NaN stays NaN. */
export type QuantileTransform = (value: number) => number;

/**
 * Fits the uniform quantile transform of scikit-learn.
 *
 * min(100, n) quantiles by linear interpolation, of 10,000 drawn values if there are more. A value
 * that several quantiles share gets the middle of their positions; the least one gets 0 and the
 * greatest 1, a constant 0.
 *
 * @param values NaN where missing; missing values count for n, not for the quantiles
 * @see docs/methods/similarity-and-distances.md, numbers
 */
export function fitQuantiles(values: Float64Array, random: Random): QuantileTransform {
  const steps = Math.max(1, Math.min(MOST_QUANTILES, values.length));
  const present = thinned(values, random)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (present.length === 0) return () => Number.NaN;
  const positions = evenPositions(steps);
  const quantiles = positions.map((position) => quantileOf(present, position));
  for (let at = 1; at < steps; at += 1) {
    quantiles[at] = Math.max(quantiles[at] as number, quantiles[at - 1] as number);
  }
  return (value) => positionOf(value, quantiles, positions);
}

function thinned(values: Float64Array, random: Random): Float64Array {
  if (values.length <= MOST_FITTED) return Float64Array.from(values);
  const order = Int32Array.from(values.keys());
  for (let at = 0; at < MOST_FITTED; at += 1) {
    const other = at + random.integer(order.length - at);
    [order[at], order[other]] = [order[other] as number, order[at] as number];
  }
  return Float64Array.from(order.subarray(0, MOST_FITTED), (at) => values[at] as number);
}

/** 0 to 1 in even steps, rounded as NumPy's `linspace` rounds. */
function evenPositions(steps: number): Float64Array {
  const step = 1 / Math.max(1, steps - 1);
  return Float64Array.from({ length: steps }, (_, at) =>
    at > 0 && at === steps - 1 ? 1 : at * step,
  );
}

/**
 * Linear interpolation, rounded as NumPy's `nanpercentile` rounds: whether a quantile equals a
 * repeated value or misses it by a bit decides where that value stands.
 */
function quantileOf(sorted: Float64Array, position: number): number {
  const at = ((position * 100) / 100) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
  const share = at - Math.floor(at);
  const gap = high - low;
  return share < 0.5 ? low + gap * share : high - gap * (1 - share);
}

function positionOf(value: number, quantiles: Float64Array, positions: Float64Array): number {
  const last = quantiles.length - 1;
  if (Number.isNaN(value)) return value;
  if (value <= (quantiles[0] as number)) return 0;
  if (value >= (quantiles[last] as number)) return 1;
  const above = firstAtLeast(quantiles, value);
  if ((quantiles[above] as number) > value) return between(value, above, { quantiles, positions });
  const end = firstAbove(quantiles, value) - 1;
  return ((positions[above] as number) + (positions[end] as number)) / 2;
}

/** Linear interpolation between the quantile before `above` and the one at it. */
function between(
  value: number,
  above: number,
  { quantiles, positions }: { quantiles: Float64Array; positions: Float64Array },
): number {
  const [low, high] = [quantiles[above - 1] as number, quantiles[above] as number];
  const [from, to] = [positions[above - 1] as number, positions[above] as number];
  return from + ((to - from) * (value - low)) / (high - low);
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (one) => one >= value);
}

function firstAbove(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (one) => one > value);
}

/** Position of the first entry that passes, where all after it pass too. */
function firstWhere(sorted: Float64Array, passes: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(sorted[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
