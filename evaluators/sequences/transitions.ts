import { accuracyOf } from '../ceiling/cell-likeness.ts';
import type { CellLaw } from '../ceiling/score-cells.ts';
import { gatherCells, type SubjectCells } from '../ceiling/subject-cells.ts';
import type { CodedColumn, PacedRows, PacedTable } from './paced-rows.ts';

/** Distances in rows over which transitions are judged. */
export const STEPS = [1, 2, 3, 4, 5] as const;

/** Accuracy over (c_t, c_t+k) of every column and k, within subjects; the floor shuffles columns. */
export function* transitionLaws({ columns, rows }: PacedTable): Generator<CellLaw> {
  for (const column of columns) {
    for (const step of STEPS) {
      yield {
        name: transitionName(column.name, step),
        size: column.size * column.size,
        original: pairCells(rows.original, column.original, { step, size: column.size }),
        synthetic: pairCells(rows.synthetic, column.synthetic, { step, size: column.size }),
        naive: pairCells(rows.original, column.naive, { step, size: column.size }),
        likeness: accuracyOf,
      };
    }
  }
}

/** Name of a column's transitions over some rows. */
export function transitionName(column: CodedColumn['name'], step: number): string {
  return `${column}, k = ${step}`;
}

function pairCells(
  { subjects, subject }: PacedRows,
  codes: Uint16Array,
  { step, size }: { readonly step: number; readonly size: number },
): SubjectCells {
  const cell = new Int32Array(codes.length).fill(-1);
  for (let row = 0; row + step < codes.length; row += 1) {
    if (subject[row] !== subject[row + step]) continue;
    cell[row] = (codes[row] as number) * size + (codes[row + step] as number);
  }
  return gatherCells({ subject, cell }, { subjects, size: size * size });
}
