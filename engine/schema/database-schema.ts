import { UnknownTableError } from '../core/errors.ts';
import type { TableSchema } from './table-schema.ts';

/** The tables of a database, as data: the engine knows no table by name. */
export interface DatabaseSchema {
  readonly tables: readonly TableSchema[];
}

/** The table of that name. @throws UnknownTableError if the schema lacks it */
export function tableNamed(schema: DatabaseSchema, name: string): TableSchema {
  const table = schema.tables.find((one) => one.name === name);
  if (table === undefined) {
    throw new UnknownTableError(`schema: no such table: ${name}; name one of its tables`, { name });
  }
  return table;
}
