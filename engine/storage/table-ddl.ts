import { SchemaError } from '../core/errors.ts';
import type { ColumnKind, ColumnSchema } from '../schema/column.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import type { Relationship } from '../schema/relationship.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import type { Transaction } from './database.ts';
import { identifier } from './identifier.ts';

const SUBJECT_KEY = 'subject_key';
/** PostgreSQL cuts longer names off. */
const LONGEST_NAME = 63;
/** Ordered and compared by bytes, whatever the server's locale. */
const TEXT = 'text COLLATE "C"';

/** Counts may pass 2^31, so every whole number is a bigint but ports. */
const SQL_TYPES: Readonly<Record<ColumnKind, string>> = {
  key: 'bigint',
  integer: 'bigint',
  time: 'bigint',
  duration: 'bigint',
  port: 'integer',
  real: 'double precision',
  boolean: 'boolean',
  category: TEXT,
  address: TEXT,
  fqdn: TEXT,
  user: TEXT,
  path: TEXT,
  text: TEXT,
  guid: TEXT,
};

/** The SQL text that makes an empty database of the schema, constraints last. */
export function ddl(schema: DatabaseSchema): string {
  const statements = [...tableStatements(schema), ...constraintStatements(schema)];
  return `${statements.join(';\n\n')};\n`;
}

/** Makes the tables without keys, which the load would have to maintain. */
export async function createTables(tx: Transaction, schema: DatabaseSchema): Promise<void> {
  for (const statement of tableStatements(schema)) await tx.query(statement);
}

/**
 * Adds primary keys, foreign keys and the indexes of links; run it after the load.
 *
 * @throws StorageError that names the constraint if a row breaks it
 */
export async function addConstraints(tx: Transaction, schema: DatabaseSchema): Promise<void> {
  for (const statement of constraintStatements(schema)) await tx.query(statement);
}

/** Removes the schema's tables where they are, to begin anew. */
export async function dropTables(tx: Transaction, schema: DatabaseSchema): Promise<void> {
  for (const table of [...schema.tables].reverse()) {
    await tx.query(`DROP TABLE IF EXISTS ${identifier(table.name)} CASCADE`);
  }
}

function tableStatements(schema: DatabaseSchema): readonly string[] {
  return schema.tables.map((table) => {
    const columns = table.columns.map(columnClause).join(',\n');
    return `CREATE TABLE ${identifier(table.name)} (\n${columns}\n)`;
  });
}

function columnClause(column: ColumnSchema): string {
  const required = column.nullable ? '' : ' NOT NULL';
  return `  ${identifier(column.name)} ${SQL_TYPES[column.kind]}${required}`;
}

function constraintStatements(schema: DatabaseSchema): readonly string[] {
  for (const table of schema.tables) checkKeys(table, schema);
  return [
    ...schema.tables.map(primaryKeyStatement),
    ...schema.tables.flatMap((table) =>
      table.relationships.map((relation) => foreignKeyStatement(table, relation)),
    ),
    ...schema.tables.flatMap(linkIndexStatements),
  ];
}

function primaryKeyStatement(table: TableSchema): string {
  const name = constraintName(table.name, [], 'pkey');
  return `ALTER TABLE ${identifier(table.name)}
  ADD CONSTRAINT ${name} PRIMARY KEY (${list(table.primaryKey)})`;
}

/** MATCH SIMPLE, the default: where a column of the key is null the row has no such parent. */
function foreignKeyStatement(table: TableSchema, relation: Relationship): string {
  const name = constraintName(table.name, relation.columns, 'fkey');
  const target = `${identifier(relation.target)} (${list(relation.targetColumns)})`;
  return `ALTER TABLE ${identifier(table.name)}
  ADD CONSTRAINT ${name} FOREIGN KEY (${list(relation.columns)}) REFERENCES ${target}`;
}

/** Links are walked from both ends; other foreign keys are read from the child's side only. */
function linkIndexStatements(table: TableSchema): readonly string[] {
  if (table.role !== 'link') return [];
  return table.relationships
    .filter((relation) => relation.kind === 'parent')
    .map(({ columns }) => {
      const name = constraintName(table.name, columns, 'idx');
      return `CREATE INDEX ${name} ON ${identifier(table.name)} (${list(columns)})`;
    });
}

/** One shard of subjects is one unit of work, and later of distribution: keys begin with it. */
function checkKeys(table: TableSchema, schema: DatabaseSchema): void {
  if (table.role === 'reference') return;
  const references = new Set(
    schema.tables.filter((one) => one.role === 'reference').map((one) => one.name),
  );
  const keys = table.relationships
    .filter((relation) => !references.has(relation.target))
    .map((relation) => relation.columns);
  const wrong = [table.primaryKey, ...keys].find((columns) => columns[0] !== SUBJECT_KEY);
  if (wrong === undefined) return;
  const message = `table ${table.name}: key does not begin with ${SUBJECT_KEY}: ${wrong.join(', ')}`;
  throw new SchemaError(`${message}; put it first`, { table: table.name, columns: wrong });
}

function list(columns: readonly string[]): string {
  return columns.map(identifier).join(', ');
}

function constraintName(table: string, columns: readonly string[], suffix: string): string {
  const stem = [table, ...columns].join('_').slice(0, LONGEST_NAME - suffix.length - 1);
  return `"${stem}_${suffix}"`;
}
