import type { Random } from '../../../engine/core/random.ts';

/** Skewness of made codes: the exponent of a uniform. */
const SKEW = 2;
/** Share of codes that follow from the column before. */
const TIED = 0.7;

/** Codes of rows [columns, rows], row-major: skewed, and each column tied to the one before. */
export function madeCodes(
  cardinalities: readonly number[],
  rows: number,
  random: Random,
): Int32Array {
  const codes = new Int32Array(cardinalities.length * rows);
  for (let row = 0; row < rows; row += 1) {
    let before = 0;
    for (const [column, cardinality] of cardinalities.entries()) {
      const own = Math.floor(cardinality * random.next() ** SKEW);
      before = random.next() < TIED ? (before * 7 + 3) % cardinality : own;
      codes[column * rows + row] = before;
    }
  }
  return codes;
}

/** Uniforms in [0, 1). */
export function uniforms(count: number, random: Random): Float32Array {
  return Float32Array.from({ length: count }, () => Math.min(random.next(), 1 - 2 ** -24));
}

/** Seconds between rows: from milliseconds to minutes, all sizes alike. */
export function madeGaps(count: number, random: Random): Float32Array {
  return Float32Array.from({ length: count }, () => 10 ** (5 * random.next() - 3));
}
