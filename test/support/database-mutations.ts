/**
 * Ways to break exactly one law of a consistent database. Each takes the place to break from a
 * drawn number and answers null where the database has no such place.
 */
import { defined } from '../../engine/core/invariant.ts';
import type { Row, Value } from '../../engine/core/row.ts';
import type { ColumnKind, ColumnSchema } from '../../engine/schema/column.ts';
import { tableNamed } from '../../engine/schema/database-schema.ts';
import type { IntegrityLaw } from '../../engine/schema/integrity-findings.ts';
import { columnNamed, type TableSchema } from '../../engine/schema/table-schema.ts';
import type { Database } from './database-arbitrary.ts';
import { type Cells, cellOf, setCell } from './open-rows.ts';

type Rows = ReadonlyMap<string, readonly Row[]>;

/** Breaks a database at the place that the number picks. */
export type Mutation = (database: Database, pick: number) => Rows | null;

/** A row and its place. */
interface Spot {
  readonly table: TableSchema;
  readonly index: number;
  readonly row: Row;
}

/** One way to break each law that a random database can break. */
export const MUTATIONS: Readonly<Partial<Record<IntegrityLaw, Mutation>>> = {
  orphans: (database, pick) => {
    const spot = pickOf(keyColumns(database, { required: null }), pick);
    if (spot === null) return null;
    const nobody = NOBODY[columnNamed(spot.table, spot.column).kind] ?? -7;
    return changed(database, spot, (cells) => setCell(spot.table, cells, spot.column, nobody));
  },
  duplicateKeys: (database, pick) => {
    const spot = pickOf(spotsOf(database), pick);
    return spot === null ? null : spliced(database, spot, [spot.row, spot.row]);
  },
  nullKeys: (database, pick) => {
    const spot = pickOf(keyColumns(database, { required: true }), pick);
    if (spot === null) return null;
    return changed(database, spot, (cells) => setCell(spot.table, cells, spot.column, null));
  },
  orderViolations: (database, pick) => {
    const spots = spotsOf(database).filter((spot) => {
      const next = rowBelow(database, spot);
      return next !== undefined && timeOf(spot.table, next) > timeOf(spot.table, spot.row);
    });
    const spot = pickOf(spots, pick);
    if (spot === null) return null;
    const below = defined(rowBelow(database, spot), 'row below');
    return spliced(database, spot, [below, spot.row], 2);
  },
  selfCycles: (database, pick) => {
    const spots = spotsOf(database).filter((spot) => selfOf(spot.table) !== undefined);
    const spot = pickOf(spots, pick);
    if (spot === null) return null;
    const self = defined(selfOf(spot.table), 'self reference');
    const own = cellOf(spot.table, spot.row, defined(spot.table.primaryKey[1], 'own key'));
    const column = defined(self.columns[1], 'self key');
    return changed(database, spot, (cells) => setCell(spot.table, cells, column, own));
  },
  parentsAfterChildren: (database, pick) => {
    const found = pickOf(
      spotsOf(database).flatMap((spot) => temporalParents(database, spot)),
      pick,
    );
    if (found === null) return null;
    const { spot, time } = found;
    const column = defined(spot.table.timeColumn, 'time');
    const rows = changed(database, spot, (cells) => setCell(spot.table, cells, column, time - 1));
    return sorted(rows, spot.table);
  },
  linksOutsideWindow: (database, pick) => {
    const spots = linkSpots(database).filter(
      (spot) => Math.abs(Number(cellOf(spot.table, spot.row, 'dt_ms'))) > 2,
    );
    const spot = pickOf(spots, pick);
    if (spot === null) return null;
    const shut = changed(database, spot, (cells) => setCell(spot.table, cells, 'window_ms', 0));
    return withoutDurations({ ...database, rows: shut });
  },
  linkLagsWrong: (database, pick) => {
    const spot = pickOf(linkSpots(database), pick);
    if (spot === null) return null;
    const lag = Number(cellOf(spot.table, spot.row, 'dt_ms'));
    return changed(database, spot, (cells) => setCell(spot.table, cells, 'dt_ms', lag + 5));
  },
  linkTuplesDiffer: (database, pick) => {
    const tied = spotsOf(database).filter((spot) => spot.table.endpointTuple !== undefined);
    const spot = pickOf(tied, pick);
    if (spot === null) return null;
    const event = linkedRow(database, spot);
    const protocol = defined(spot.table.endpointTuple, 'tuple').protocol;
    return changed(database, event, (cells) => setCell(event.table, cells, protocol, 'nothing'));
  },
  wrongValues: (database, pick) => {
    const spots = spotsOf(database).flatMap((spot) =>
      freeColumns(spot.table).map((column) => ({ ...spot, column })),
    );
    const spot = pickOf(spots, pick);
    if (spot === null) return null;
    const wrong = WRONG[spot.column.kind];
    return changed(database, spot, (cells) => setCell(spot.table, cells, spot.column.name, wrong));
  },
};

/** Values of each kind that no arbitrary draws. */
const NOBODY: Readonly<Partial<Record<ColumnKind, Value>>> = {
  address: '203.0.113.254',
  fqdn: 'nobody.invalid',
  text: 'nobody at all',
};

const WRONG: Readonly<Record<ColumnKind, Value>> = {
  key: 0.5,
  integer: 2 ** 53,
  real: Number.NaN,
  boolean: 'true',
  category: 7,
  time: 1.5,
  duration: '3',
  address: '10.0.0.256',
  port: 65_536,
  fqdn: 1,
  user: false,
  path: 0,
  text: 12,
  guid: 3,
};

