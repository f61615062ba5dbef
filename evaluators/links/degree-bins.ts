/** Bins of a degree: 0, 1, 2, 3, 4, 5-8, 9-16, 17-32, ... doubling up to 2^20. */
export const DEGREE_BINS = 5 + 18;

/** Bin of a number of links or rows, 0 and up. */
export function degreeBin(degree: number): number {
  if (degree <= 4) return degree;
  return Math.min(DEGREE_BINS - 1, 2 + Math.ceil(Math.log2(degree)));
}

/** Name of a degree bin, e.g. `5-8`. */
export function degreeLabel(bin: number): string {
  if (bin <= 4) return String(bin);
  return `${2 ** (bin - 3) + 1}-${2 ** (bin - 2)}`;
}

/** Counts by degree bin. */
export type DegreeCounts = Float64Array; // [DEGREE_BINS]

/** Counts of no degree. */
export function emptyDegreeCounts(): DegreeCounts {
  return new Float64Array(DEGREE_BINS);
}

/** Adds one degree. */
export function countDegree(counts: DegreeCounts, degree: number): void {
  const bin = degreeBin(degree);
  counts[bin] = (counts[bin] as number) + 1;
}

/**
 * Degrees if `links` were dealt to `ends` at will: the naive floor of a fan-out law.
 *
 * @returns expected counts, a Poisson law of mean links / ends
 */
export function dealtDegrees(ends: number, links: number): DegreeCounts {
  const counts = emptyDegreeCounts();
  const mean = ends === 0 ? 0 : links / ends;
  // NOTE: in logarithms, because exp(-mean) vanishes for large means.
  let logShare = -mean;
  for (let degree = 0; degree <= mean || Math.exp(logShare) * ends > 1e-9; degree += 1) {
    const bin = degreeBin(degree);
    counts[bin] = (counts[bin] as number) + Math.exp(logShare) * ends;
    logShare += Math.log(mean) - Math.log(degree + 1);
  }
  return counts;
}
