import type { RowSource } from '../core/row.ts';
import { type DatabaseSchema, tableNamed } from '../schema/database-schema.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import type { Database } from './database.ts';

/** The two parts that the subjects are split into. */
export const SUBJECT_PARTS = ['training', 'holdout'] as const;

export type SubjectPart = (typeof SUBJECT_PARTS)[number];

/**
 * Rows of a database's tables, of all subjects or of one part of the split, ordered by subject, time and key;
 * reference tables come whole, ordered by key.
 */
export function tableRows(
  database: Database,
  schema: DatabaseSchema,
  part: SubjectPart | 'all',
): RowSource {
  return (name) => {
    const table = tableNamed(schema, name);
    const columns = table.columns.map((column) => `row.${column.name}`).join(', ');
    const chosen =
      part === 'all' || table.role === 'reference'
        ? ''
        : `join subject_origins as origin
        on origin.subject_key = row.subject_key and origin.part = '${part}'`;
    const sql = `select ${columns} from ${name} as row ${chosen} order by ${orderOf(table)}`;
    return database.readRows({ sql, batchSize: 5000 });
  };
}

function orderOf(table: TableSchema): string {
  const textual = new Set(
    table.columns
      .filter(({ kind }) =>
        ['address', 'fqdn', 'category', 'text', 'path', 'user', 'guid'].includes(kind),
      )
      .map((column) => column.name),
  );
  const [first, ...rest] = table.primaryKey;
  const time = table.timeColumn === null ? [] : [table.timeColumn];
  return [first, ...time, ...rest]
    .map((name) => `row.${name}${textual.has(name ?? '') ? ' collate "C"' : ''}`)
    .join(', ');
}
