import { gatherCells, type SubjectCells } from '../ceiling/subject-cells.ts';
import { binCount, encodeBins, fitBins } from '../columns/column-bins.ts';
import type { LinkRows, LinkSide } from './link-rows.ts';

const BINS = 10;

/** The links of the three sides; the naive one ties rows that do not belong together. */
export interface LinkSides<T> {
  readonly original: T;
  readonly synthetic: T;
  readonly naive: T;
}

/** A column over the links in bins of the original. */
export interface CodedLinkColumn extends LinkSides<Uint16Array> {
  readonly name: string;
  readonly side: LinkSide;
  /** True where its bins are labels. */
  readonly isCategory: boolean;
  /** Number of bins. */
  readonly size: number;
}

/** Codes of the links' columns, with the subjects of the links. */
export interface CodedLinks {
  readonly columns: readonly CodedLinkColumn[];
  readonly rows: LinkSides<LinkRows>;
  /** Numbers of subjects. */
  readonly subjects: LinkSides<number>;
}

/** Bins every column on the original; columns of one bin on both sides would flatter a mean. */
export function codeLinks(rows: LinkSides<LinkRows>, subjects: LinkSides<number>): CodedLinks {
  const columns = rows.original.columns.flatMap((column, at) => {
    const bins = fitBins(column.type, column.values, BINS);
    const codes = (side: LinkRows) => encodeBins(bins, side.columns[at]?.values ?? []);
    const coded = {
      name: column.name,
      side: column.side,
      isCategory: bins.kind === 'labels',
      size: binCount(bins),
      original: codes(rows.original),
      synthetic: codes(rows.synthetic),
      naive: codes(rows.naive),
    };
    const varies = new Set([...coded.original, ...coded.synthetic]).size > 1;
    return varies ? [coded] : [];
  });
  return { columns, rows, subjects };
}

/** Cells of some coded columns together: the first column's code counts most. */
export function jointCells(
  { rows, subjects }: CodedLinks,
  columns: readonly LinkSides<ArrayLike<number>>[],
  sizes: readonly number[],
): LinkSides<SubjectCells> & { readonly size: number } {
  const size = sizes.reduce((product, one) => product * one, 1);
  const cellsOf = (side: keyof LinkSides<unknown>) => {
    const cell = new Int32Array(rows[side].subject.length);
    for (const [at, column] of columns.entries()) append(cell, column[side], sizes[at] ?? 1);
    return gatherCells({ subject: rows[side].subject, cell }, { subjects: subjects[side], size });
  };
  return {
    size,
    original: cellsOf('original'),
    synthetic: cellsOf('synthetic'),
    naive: cellsOf('naive'),
  };
}

function append(cells: Int32Array, codes: ArrayLike<number>, size: number): void {
  for (let row = 0; row < cells.length; row += 1) {
    cells[row] = (cells[row] as number) * size + (codes[row] as number);
  }
}
