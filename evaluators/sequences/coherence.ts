import { binCount, type ColumnBins, encodeBins, fitBins } from '../columns/column-bins.ts';
import type { Cell, ColumnType } from '../columns/frame.ts';
import { type Likeness, likenessOf } from '../pairs/distribution-accuracy.ts';

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
    const laws = fitLaws(original, at);
    const ours = laws.hold(original);
    const theirs = laws.hold(synthetic);
    return {
      column: column.name,
      categoriesPerSequence: likenessOf(laws.countTally(ours), laws.countTally(theirs)),
      sequencesPerCategory: likenessOf(laws.categoryTally(ours), laws.categoryTally(theirs)),
    };
  });
}

/** What the sequences of one side hold in one column. */
export interface Holdings {
  /** Positions of the sequences. */
  readonly sequences: Int32Array; // [sequences]
  /** Bin of the number of distinct bins that a sequence holds. */
  readonly counts: Uint16Array; // [sequences]
  /** Kept bins that it holds, `other` among them: a list for each sequence. */
  readonly categories: readonly Uint8Array[]; // [sequences][categories]
}

/** The two laws of one column, with bins fitted on the original. */
export interface SequenceLaws {
  hold(rows: SequenceRows): Holdings;
  /** Sequences by number of distinct bins; only those whose flag is set, if flags are given. */
  countTally(holdings: Holdings, flags?: Uint8Array): Float64Array;
  /** Sequences by kept bin. */
  categoryTally(holdings: Holdings, flags?: Uint8Array): Float64Array;
}

/** Fits the laws of the column at that position. */
export function fitLaws(original: SequenceRows, at: number): SequenceLaws {
  const column = original.columns[at];
  const values = column?.values ?? [];
  const bins = fitBins(column?.type ?? 'categorical', values, ROW_BINS);
  const held = heldBins(encodeBins(bins, values), original.sequence);
  const countBins = fitBins(
    'numeric',
    held.map(({ codes }) => codes.length),
    COUNT_BINS,
  );
  const kept = keptCategories(
    held.map(({ codes }) => codes),
    bins,
  );
  const other = MOST_CATEGORIES;
  const hold = (rows: SequenceRows): Holdings => {
    const all = heldBins(encodeBins(bins, rows.columns[at]?.values ?? []), rows.sequence);
    return {
      sequences: Int32Array.from(all, ({ sequence }) => sequence),
      counts: encodeBins(
        countBins,
        all.map(({ codes }) => codes.length),
      ),
      categories: all.map(({ codes }) =>
        Uint8Array.from(new Set(codes.map((code) => kept.get(code) ?? other))),
      ),
    };
  };
  return {
    hold,
    countTally: ({ sequences, counts }, flags) => {
      const tally = new Float64Array(binCount(countBins));
      for (let row = 0; row < sequences.length; row += 1) {
        if (flags !== undefined && flags[sequences[row] as number] === 0) continue;
        tally[counts[row] as number] = (tally[counts[row] as number] as number) + 1;
      }
      return tally;
    },
    categoryTally: ({ sequences, categories }, flags) => {
      const tally = new Float64Array(MOST_CATEGORIES + 1);
      for (let row = 0; row < sequences.length; row += 1) {
        if (flags !== undefined && flags[sequences[row] as number] === 0) continue;
        for (const code of categories[row] as Uint8Array) tally[code] = (tally[code] as number) + 1;
      }
      return tally;
    },
  };
}

interface HeldBins {
  readonly sequence: number;
  /** Distinct, in the order of first sight. */
  readonly codes: readonly number[];
}

/** Distinct bins by sequence, in the order of the sequences' first rows. */
function heldBins(codes: Uint16Array, sequence: readonly number[]): readonly HeldBins[] {
  const held = new Map<number, Set<number>>();
  for (let row = 0; row < codes.length; row += 1) {
    const position = sequence[row] as number;
    const bins = held.get(position);
    if (bins === undefined) held.set(position, new Set([codes[row] as number]));
    else bins.add(codes[row] as number);
  }
  return [...held].map(([position, bins]) => ({ sequence: position, codes: [...bins] }));
}

/** The 9 bins that most sequences hold, numbered from 0; the label of others is never among them. */
function keptCategories(
  held: readonly (readonly number[])[],
  bins: ColumnBins,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const code of held.flat()) counts.set(code, (counts.get(code) ?? 0) + 1);
  const isOther = (code: number) => bins.kind === 'labels' && bins.labels[code] === OTHER;
  const kept = [...counts]
    .sort(([code, one], [next, other]) => other - one || code - next)
    .slice(0, MOST_CATEGORIES)
    .map(([code]) => code)
    .filter((code) => !isOther(code));
  return new Map(kept.map((code, number) => [code, number]));
}
