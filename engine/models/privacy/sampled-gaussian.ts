import { logErfc } from './log-erfc.ts';
import { LogSum } from './log-sum.ts';

/**
 * One step that draws each subject by itself with a chance, sums what they give, each of norm 1 at
 * most, and adds Gaussian noise.
 */
export interface SampledGaussian {
  /** Chance of each subject, 0..1. */
  readonly samplingRate: number;
  /** Standard deviation of the noise, in norms that a subject has at most. */
  readonly noiseMultiplier: number;
}

const MOST_TERMS = 1000;
/** Terms below exp(-30) of the sum change nothing. */
const NEGLIGIBLE = 30;

/**
 * Rényi divergence of an order above 1 between the step's outcomes with and without a subject.
 *
 * @returns nats; infinite where there is no noise, or where the series does not converge
 * @see Mironov, Talwar, Zhang, Rényi differential privacy of the sampled Gaussian mechanism, 2019,
 *   section 3.3
 */
export function renyiDivergence(step: SampledGaussian, order: number): number {
  const { samplingRate, noiseMultiplier } = step;
  if (samplingRate === 0) return 0;
  if (noiseMultiplier === 0 || order === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (samplingRate === 1) return order / (2 * noiseMultiplier ** 2);
  const logMoment = Number.isInteger(order) ? wholeMoment(step, order) : brokenMoment(step, order);
  return Math.max(0, logMoment / (order - 1));
}

/** Logarithm of the moment of a whole order: a binomial sum. */
function wholeMoment({ samplingRate, noiseMultiplier }: SampledGaussian, order: number): number {
  const sum = new LogSum();
  let logBinomial = 0;
  for (let i = 0; i <= order; i += 1) {
    if (i > 0) logBinomial += Math.log((order - i + 1) / i);
    const weight = i * Math.log(samplingRate) + (order - i) * Math.log1p(-samplingRate);
    sum.add(logBinomial + weight + growth(i, noiseMultiplier));
  }
  return sum.log();
}

/**
 * Logarithm of the moment of a broken order: the integral cut where both parts of the mixture are
 * alike, each piece as a binomial series.
 */
function brokenMoment(step: SampledGaussian, order: number): number {
  const { samplingRate: q, noiseMultiplier: sigma } = step;
  const cut = sigma ** 2 * Math.log(1 / q - 1) + 0.5;
  const halfErfc = (x: number) => Math.log(0.5) + logErfc(x / (Math.SQRT2 * sigma));
  const sum = new LogSum();
  let binomial = { log: 0, sign: 1 };
  let last: readonly [number, number] = [-Infinity, -Infinity];
  for (let i = 0; i <= MOST_TERMS; i += 1) {
    const j = order - i;
    const weigh = (sampled: number, other: number) =>
      binomial.log + sampled * Math.log(q) + other * Math.log1p(-q) + growth(sampled, sigma);
    const below = weigh(i, j) + halfErfc(i - cut);
    const above = weigh(j, i) + halfErfc(cut - j);
    sum.add(below, binomial.sign);
    sum.add(above, binomial.sign);
    const isFalling = below < last[0] && above < last[1];
    if (isFalling && Math.max(below, above) < sum.log() - NEGLIGIBLE) return sum.log();
    if (i === MOST_TERMS && !isFalling) return Number.POSITIVE_INFINITY;
    last = [below, above];
    binomial = nextBinomial(binomial, order, i);
  }
  // NOTE: signs alternate, so that what is left out is less than the last terms.
  for (const one of last) sum.add(one);
  return sum.log();
}

/** The binomial coefficient over `i + 1` from the one over `i`. */
function nextBinomial(
  { log, sign }: { readonly log: number; readonly sign: number },
  order: number,
  i: number,
) {
  const factor = (order - i) / (i + 1);
  return { log: log + Math.log(Math.abs(factor)), sign: factor < 0 ? -sign : sign };
}

function growth(i: number, sigma: number): number {
  return (i * i - i) / (2 * sigma ** 2);
}
