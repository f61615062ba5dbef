import { binCount, type ColumnBins, encodeBins, fitBins } from '../columns/column-bins.ts';
import { type ColumnRole, type Frame, matchingColumn } from '../columns/frame.ts';
import { type Likeness, likenessOf } from './distribution-accuracy.ts';

/** Bins asked for of a column in accuracy. */
export const ACCURACY_BINS = 10;

/** A column of both sides in the bins of the original. */
export interface BinnedColumn {
  readonly name: string;
  readonly role: ColumnRole;
  readonly bins: ColumnBins;
  readonly size: number;
  readonly original: Uint16Array; // [rows of the original]
  readonly synthetic: Uint16Array; // [rows of the synthetic]
}

/** Bins every column on the original and codes both sides. */
export function binColumns(
  original: Frame,
  synthetic: Frame,
  bins: number,
): readonly BinnedColumn[] {
  return original.columns.map((column) => {
    const fitted = fitBins(column.type, column.values, bins);
    return {
      name: column.name,
      role: column.role,
      bins: fitted,
      size: binCount(fitted),
      original: encodeBins(fitted, column.values),
      synthetic: encodeBins(fitted, matchingColumn(synthetic, column).values),
    };
  });
}

/** Likeness of the joint distribution of one, two or three columns. */
export function likenessOfColumns(columns: readonly BinnedColumn[]): Likeness {
  return likenessOf(jointCounts(columns, 'original'), jointCounts(columns, 'synthetic'));
}

/** Rows by joint bin: the first column's code counts most. */
function jointCounts(
  columns: readonly BinnedColumn[],
  side: 'original' | 'synthetic',
): Float64Array {
  const counts = new Float64Array(columns.reduce((product, { size }) => product * size, 1));
  const cells = new Uint32Array(columns[0]?.[side].length ?? 0); // [rows]
  for (const column of columns) appendCode(cells, column[side], column.size);
  for (let row = 0; row < cells.length; row += 1) {
    const cell = cells[row] as number;
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}

// NOTE: a loop of its own with one kind of array each, which the engine compiles well.
function appendCode(cells: Uint32Array, codes: Uint16Array, size: number): void {
  for (let row = 0; row < cells.length; row += 1) {
    cells[row] = (cells[row] as number) * size + (codes[row] as number);
  }
}
