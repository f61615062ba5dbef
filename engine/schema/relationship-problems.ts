import type { ColumnSchema } from './column.ts';
import type { DatabaseSchema } from './database-schema.ts';
import { RELATIONSHIP_KINDS, type Relationship, type RelationshipKind } from './relationship.ts';
import { SUBJECT_KEY } from './subject-key.ts';
import type { TableRole, TableSchema } from './table-schema.ts';

const TARGET_ROLES: Readonly<Record<RelationshipKind, readonly TableRole[]>> = {
  context: ['subject', 'sequence'],
  parent: ['sequence'],
  self: ['sequence'],
  reference: ['reference'],
};

/** What is wrong with one foreign key of a table, one sentence each. */
export function* relationshipProblems(
  schema: DatabaseSchema,
  table: TableSchema,
  relationship: Relationship,
): Generator<string> {
  const place = `table ${table.name}, key (${relationship.columns.join(', ')})`;
  if (!RELATIONSHIP_KINDS.includes(relationship.kind)) {
    yield `${place}: no such kind: ${relationship.kind}; use one of ${RELATIONSHIP_KINDS.join(', ')}`;
    return;
  }
  const target = schema.tables.find((one) => one.name === relationship.target);
  if (target === undefined) {
    yield `${place}: no such table: ${relationship.target}; name one of its tables`;
    return;
  }
  yield* targetProblems(place, relationship, { table, target });
  yield* pairingProblems(place, relationship, { table, target });
  yield* requiredProblems(place, relationship, table);
}

interface Ends {
  readonly table: TableSchema;
  readonly target: TableSchema;
}

function* targetProblems(place: string, one: Relationship, ends: Ends): Generator<string> {
  const { table, target } = ends;
  const roles = TARGET_ROLES[one.kind];
  if (!roles.includes(target.role)) {
    yield `${place}: a ${one.kind} is a ${roles.join(' or ')} table: ${target.name} is ${target.role}; change the kind`;
  }
  if ((one.kind === 'self') !== (target.name === table.name)) {
    yield `${place}: kind self means the table itself: ${one.kind} -> ${target.name}; change the kind`;
  }
  if (one.targetColumns.join() !== target.primaryKey.join()) {
    yield `${place}: does not point at the primary key of ${target.name}: ${one.targetColumns.join(', ')}; use ${target.primaryKey.join(', ')}`;
  }
  if (one.kind !== 'reference' && one.columns[0] !== SUBJECT_KEY) {
    yield `${place}: does not begin with ${SUBJECT_KEY}: ${one.columns[0]}; put it first`;
  }
  if (one.temporal && (table.timeColumn === null || target.timeColumn === null)) {
    const missing = table.timeColumn === null ? table.name : target.name;
    yield `${place}: temporal without a time: ${missing}; name its time column`;
  }
}

function* pairingProblems(place: string, one: Relationship, ends: Ends): Generator<string> {
  if (one.columns.length !== one.targetColumns.length) {
    yield `${place}: ${one.columns.length} columns against ${one.targetColumns.length}; make them equal`;
  }
  for (const [index, name] of one.columns.entries()) {
    const own = columnOf(ends.table, name);
    const other = columnOf(ends.target, one.targetColumns[index] ?? '');
    if (own === undefined) {
      yield `${place}: no such column: ${name}; declare it`;
    } else if (other !== undefined && own.kind !== other.kind) {
      yield `${place}: ${name} is ${own.kind}, ${ends.target.name}.${other.name} is ${other.kind}; make them alike`;
    }
  }
}

function* requiredProblems(
  place: string,
  one: Relationship,
  table: TableSchema,
): Generator<string> {
  const columns = one.columns.flatMap((name) => columnOf(table, name) ?? []);
  const nullable = columns.filter((column) => column.nullable).map((column) => column.name);
  if (one.kind === 'context' && !one.required) {
    yield `${place}: a context is always required: not required; set required`;
  }
  if (one.kind === 'self' && one.required) {
    yield `${place}: the first row has no parent: required; let the key be null`;
  }
  if (one.required && nullable.length > 0) {
    yield `${place}: required key may be null: ${nullable.join(', ')}; make it not nullable`;
  }
  if (!one.required && columns.length > 0 && nullable.length === 0) {
    yield `${place}: optional key cannot be null: ${one.columns.join(', ')}; make a column nullable or the key required`;
  }
}

function columnOf(table: TableSchema, name: string): ColumnSchema | undefined {
  return table.columns.find((one) => one.name === name);
}
