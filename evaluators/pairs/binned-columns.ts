import { binCount, type ColumnBins, encodeBins, fitBins } from '../columns/column-bins.ts';
import { type ColumnRole, type Frame, matchingColumn } from '../columns/frame.ts';
import { type Likeness, likenessOf } from './distribution-accuracy.ts';

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
  const cells = columns.reduce((product, column) => product * column.size, 1);
  const tally = (side: 'original' | 'synthetic') => {
    const counts = new Float64Array(cells);
    const codes = columns.map((column) => column[side]);
    const sizes = columns.map((column) => column.size);
    const rows = codes[0]?.length ?? 0;
    for (let row = 0; row < rows; row += 1) {
      let cell = 0;
      for (let at = 0; at < codes.length; at += 1) {
        cell = cell * (sizes[at] as number) + ((codes[at] as Uint16Array)[row] as number);
      }
      counts[cell] = (counts[cell] as number) + 1;
    }
    return counts;
  };
  return likenessOf(tally('original'), tally('synthetic'));
}
