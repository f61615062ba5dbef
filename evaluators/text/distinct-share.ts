import { IncomputableMetricError } from '../../engine/core/errors.ts';

/**
 * Likeness of the shares of distinct values at equal numbers of rows: the smaller over the larger.
 *
 * The larger side is brought to the smaller one's rows by expectation, so nothing is drawn.
 *
 * @param one rows by value
 * @throws IncomputableMetricError if a side has no rows
 */
export function distinctLikeness(one: Float64Array, other: Float64Array): number {
  const [ours, theirs] = [sumOf(one), sumOf(other)];
  const rows = Math.min(ours, theirs);
  if (rows < 1) {
    const side = ours < 1 ? 'original' : 'synthetic';
    throw new IncomputableMetricError(
      `distinct share: the ${side} side is empty: ${rows} rows; give both sides rows`,
      { side, rows },
    );
  }
  const [first, second] = [expectedDistinct(one, rows), expectedDistinct(other, rows)];
  return Math.min(first, second) / Math.max(first, second);
}

/**
 * Expected number of distinct values among `drawn` rows, without replacement.
 *
 * @param counts rows by value
 * @see Hurlbert, The nonconcept of species diversity, Ecology 52 (1971), equation 14 (rarefaction)
 */
export function expectedDistinct(counts: Float64Array, drawn: number): number {
  const rows = sumOf(counts);
  const values = new Map<number, number>();
  for (const count of counts) if (count > 0) values.set(count, (values.get(count) ?? 0) + 1);
  let distinct = 0;
  for (const [count, many] of values) distinct += many * (1 - shareWithout(rows, count, drawn));
  return distinct;
}

/** Chance that none of `count` rows is among `drawn` of `rows`: C(rows - count, drawn) / C(rows, drawn). */
function shareWithout(rows: number, count: number, drawn: number): number {
  if (drawn > rows - count) return 0;
  const logChoices =
    logFactorial(rows - count) -
    logFactorial(rows - count - drawn) -
    logFactorial(rows) +
    logFactorial(rows - drawn);
  return Math.exp(logChoices);
}

/** Stirling's series, exact to 1e-10 from 10 up; the product below. */
function logFactorial(value: number): number {
  if (value < 10) {
    let product = 1;
    for (let factor = 2; factor <= value; factor += 1) product *= factor;
    return Math.log(product);
  }
  const series = 1 / (12 * value) - 1 / (360 * value ** 3) + 1 / (1260 * value ** 5);
  return value * Math.log(value) - value + Math.log(2 * Math.PI * value) / 2 + series;
}

function sumOf(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
