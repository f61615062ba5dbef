/** Width of a bin, microseconds. */
const BIN = 100_000;

/** A histogram of stamp less logging time that grows with its spread, not with its count. */
export interface Differences {
  readonly bins: Map<number, { count: number; sumUs: number }>;
}

export function createDifferences(): Differences {
  return { bins: new Map() };
}

export function addDifference({ bins }: Differences, differenceUs: number): void {
  const place = Math.round(differenceUs / BIN);
  const bin = bins.get(place);
  if (bin === undefined) {
    bins.set(place, { count: 1, sumUs: differenceUs });
  } else {
    bin.count += 1;
    bin.sumUs += differenceUs;
  }
}

export function differenceCount({ bins }: Differences): number {
  let total = 0;
  for (const { count } of bins.values()) total += count;
  return total;
}

/** Mean of the fullest bin, the higher one of two alike; null of an empty histogram. */
export function modeOf(differences: Differences | undefined): number | null {
  let best = { place: Number.NEGATIVE_INFINITY, count: 0, sumUs: 0 };
  for (const [place, { count, sumUs }] of differences?.bins ?? []) {
    const isFuller = count > best.count || (count === best.count && place > best.place);
    if (isFuller) best = { place, count, sumUs };
  }
  return best.count === 0 ? null : Math.round(best.sumUs / best.count);
}
