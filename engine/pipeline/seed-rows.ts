import { DataError } from '../core/errors.ts';
import type { Row, Value } from '../core/row.ts';
import type { ColumnKind } from '../schema/column.ts';
import { type SubjectRows, subjectRows } from '../schema/subject-rows.ts';
import { columnIndex, type TableSchema } from '../schema/table-schema.ts';
import type { Pseudonyms } from '../subjects/pseudonyms.ts';
import type { TableReader } from './ports.ts';

/** A real subject whose timeline is to be continued. */
export interface SeedSubject {
  readonly subjectKey: number;
  /** Its rows as they are, for a state to be taken from; never to be written anywhere. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  /** Its rows as they may be published: names by their pseudonyms, free texts left out. */
  readonly shown: ReadonlyMap<string, readonly Row[]>;
  /** Time of its last row, microseconds UTC; null where no row has a time. */
  readonly endUs: number | null;
}

/** What seed rows are read with. */
export interface SeedOptions {
  /** Replaces names; equal names of different subjects stay equal. */
  readonly pseudonyms: Pseudonyms;
  /** False for a value of a category that may not leave; such a cell is left out. */
  readonly mayLeave: (table: string, column: string, value: Value) => boolean;
  /** At most so many subjects. */
  readonly most: number;
}

/**
 * Reads the subjects whose timelines are continued, one at a time, in the order of their keys.
 *
 * @throws DataError if a row has no subject, or a subject has no row in the subject table
 */
export async function* seedSubjects(
  reader: TableReader,
  options: SeedOptions,
): AsyncGenerator<SeedSubject> {
  const tables = reader.schema.tables.filter((one) => one.role !== 'reference');
  const root = tables.find((one) => one.role === 'subject')?.name ?? '';
  let count = 0;
  for await (const one of subjectRows({ tables, rows: reader.rows, onStray: refuseStray })) {
    if (count >= options.most) return;
    if (!one.rows.has(root)) {
      throw new DataError(
        `seed rows: subject without its row in ${root}: ${one.subjectKey}; give whole subjects`,
        { subjectKey: one.subjectKey },
      );
    }
    count += 1;
    yield seedOf(one, tables, options);
  }
}

function seedOf(
  { subjectKey, rows }: SubjectRows,
  tables: readonly TableSchema[],
  options: SeedOptions,
): SeedSubject {
  const shown = new Map<string, readonly Row[]>();
  let endUs: number | null = null;
  for (const table of tables) {
    const own = rows.get(table.name) ?? [];
    shown.set(
      table.name,
      own.map((row) => shownRow(table, row, options)),
    );
    if (table.timeColumn === null) continue;
    const time = columnIndex(table, table.timeColumn);
    for (const row of own) endUs = Math.max(endUs ?? Number.NEGATIVE_INFINITY, Number(row[time]));
  }
  return { subjectKey, rows, shown, endUs };
}

/** A row that shows nobody's name and no text that somebody wrote. */
function shownRow(table: TableSchema, row: Row, options: SeedOptions): Row {
  return table.columns.map((column, at) => {
    const value = row[at] ?? null;
    if (value === null) return null;
    const renamed = pseudonymOf(column.kind, String(value), options.pseudonyms);
    if (renamed !== undefined) return renamed;
    if (column.kind === 'path' || column.kind === 'text') return null;
    const isCategory = column.kind === 'category';
    return isCategory && !options.mayLeave(table.name, column.name, value) ? null : value;
  });
}

/** The pseudonym of a name, undefined for what is no name. */
function pseudonymOf(kind: ColumnKind, value: string, pseudonyms: Pseudonyms): string | undefined {
  if (kind === 'address' || kind === 'fqdn' || kind === 'user' || kind === 'guid') {
    return pseudonyms[kind](value);
  }
  return undefined;
}

function refuseStray(table: TableSchema): void {
  throw new DataError(`seed rows: a row of ${table.name} without a subject; give whole subjects`);
}
