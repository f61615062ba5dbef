import { renyiDivergence, type SampledGaussian } from './sampled-gaussian.ts';

/** Orders that are looked at: dense where budgets of 0.1 to 100 have their best one. */
export const RENYI_ORDERS: readonly number[] = [
  ...Array.from({ length: 99 }, (_, at) => 1 + (at + 1) / 10),
  ...Array.from({ length: 53 }, (_, at) => 11 + at),
  ...[128, 256, 512, 1024],
];

/** A step that is taken again and again. */
export interface SampledSteps extends SampledGaussian {
  readonly steps: number;
}

/** By order: what all steps together may show of a subject. */
export interface RenyiCurve {
  readonly orders: readonly number[];
  /** Nats. */
  readonly divergences: readonly number[];
}

/**
 * Adds up steps, of several networks too: divergences of one order add under composition, also
 * where a later step depends on what earlier ones gave.
 *
 * @see Mironov, Rényi differential privacy, 2017, proposition 1
 */
export function composeSteps(
  parts: readonly SampledSteps[],
  orders: readonly number[] = RENYI_ORDERS,
): RenyiCurve {
  const total = (order: number) =>
    parts.reduce(
      (sum, one) => (one.steps === 0 ? sum : sum + one.steps * renyiDivergence(one, order)),
      0,
    );
  return { orders, divergences: orders.map(total) };
}

/** How a divergence of an order becomes an epsilon. */
export type Conversion = (divergence: number, order: number, delta: number) => number;

/**
 * The tighter conversion.
 *
 * @see Canonne, Kamath, Steinke, The discrete Gaussian for differential privacy, 2020, proposition
 *   12; Balle, Barthe, Gaboardi, Hsu, Sato, Hypothesis testing interpretations and Rényi
 *   differential privacy, 2020, theorem 21
 */
export const tightConversion: Conversion = (divergence, order, delta) =>
  divergence + Math.log1p(-1 / order) - Math.log(delta * order) / (order - 1);

/** The conversion that older figures were published with. @see Mironov 2017, proposition 3 */
export const classicConversion: Conversion = (divergence, order, delta) =>
  divergence - Math.log(delta) / (order - 1);

/**
 * The smallest epsilon that holds at a delta, over all orders of the curve.
 *
 * @returns epsilon, infinite where there is no noise, and the order that gives it
 */
export function epsilonOf(
  curve: RenyiCurve,
  delta: number,
  convert: Conversion = tightConversion,
): { readonly epsilon: number; readonly order: number } {
  let best = { epsilon: Number.POSITIVE_INFINITY, order: curve.orders[0] ?? 2 };
  for (const [at, order] of curve.orders.entries()) {
    const divergence = curve.divergences[at] as number;
    // NOTE: such a divergence alone bounds the distance in variation by delta (Bretagnolle, Huber).
    const isNothing = delta ** 2 + Math.expm1(-divergence) > 0;
    const epsilon = isNothing ? 0 : Math.max(0, convert(divergence, order, delta));
    if (epsilon < best.epsilon) best = { epsilon, order };
  }
  return best;
}
