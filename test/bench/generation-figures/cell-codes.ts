import type { CellSample } from './laws.ts';

/** Columns of codes that are looked at together. */
export interface CodedRows {
  readonly subjects: number;
  readonly subject: Int32Array; // [rows]
  readonly columns: readonly Int32Array[]; // [columns][rows]
}

/** Numbers the combinations that either side holds, so that both can be counted in cells. */
export function jointCells(
  original: CodedRows,
  synthetic: CodedRows,
): readonly [original: CellSample, synthetic: CellSample] {
  const cells = new Map<string, number>();
  const cellOf = (key: string) => {
    const known = cells.get(key);
    if (known !== undefined) return known;
    cells.set(key, cells.size);
    return cells.size - 1;
  };
  const sample = ({ subjects, subject, columns }: CodedRows): CellSample => ({
    subjects,
    subject,
    cells: subject.map((_, row) => cellOf(columns.map((column) => column[row]).join(' '))),
  });
  return [sample(original), sample(synthetic)];
}
