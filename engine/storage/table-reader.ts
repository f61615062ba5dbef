import type { RowSource } from '../core/row.ts';
import { type DatabaseSchema, tableNamed } from '../schema/database-schema.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import type { Queries } from './database.ts';

/** The sides of the split by subject. */
export const SPLIT_PARTS = ['training', 'holdout'] as const;

export type SplitPart = (typeof SPLIT_PARTS)[number];

export interface ReadOptions {
  /** Only rows of the subjects on that side; reference tables are read whole. */
  readonly part?: SplitPart;
  readonly batchSize?: number;
}

/** Names of the columns in whose order a table is read: subject, time, rest of the primary key. */
export function readingOrder(table: TableSchema): readonly string[] {
  const [first, ...rest] = table.primaryKey;
  if (table.timeColumn === null || first === undefined) return table.primaryKey;
  return [first, table.timeColumn, ...rest.filter((name) => name !== table.timeColumn)];
}

/** A database's tables as the pipeline reads them, each in its reading order. */
export function readTables(
  database: Queries,
  schema: DatabaseSchema,
  options: ReadOptions = {},
): { readonly schema: DatabaseSchema; readonly rows: RowSource } {
  const { part, batchSize } = options;
  const rows = (name: string) => {
    const table = tableNamed(schema, name);
    const filtered = part !== undefined && table.role !== 'reference';
    return database.readRows({
      table: name,
      columns: table.columns.map((column) => column.name),
      orderBy: readingOrder(table),
      ...(filtered ? { where: partCondition(part) } : {}),
      ...(batchSize === undefined ? {} : { batchSize }),
    });
  };
  return { schema, rows };
}

function partCondition(part: SplitPart): string {
  return `subject_key IN (SELECT subject_key FROM subject_origins WHERE part = '${part}')`;
}
