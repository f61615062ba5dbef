import type { Row, RowSource } from '../core/row.ts';
import type { DatabaseSchema } from './database-schema.ts';
import { type FindingsBook, type IntegrityFindings, openFindings } from './integrity-findings.ts';
import { linkLaws } from './link-laws.ts';
import { type NameBook, nameLaw, nameTable, openNames } from './name-laws.ts';
import { type KeyIndexes, type RelationLaw, relationLaws } from './relation-laws.ts';
import { keyReader, type RowKey } from './row-key.ts';
import { type KeyedRows, type RowLaws, rowLaws } from './row-laws.ts';
import { subjectRows } from './subject-rows.ts';
import type { TableSchema } from './table-schema.ts';

const EXAMPLES_PER_LAW = 5;

/** A database to check; tables other than reference tables are sorted by `subject_key`. */
export interface IntegrityInput {
  readonly schema: DatabaseSchema;
  readonly rows: RowSource;
}

/**
 * Checks that rows keep the laws of their schema.
 *
 * Rows are read once, subject by subject: memory holds the keys of the reference tables and the
 * rows of one subject. Rows of a subject are judged in the order in which they come.
 *
 * @returns counts by law, and examples that show integer keys only
 * @throws DataError if a table is not sorted by `subject_key`
 * @see docs/methods/integrity.md
 */
export async function checkIntegrity(input: IntegrityInput): Promise<IntegrityFindings> {
  const { schema, rows } = input;
  const book = openFindings(EXAMPLES_PER_LAW);
  const names = nameTable(schema);
  const nameBook = names === null ? null : openNames(names);
  const reference = await checkReferences(input, book, (table, batch) => {
    if (table === names) nameBook?.add(batch);
  });

  const tables = schema.tables.filter((table) => table.role !== 'reference');
  const checks = tables.map((table) => tableChecks(schema, table, { book, names: nameBook }));
  const onStray = (table: TableSchema, row: Row) => {
    book.counted(table.name, 1);
    book.report('nullKeys', table, row, 'subject_key');
  };
  let subjects = 0;
  for await (const subject of subjectRows({ tables, rows, onStray })) {
    if ((subject.rows.get(tables.find(isRoot)?.name ?? '') ?? []).length > 0) subjects += 1;
    checkSubject(checks, subject.rows, reference);
  }
  return book.close(subjects);
}

/** All laws of one table. */
interface TableChecks {
  readonly table: TableSchema;
  readonly rows: RowLaws;
  readonly relations: readonly RelationLaw[];
}

function tableChecks(
  schema: DatabaseSchema,
  table: TableSchema,
  options: { readonly book: FindingsBook; readonly names: NameBook | null },
): TableChecks {
  const { book, names } = options;
  const relations = [...relationLaws(schema, table, book), ...linkLaws(schema, table, options)];
  if (names !== null) relations.push(nameLaw(table, names, book));
  return { table, rows: rowLaws(table, book), relations };
}

/** Step 1 enters every key, step 2 follows them: a parent may stand below its child. */
function checkSubject(
  checks: readonly TableChecks[],
  rows: ReadonlyMap<string, readonly Row[]>,
  reference: KeyIndexes['reference'],
): void {
  const subject = new Map<string, KeyedRows>();
  for (const check of checks) {
    const index: KeyedRows = new Map();
    subject.set(check.table.name, index);
    check.rows.check(rows.get(check.table.name) ?? [], index);
  }
  for (const check of checks) {
    const own = rows.get(check.table.name) ?? [];
    for (const law of check.relations) law(own, { subject, reference });
  }
}

/** Reads every reference table twice: once for its keys, once for the keys that it points with. */
async function checkReferences(
  input: IntegrityInput,
  book: FindingsBook,
  onBatch: (table: TableSchema, batch: readonly Row[]) => void,
): Promise<ReadonlyMap<string, ReadonlySet<RowKey>>> {
  const tables = input.schema.tables.filter((table) => table.role === 'reference');
  const keys = new Map<string, Set<RowKey>>();
  for (const table of tables) {
    const laws = rowLaws(table, book);
    const keyOf = keyReader(table, table.primaryKey);
    const seen: KeyedRows = new Map();
    for await (const batch of input.rows(table.name)) {
      laws.check(batch, seen);
      onBatch(table, batch);
    }
    keys.set(table.name, new Set([...seen.values()].map(keyOf)));
  }
  const none = new Map<string, KeyedRows>();
  for (const table of tables) {
    const relations = relationLaws(input.schema, table, book);
    if (relations.length === 0) continue;
    for await (const batch of input.rows(table.name)) {
      for (const law of relations) law(batch, { subject: none, reference: keys });
    }
  }
  return keys;
}

function isRoot(table: TableSchema): boolean {
  return table.role === 'subject';
}