function spotsOf(database: Database): readonly Spot[] {
  return database.schema.tables.flatMap((table) =>
    (database.rows.get(table.name) ?? []).map((row, index) => ({ table, index, row })),
  );
}

function pickOf<T>(items: readonly T[], pick: number): T | null {
  return items[pick % Math.max(items.length, 1)] ?? null;
}

/** Set columns of keys that no other key shares: all but `subject_key`. */
function keyColumns(database: Database, wish: { readonly required: boolean | null }) {
  return spotsOf(database).flatMap((spot) =>
    spot.table.relationships
      .filter((one) => wish.required === null || one.required === wish.required)
      .flatMap((one) => one.columns)
      .filter((name) => !spot.table.primaryKey.includes(name))
      .filter((name) => isTupleColumn(database, name) === false)
      .filter((name) => cellOf(spot.table, spot.row, name) !== null)
      .map((column) => ({ ...spot, column })),
  );
}

/** A change of a shared five-tuple would break the link as well. */
function isTupleColumn(database: Database, name: string): boolean {
  return database.schema.tables.some((table) =>
    Object.values(table.endpointTuple ?? {}).includes(name),
  );
}

function changed(database: Database, spot: Spot, change: (cells: Cells) => void): Rows {
  const cells: Cells = [...spot.row];
  change(cells);
  return spliced(database, spot, [cells]);
}

function spliced(database: Database, spot: Spot, by: readonly Row[], count = 1): Rows {
  const rows = (database.rows.get(spot.table.name) ?? []).toSpliced(spot.index, count, ...by);
  return new Map(database.rows).set(spot.table.name, rows);
}

/** The next row of the same subject. */
function rowBelow(database: Database, spot: Spot): Row | undefined {
  const next = database.rows.get(spot.table.name)?.[spot.index + 1];
  if (next === undefined || spot.table.role !== 'sequence') return undefined;
  const isSame = subjectOf(spot.table, next) === subjectOf(spot.table, spot.row);
  return isSame ? next : undefined;
}

function subjectOf(table: TableSchema, row: Row): Value {
  return cellOf(table, row, 'subject_key');
}

function timeOf(table: TableSchema, row: Row): number {
  return table.timeColumn === null ? 0 : Number(cellOf(table, row, table.timeColumn));
}

function selfOf(table: TableSchema) {
  return table.relationships.find((one) => one.kind === 'self');
}

/** Times of the temporal parents in other tables; moving a linked row would break its link too. */
function temporalParents(database: Database, spot: Spot) {
  if (isLinkEnd(database, spot.table)) return [];
  const temporal = spot.table.relationships.filter((one) => one.temporal && one.kind !== 'self');
  return temporal.flatMap((one) => {
    const target = tableNamed(database.schema, one.target);
    const key = defined(one.columns[1], 'parent key');
    const own = defined(one.targetColumns[1], 'own key');
    const parent = (database.rows.get(target.name) ?? []).find(
      (row) => cellOf(target, row, own) === cellOf(spot.table, spot.row, key),
    );
    return parent === undefined ? [] : [{ spot, time: timeOf(target, parent) }];
  });
}

function isLinkEnd(database: Database, table: TableSchema): boolean {
  const links = database.schema.tables.filter((one) => one.role === 'link');
  return links.some((link) => link.relationships.some((one) => one.target === table.name));
}

/** Sorts a table as readers do. */
function sorted(rows: Rows, table: TableSchema): Rows {
  const compare = (left: Row, right: Row) =>
    Number(subjectOf(table, left)) - Number(subjectOf(table, right)) ||
    timeOf(table, left) - timeOf(table, right);
  return new Map(rows).set(table.name, (rows.get(table.name) ?? []).toSorted(compare));
}

function linkSpots(database: Database): readonly Spot[] {
  return spotsOf(database).filter((spot) =>
    spot.table.columns.some((column) => column.name === 'dt_ms'),
  );
}

function withoutDurations(database: Database): Rows {
  const rows = new Map(database.rows);
  for (const table of database.schema.tables) {
    if (!table.columns.some((one) => one.name === 'duration_us')) continue;
    const emptied = (rows.get(table.name) ?? []).map((row) => {
      const cells: Cells = [...row];
      setCell(table, cells, 'duration_us', null);
      return cells;
    });
    rows.set(table.name, emptied);
  }
  return rows;
}

/** The first parent's row of a link. */
function linkedRow(database: Database, link: Spot): Spot {
  const end = defined(
    link.table.relationships.find((one) => one.kind === 'parent'),
    'link end',
  );
  const table = tableNamed(database.schema, end.target);
  const [column, own] = [defined(end.columns[1], 'key'), defined(end.targetColumns[1], 'key')];
  const rows = database.rows.get(table.name) ?? [];
  const key = cellOf(link.table, link.row, column);
  const index = rows.findIndex((row) => cellOf(table, row, own) === key);
  return { table, index, row: defined(rows[index], 'linked row') };
}

/** Columns that no key, time, tuple, name or link law reads. */
function freeColumns(table: TableSchema): readonly ColumnSchema[] {
  const bound = new Set([
    ...table.primaryKey,
    ...table.relationships.flatMap((one) => one.columns),
    ...['protocol', 'src_ip', 'src_port', 'dst_ip', 'dst_port', 'duration_us'],
    ...['method', 'dt_ms', 'window_ms', 'clock_offset_us', 'valid_to_us', table.timeColumn],
  ]);
  return table.columns.filter((one) => !bound.has(one.name));
}
