import type { Row } from '../../engine/core/row.ts';
import { tableNamed } from '../../engine/schema/database-schema.ts';
import type { Cell, Frame } from '../columns/frame.ts';
import { judgedColumns, ownAddresses } from '../columns/judged-columns.ts';
import type { SubjectSample } from './subject-sample.ts';
import { type SubjectRows, subjectTableOf } from './subject-walk.ts';

/** Rows of one table as columns, with the position of each row's subject in the sample. */
export interface TableFrame {
  readonly frame: Frame;
  readonly subject: Int32Array; // [rows]
}

/** The rows that a subject has in a table; its own row for the subject table. */
export function rowsOf(subject: SubjectRows, table: string, subjectTable: string): readonly Row[] {
  return table === subjectTable ? [subject.row] : (subject.tables.get(table) ?? []);
}

/**
 * The judged columns of a table's rows, subject after subject.
 *
 * Keys do not enter; addresses enter as their class, names as their number of labels.
 */
export function tableFrame(sample: SubjectSample, table: string): TableFrame {
  const root = subjectTableOf(sample.schema);
  const columns = judgedColumns(tableNamed(sample.schema, table));
  const lists = columns.map((): Cell[] => []);
  const subject: number[] = [];
  for (const [position, one] of sample.subjects.entries()) {
    const own = ownAddresses(root, one.row);
    for (const row of rowsOf(one, table, root.name)) {
      subject.push(position);
      for (const [at, column] of columns.entries()) lists[at]?.push(column.read(row, own));
    }
  }
  const frameColumns = columns.map(({ name, type }, at) => ({
    name,
    role: 'target' as const,
    type,
    values: lists[at] ?? [],
  }));
  return {
    frame: { rows: subject.length, columns: frameColumns },
    subject: Int32Array.from(subject),
  };
}
