import { tableNamed } from '../../engine/schema/database-schema.ts';
import { columnIndex } from '../../engine/schema/table-schema.ts';
import type { Cell } from '../columns/frame.ts';
import { subjectTableOf } from '../relations/subject-walk.ts';
import { rowsOf, tableFrame } from '../relations/table-frame.ts';
import type { UtilityTask } from './utility-task.ts';

/** A column to be told from the rest of its row. */
export interface RowTaskPlan {
  readonly id: string;
  readonly title: string;
  readonly table: string;
  readonly column: string;
  readonly hasCurve: boolean;
  readonly keepsRare: boolean;
  /** True for judged columns (`name`, or `name class` and the like) that may be known. */
  isKnown(name: string): boolean;
}

/**
 * Tells a category from other columns of the same row.
 *
 * What is known are the judged columns: addresses as their class, names as their number of labels.
 */
export function rowTask(plan: RowTaskPlan): UtilityTask {
  const { id, title, table, column, hasCurve, keepsRare, isKnown } = plan;
  return {
    id,
    title,
    table,
    kind: 'classes',
    hasCurve,
    keepsRare,
    read: (sample) => {
      const schema = tableNamed(sample.schema, table);
      const at = columnIndex(schema, column);
      const root = subjectTableOf(sample.schema).name;
      const { frame, subject } = tableFrame(sample, table);
      const columns = frame.columns.filter(({ name }) => name !== column && isKnown(name));
      const target = sample.subjects.flatMap((one) =>
        rowsOf(one, table, root).map((row): Cell => {
          const value = row[at] ?? null;
          return value === null || value === '' ? null : String(value);
        }),
      );
      return { frame: { rows: frame.rows, columns }, target, subject };
    },
  };
}
