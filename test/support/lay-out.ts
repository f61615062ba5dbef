/** Makes a consistent database out of raw draws. */
import type { Row, Value } from '../../engine/core/row.ts';
import { type DatabaseSchema, tableNamed } from '../../engine/schema/database-schema.ts';
import type { Relationship } from '../../engine/schema/relationship.ts';
import { generationOrder } from '../../engine/schema/schema-graph.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import { layOutLinks } from './lay-out-links.ts';
import {
  type Cells,
  cellOf,
  type OpenRows,
  type Place,
  type RawDatabase,
  type RawRow,
  setCell,
  startRow,
  type World,
} from './open-rows.ts';

const SUBJECT_STRIDE = 3;

/** Lays out all subjects; rows come out sorted by (subject_key, time, primary key). */
export function layOut(
  schema: DatabaseSchema,
  draw: RawDatabase,
): ReadonlyMap<string, readonly Row[]> {
  const order = generationOrder(schema).map((name) => tableNamed(schema, name));
  const rows: OpenRows = new Map(schema.tables.map((table) => [table.name, []]));
  const filled = filler(draw);
  for (const table of order.filter((one) => one.role === 'reference')) {
    const raw = filled(table, draw.references[table.name]);
    rows.set(table.name, referenceRows(table, raw, { schema, rows }));
  }
  for (const [index, subject] of draw.subjects.entries()) {
    const own: OpenRows = new Map(rows);
    const subjectKey = 1 + index * SUBJECT_STRIDE;
    const place = { subjectKey, start: subject.start, world: { schema, rows: own } };
    const tables = order.filter((one) => one.role !== 'reference');
    for (const table of tables) {
      const raw = filled(table, subject.rows[table.name]);
      const lay = table.role === 'link' ? layOutLinks : subjectTable;
      own.set(table.name, lay(table, raw, place));
    }
    for (const { name } of tables) rows.get(name)?.push(...(own.get(name) ?? []));
  }
  return rows;
}

/** Makes some columns empty or constant over the whole database. */
function filler(draw: RawDatabase) {
  const constants = new Map<string, Value>();
  const constant = (key: string, cell: Value) => {
    if (!constants.has(key)) constants.set(key, cell);
    return constants.get(key) ?? null;
  };
  return (table: TableSchema, raw: readonly RawRow[] = []): readonly RawRow[] =>
    raw.map((row) => ({
      ...row,
      cells: table.columns.map((column, index) => {
        const cell = row.cells[index] ?? null;
        const filling = draw.fillings[index % draw.fillings.length];
        if (filling === 'empty' && column.nullable) return null;
        return filling === 'constant' ? constant(`${table.name}.${column.name}`, cell) : cell;
      }),
    }));
}

function referenceRows(table: TableSchema, raw: readonly RawRow[], world: World): Cells[] {
  const laid: Cells[] = [];
  const seen = new Set<string>();
  for (const one of raw) {
    const cells = [...one.cells];
    setAlwaysValid(table, cells);
    if (!tieAll(cells, { table, raw: one, world, laid: [] })) continue;
    const shown = JSON.stringify(table.primaryKey.map((name) => cellOf(table, cells, name)));
    if (!seen.has(shown)) laid.push(cells);
    seen.add(shown);
  }
  return laid;
}

/** Names of a random database are valid for ever: when they are used is drawn elsewhere. */
function setAlwaysValid(table: TableSchema, cells: Cells): void {
  if (!table.columns.some((one) => one.name === 'valid_from_us')) return;
  setCell(table, cells, 'valid_from_us', Number.MIN_SAFE_INTEGER);
  setCell(table, cells, 'valid_to_us', Number.MAX_SAFE_INTEGER);
}

function subjectTable(table: TableSchema, raw: readonly RawRow[], place: Place): Cells[] {
  const laid: Cells[] = [];
  let time = place.start;
  for (const one of raw) {
    time += one.gap;
    const cells = startRow(table, one, { subjectKey: place.subjectKey, ordinal: laid.length });
    if (table.timeColumn !== null) setCell(table, cells, table.timeColumn, time);
    if (tieAll(cells, { table, raw: one, world: place.world, laid })) laid.push(cells);
  }
  return laid;
}

interface Tie {
  readonly table: TableSchema;
  readonly raw: RawRow;
  readonly world: World;
  /** Rows of the same table that stand above. */
  readonly laid: readonly Cells[];
}

/** Points every key at a row that may be its parent; false where a required one is missing. */
function tieAll(cells: Cells, tie: Tie): boolean {
  const { table, raw, world } = tie;
  return table.relationships.every((one, index) => {
    const target = tableNamed(world.schema, one.target);
    const parents = eligible(cells, one, tie);
    const parent = parents[(raw.picks[index] ?? 0) % Math.max(parents.length, 1)];
    if (parent === undefined && one.required) return false;
    const isNull = !one.required && raw.skips[index] === true;
    pointAt(cells, { table, one, target }, isNull ? undefined : parent);
    return true;
  });
}

/** Rows that may be a row's parents: of a temporal one only those that do not begin later. */
function eligible(cells: Cells, one: Relationship, tie: Tie): readonly Cells[] {
  const known = one.kind === 'self' ? tie.laid : (tie.world.rows.get(one.target) ?? []);
  if (!one.temporal) return known;
  const target = tableNamed(tie.world.schema, one.target);
  const time = beginOf(tie.table, cells);
  return known.filter((row) => beginOf(target, row) <= time);
}

interface KeyEnds {
  readonly table: TableSchema;
  readonly one: Relationship;
  readonly target: TableSchema;
}

function pointAt(cells: Cells, ends: KeyEnds, parent: Cells | undefined): void {
  const { table, one, target } = ends;
  for (const [at, name] of one.columns.entries()) {
    if (name === 'subject_key') continue;
    const from = one.targetColumns[at] ?? '';
    setCell(table, cells, name, parent === undefined ? null : cellOf(target, parent, from));
  }
}

function beginOf(table: TableSchema, row: Cells): number {
  return table.timeColumn === null ? 0 : Number(cellOf(table, row, table.timeColumn));
}
