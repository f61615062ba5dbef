import { SchemaError } from '../core/errors.ts';
import { COLUMN_KINDS, PROTECTIONS } from './column.ts';
import type { DatabaseSchema } from './database-schema.ts';
import { RELATIONSHIP_KINDS, type RelationshipKind } from './relationship.ts';
import { relationshipProblems } from './relationship-problems.ts';
import { generationOrder } from './schema-graph.ts';
import { SUBJECT_KEY } from './subject-key.ts';
import { TABLE_ROLES, type TableSchema } from './table-schema.ts';

const IDENTIFIER = /^[a-z][a-z0-9_]{0,47}$/;

/**
 * Refuses a schema that cannot be generated.
 *
 * All problems are told at once, each as `place: what is wrong: value; what to do`; circles are
 * looked for when nothing else is wrong.
 *
 * @throws SchemaError with `details.problems`, one sentence each
 * @throws CyclicSchemaError if tables depend on each other in a circle
 */
export function validateSchema(schema: DatabaseSchema): void {
  const problems = [...schemaProblems(schema)];
  if (problems.length > 0) {
    throw new SchemaError(`schema: ${problems.length} wrong: ${problems.join(' | ')}`, {
      problems,
    });
  }
  generationOrder(schema);
}

function* schemaProblems(schema: DatabaseSchema): Generator<string> {
  const roots = schema.tables.filter((table) => table.role === 'subject').map((one) => one.name);
  if (roots.length !== 1) {
    const found = roots.length === 0 ? 'none' : roots.join(', ');
    yield `schema: needs exactly one subject table: ${found}; give one table the role subject`;
  }
  yield* repeated(schema.tables.map((table) => table.name)).map(
    (name) => `schema: table declared twice: ${name}; rename one`,
  );
  for (const table of schema.tables) {
    yield* identifierProblems(table);
    yield* columnProblems(table);
    yield* primaryKeyProblems(table);
    yield* timeProblems(table);
    yield* roleProblems(schema, table);
    for (const relationship of table.relationships) {
      yield* relationshipProblems(schema, table, relationship);
    }
  }
}

function* identifierProblems(table: TableSchema): Generator<string> {
  for (const name of [table.name, ...table.columns.map((one) => one.name)]) {
    if (IDENTIFIER.test(name)) continue;
    const shown = JSON.stringify(name.slice(0, 60));
    yield `table ${table.name}: not an identifier: ${shown}; use ${IDENTIFIER.source}`;
  }
}

function* columnProblems(table: TableSchema): Generator<string> {
  const place = `table ${table.name}`;
  if (!TABLE_ROLES.includes(table.role)) {
    yield `${place}: no such role: ${table.role}; use one of ${TABLE_ROLES.join(', ')}`;
  }
  yield* repeated(table.columns.map((one) => one.name)).map(
    (name) => `${place}: column declared twice: ${name}; rename one`,
  );
  for (const one of table.columns) {
    if (!COLUMN_KINDS.includes(one.kind)) {
      yield `${place}.${one.name}: no such kind: ${one.kind}; use one of ${COLUMN_KINDS.join(', ')}`;
    }
    if (!PROTECTIONS.includes(one.protection)) {
      yield `${place}.${one.name}: no such protection: ${one.protection}; use one of ${PROTECTIONS.join(', ')}`;
    }
  }
}

function* primaryKeyProblems(table: TableSchema): Generator<string> {
  const place = `table ${table.name}`;
  if (table.primaryKey.length === 0) yield `${place}: no primary key: none; name its columns`;
  for (const name of table.primaryKey) {
    const found = table.columns.find((one) => one.name === name);
    if (found === undefined) {
      yield `${place}: primary key names no column: ${name}; declare the column`;
    } else if (found.nullable) {
      yield `${place}.${name}: primary key may be null: ${name}; make it not nullable`;
    }
  }
  if (table.role !== 'reference') yield* subjectKeyProblems(table);
}

function* subjectKeyProblems(table: TableSchema): Generator<string> {
  const place = `table ${table.name}`;
  const key = table.primaryKey.join(', ');
  if (table.primaryKey[0] !== SUBJECT_KEY) {
    yield `${place}: primary key does not begin with ${SUBJECT_KEY}: ${key}; put it first`;
  }
  if (table.columns.some((one) => one.name === SUBJECT_KEY && one.kind !== 'key')) {
    yield `${place}.${SUBJECT_KEY}: not an integer key; give it the kind key`;
  }
  const isRoot = table.role === 'subject';
  if (isRoot && table.primaryKey.length > 1) {
    yield `${place}: more than one row a subject: ${key}; keep ${SUBJECT_KEY} alone`;
  }
  if (!isRoot && table.primaryKey.length === 1) {
    yield `${place}: one row a subject at most: ${key}; add a key of its own`;
  }
}

function* timeProblems(table: TableSchema): Generator<string> {
  if (table.timeColumn === null) return;
  const place = `table ${table.name}`;
  const found = table.columns.find((one) => one.name === table.timeColumn);
  if (found === undefined) {
    yield `${place}: time column does not exist: ${table.timeColumn}; declare it or use null`;
  } else if (found.kind !== 'time' || found.nullable) {
    const what = found.nullable ? 'nullable' : found.kind;
    yield `${place}.${found.name}: time column cannot order rows: ${what}; make it a required time`;
  }
}

function* roleProblems(schema: DatabaseSchema, table: TableSchema): Generator<string> {
  const place = `table ${table.name}`;
  const count = (kind: RelationshipKind) =>
    table.relationships.filter((one) => one.kind === kind).length;
  const owned = table.role === 'sequence' || table.role === 'link';
  if (owned && count('context') !== 1) {
    yield `${place}: needs exactly one context: ${count('context')}; mark one key as context`;
  }
  for (const kind of RELATIONSHIP_KINDS) {
    if (owned || kind === 'reference' || count(kind) === 0) continue;
    yield `${place}: a ${table.role} table has no ${kind}: ${count(kind)}; drop it or change the role`;
  }
  if (table.role === 'link') yield* linkProblems(schema, table);
}

function* linkProblems(schema: DatabaseSchema, table: TableSchema): Generator<string> {
  const place = `table ${table.name}`;
  const ends = table.relationships.filter((one) => one.kind === 'parent' && one.required);
  const targets = [...new Set(ends.map((one) => one.target))];
  if (ends.length !== 2 || targets.length !== 2) {
    yield `${place}: a link needs two required parents in different tables: ${targets.join(', ')}; name both`;
  }
  for (const target of targets) {
    const found = schema.tables.find((one) => one.name === target);
    for (const name of Object.values(table.endpointTuple ?? {})) {
      if (found === undefined || found.columns.some((one) => one.name === name)) continue;
      yield `${place}: endpoint tuple names no column of ${target}: ${name}; declare the column`;
    }
  }
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
