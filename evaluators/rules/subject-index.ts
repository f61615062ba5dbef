import type { Row } from '../../engine/core/row.ts';
import { keyReader, type RowKey } from '../../engine/schema/row-key.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';
import { rowsOf } from '../relations/table-frame.ts';

/** The rows of one subject by key; an index is made when it is first asked for. */
export interface SubjectIndex {
  /** The subject whose rows are found from now on. */
  enter(subject: SubjectRows): void;
  /** The subject's own row; null before the first one. */
  root(): Row | null;
  /** Finds rows of a table by the given columns. */
  by(table: TableSchema, columns: readonly string[]): (key: RowKey) => Row | null;
}

/** An index over the tables of subjects. @param root name of the subject table */
export function openSubjectIndex(root: string): SubjectIndex {
  let current: SubjectRows | null = null;
  const indexes = new Map<string, ReadonlyMap<RowKey, Row>>();
  const by = (table: TableSchema, columns: readonly string[]) => {
    const name = `${table.name} ${columns.join(' ')}`;
    const keyOf = keyReader(table, columns);
    const index = () => {
      const known = indexes.get(name);
      if (known !== undefined) return known;
      const rows = current === null ? [] : rowsOf(current, table.name, root);
      const made = new Map(rows.map((row) => [keyOf(row), row] as const));
      indexes.set(name, made);
      return made;
    };
    return (key: RowKey) => index().get(key) ?? null;
  };
  const enter = (subject: SubjectRows) => {
    current = subject;
    indexes.clear();
  };
  return { enter, root: () => current?.row ?? null, by };
}
