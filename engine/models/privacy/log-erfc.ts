/** From here on the continued fraction converges quickly; below, 1 - erf loses no more than two digits. */
const TAIL_FROM = 2;
const MOST_TERMS = 500;
const TINY = 1e-300;

/**
 * Natural logarithm of the complementary error function, to about 13 digits for any argument.
 *
 * @see Abramowitz and Stegun, Handbook of mathematical functions, 7.1.6 (series), 7.1.14 (fraction)
 */
export function logErfc(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  if (x < 0) return Math.log(2 - Math.exp(logErfc(-x)));
  return x < TAIL_FROM ? Math.log1p(-smallErf(x)) : logTail(x);
}

/** erf(x) = 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (1 * 3 * ... * (2n+1)). */
function smallErf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < MOST_TERMS && term > sum * Number.EPSILON; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc(x) = exp(-x^2) / (sqrt(pi) f), f = x + (1/2)/(x + 1/(x + (3/2)/(x + ...))), by Lentz. */
function logTail(x: number): number {
  let [fraction, upper, lower] = [x, x, 0];
  for (let n = 1; n < MOST_TERMS; n += 1) {
    lower = 1 / Math.max(TINY, x + (n / 2) * lower);
    upper = x + n / 2 / upper;
    const change = upper * lower;
    fraction *= change;
    if (Math.abs(change - 1) < Number.EPSILON) break;
  }
  return -x * x - Math.log(Math.PI) / 2 - Math.log(fraction);
}
