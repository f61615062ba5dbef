import { binCount, type ColumnBins, encodeBins, fitBins } from '../columns/column-bins.ts';
import type { Cell, ColumnType } from '../columns/frame.ts';
import { type Likeness, likenessOf, likenessOfTallies } from '../pairs/distribution-accuracy.ts';

const ROW_BINS = 30;
const COUNT_BINS = 10;
const MOST_CATEGORIES = 9;
const OTHER = '(other)';

/** A column of all (kept) rows, row by row. */
export interface SequenceColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: readonly Cell[]; // [rows]
}

/** Rows of many sequences; at most 100 rows of each. */
export interface SequenceRows {
  readonly columns: readonly SequenceColumn[];
  /** Position of each row's sequence, 0 and up. */
  readonly sequence: readonly number[]; // [rows]
}

/** The two parts of coherence that look at a whole sequence, by column. */
export interface SequenceLikeness {
  readonly column: string;
  readonly categoriesPerSequence: Likeness;
  readonly sequencesPerCategory: Likeness;
}

/**
 * How many distinct bins a sequence holds, and how many sequences hold a bin.
 *
 * @throws IncomputableMetricError if a side has no rows
 * @see docs/methods/quality-report.md, coherence
 */
export function sequenceLikeness(
  original: SequenceRows,
  synthetic: SequenceRows,
): readonly SequenceLikeness[] {
  return original.columns.map((column, at) => {
    const bins = fitBins(column.type, column.values, ROW_BINS);
    const size = binCount(bins);
    const holdings = (rows: SequenceRows) =>
      distinctHoldings(encodeBins(bins, rows.columns[at]?.values ?? []), rows.sequence, size);
    const ours = holdings(original);
    const theirs = holdings(synthetic);
    return {
      column: column.name,
      categoriesPerSequence: categoriesPerSequence(ours, theirs, size),
      sequencesPerCategory: sequencesPerCategory(ours, theirs, bins),
    };
  });
}

/** Distinct (sequence, bin) pairs, as sequence * size + bin, in the order of first sight. */
function distinctHoldings(
  codes: Uint16Array,
  sequence: readonly number[],
  size: number,
): readonly number[] {
  const seen = new Set<number>();
  for (let row = 0; row < codes.length; row += 1) {
    seen.add((sequence[row] as number) * size + (codes[row] as number));
  }
  return [...seen];
}

function categoriesPerSequence(
  original: readonly number[],
  synthetic: readonly number[],
  size: number,
): Likeness {
  const countsOf = (holdings: readonly number[]) => {
    const counts = new Map<number, number>();
    for (const holding of holdings) {
      const sequence = Math.floor(holding / size);
      counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
    }
    return [...counts.values()];
  };
  const counts = countsOf(original);
  const bins = fitBins('numeric', counts, COUNT_BINS);
  const tally = (values: readonly number[]) => {
    const tallied = new Float64Array(binCount(bins));
    for (const code of encodeBins(bins, values)) tallied[code] = (tallied[code] as number) + 1;
    return tallied;
  };
  return likenessOf(tally(counts), tally(countsOf(synthetic)));
}

function sequencesPerCategory(
  original: readonly number[],
  synthetic: readonly number[],
  bins: ColumnBins,
): Likeness {
  const size = binCount(bins);
  const counts = new Map<number, number>();
  for (const holding of original) {
    counts.set(holding % size, (counts.get(holding % size) ?? 0) + 1);
  }
  const isOther = (code: number) => bins.kind === 'labels' && bins.labels[code] === OTHER;
  const kept = new Set(
    [...counts]
      .sort(([code, one], [next, other]) => other - one || code - next)
      .slice(0, MOST_CATEGORIES)
      .map(([code]) => code)
      .filter((code) => !isOther(code)),
  );
  return likenessOfTallies(
    sequencesByLabel(original, size, kept),
    sequencesByLabel(synthetic, size, kept),
  );
}

/** Number of distinct sequences by kept bin; the rest is counted as one. */
function sequencesByLabel(
  holdings: readonly number[],
  size: number,
  kept: ReadonlySet<number>,
): ReadonlyMap<string, number> {
  const tally = new Map<string, number>();
  const others = new Set<number>();
  for (const holding of holdings) {
    const code = holding % size;
    if (kept.has(code)) tally.set(String(code), (tally.get(String(code)) ?? 0) + 1);
    else others.add(Math.floor(holding / size));
  }
  if (others.size > 0) tally.set(OTHER, others.size);
  return tally;
}
