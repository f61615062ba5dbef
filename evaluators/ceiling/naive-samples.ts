import type { Random } from '../../engine/core/random.ts';
import type { Row, Value } from '../../engine/core/row.ts';
import { tableNamed } from '../../engine/schema/database-schema.ts';
import type { Relationship } from '../../engine/schema/relationship.ts';
import { columnIndex, contextOf, type TableSchema } from '../../engine/schema/table-schema.ts';
import { type SubjectSample, withSubjects } from '../relations/subject-sample.ts';
import { ownedTablesOf, type SubjectRows } from '../relations/subject-walk.ts';

/** Makes, from the original, what a generator without any idea would write. */
export type NaiveSample = (original: SubjectSample, random: Random) => SubjectSample;

/** Every column of every table shuffled by itself; keys and numbers of rows stay. */
export const shuffledColumns: NaiveSample = (original, random) =>
  ownedTablesOf(original.schema).reduce((sample, table) => {
    const keys = keyColumns(table);
    return withRewritten(sample, table, (rows) => {
      const columns = table.columns.map(({ name }, at) => {
        const values = rows.map((row) => row[at] ?? null);
        return keys.has(name) ? values : random.split(table.name, name).shuffle(values);
      });
      return rows.map((_, row) => columns.map((values) => values[row] ?? null));
    });
  }, original);

/** Every row given to a subject at will, and every parent drawn from that subject's rows. */
export const randomKeys: NaiveSample = (original, random) => {
  const dealt = ownedTablesOf(original.schema).map((table) => ({
    table,
    hands: dealRows(original, table, random.split('subjects', table.name)),
  }));
  const stream = random.split('parents');
  const subjects = original.subjects.map((subject, position) => {
    const tables = new Map<string, readonly Row[]>(
      dealt.map(({ table, hands }) => [table.name, hands[position] ?? []] as const),
    );
    for (const { table } of dealt) {
      tables.set(table.name, drawParents({ original, table, tables }, stream));
    }
    return { ...subject, tables };
  });
  return withSubjects(original, subjects);
};

/**
 * The link rows tied to other second ends: what the linked rows of the second parent hold is
 * exchanged among them, keys stay.
 */
export const permutedLinks: NaiveSample = (original, random) => {
  const link = original.schema.tables.find(({ role }) => role === 'link');
  const second = link?.relationships.filter(({ kind }) => kind === 'parent')[1];
  if (link === undefined || second === undefined) return original;
  const table = tableNamed(original.schema, second.target);
  const isLinked = linkedRowTest(original, link, second);
  const keys = new Set(table.primaryKey.map((name) => columnIndex(table, name)));
  return withRewritten(original, table, (rows) => {
    const linked = [...rows.keys()].filter((at) => isLinked(rows[at] as Row));
    const from = random.shuffle([...linked]);
    const exchanged = [...rows];
    for (const [at, position] of linked.entries()) {
      const [own, other] = [rows[position] as Row, rows[from[at] as number] as Row];
      exchanged[position] = own.map((value, column) =>
        keys.has(column) ? value : (other[column] ?? null),
      );
    }
    return exchanged;
  });
};

/** Rewrites all rows of a table at once and gives each subject as many as it had, by time. */
function withRewritten(
  sample: SubjectSample,
  table: TableSchema,
  rewrite: (rows: readonly Row[]) => readonly Row[],
): SubjectSample {
  const rows = rewrite(sample.subjects.flatMap(({ tables }) => tables.get(table.name) ?? []));
  let next = 0;
  const subjects = sample.subjects.map((subject) => {
    const count = subject.tables.get(table.name)?.length ?? 0;
    const own = rows.slice(next, next + count);
    next += count;
    return withTable(subject, table, own);
  });
  return withSubjects(sample, subjects);
}

function withTable(subject: SubjectRows, table: TableSchema, rows: readonly Row[]): SubjectRows {
  return { ...subject, tables: new Map(subject.tables).set(table.name, inOrder(table, rows)) };
}

function inOrder(table: TableSchema, rows: readonly Row[]): readonly Row[] {
  if (table.timeColumn === null) return rows;
  const time = columnIndex(table, table.timeColumn);
  return [...rows].sort((one, other) => Number(one[time] ?? 0) - Number(other[time] ?? 0));
}

function keyColumns(table: TableSchema): ReadonlySet<string> {
  const foreign = table.relationships
    .filter(({ kind }) => kind !== 'reference')
    .flatMap(({ columns }) => columns);
  return new Set([...table.primaryKey, ...foreign]);
}

/** All rows of a table dealt to the subjects at will; each bears its new subject's key. */
function dealRows(sample: SubjectSample, table: TableSchema, random: Random): readonly Row[][] {
  const key = columnIndex(table, contextOf(table)?.columns[0] ?? '');
  const hands = sample.subjects.map((): Row[] => []);
  for (const { tables } of sample.subjects) {
    for (const row of tables.get(table.name) ?? []) {
      const position = random.integer(hands.length);
      const owner = sample.subjects[position]?.key ?? 0;
      hands[position]?.push(row.map((value, at) => (at === key ? owner : value)));
    }
  }
  return hands.map((hand) => [...inOrder(table, hand)]);
}

interface DealtTable {
  readonly original: SubjectSample;
  readonly table: TableSchema;
  readonly tables: ReadonlyMap<string, readonly Row[]>;
}

/** Every parent key that was set points at one of the subject's rows, each alike, or at none. */
function drawParents({ original, table, tables }: DealtTable, random: Random): readonly Row[] {
  const parents = table.relationships.filter(({ kind }) => kind === 'parent');
  const draw = (row: Row, towards: Relationship): Row => {
    const target = tableNamed(original.schema, towards.target);
    const from = columnIndex(table, towards.columns.at(-1) ?? '');
    const to = columnIndex(target, towards.targetColumns.at(-1) ?? '');
    if (row[from] === null) return row;
    const among = tables.get(target.name) ?? [];
    const drawn: Value = among.length === 0 ? null : (random.pick([...among])[to] ?? null);
    return row.map((value, at) => (at === from ? drawn : value));
  };
  return (tables.get(table.name) ?? []).map((row) => parents.reduce(draw, row));
}

function linkedRowTest(sample: SubjectSample, link: TableSchema, second: Relationship) {
  const table = tableNamed(sample.schema, second.target);
  const [from, to] = [second.columns, second.targetColumns].map((names, side) =>
    names.map((name) => columnIndex(side === 0 ? link : table, name)),
  ) as [number[], number[]];
  const keyOf = (row: Row, positions: readonly number[]) =>
    positions.map((at) => row[at]).join(' ');
  const linked = new Set<string>();
  for (const { tables } of sample.subjects) {
    for (const row of tables.get(link.name) ?? []) linked.add(keyOf(row, from));
  }
  return (row: Row) => linked.has(keyOf(row, to));
}
