import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ColumnKind, isNumericKind } from '../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../engine/schema/database-schema.ts';
import type { TableSchema } from '../../../engine/schema/table-schema.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { type ColumnTable, Dictionary, type TableColumn } from './column-table.ts';
import { type ReadColumns, readColumns } from './read-columns.ts';
import { sortRows } from './sort-rows.ts';

/** JSON of a run, looked into by `at`. */
export type Json = unknown;

/** Both sides of a table; the original is training followed by holdout. */
export interface TableSides {
  readonly schema: TableSchema;
  readonly original: ColumnTable;
  readonly synthetic: ColumnTable;
}

/** A finished run; tables are read when they are first asked for. */
export interface Run {
  readonly name: string;
  readonly schema: DatabaseSchema;
  readonly report: Json;
  readonly manifest: Json;
  readonly dictionary: Dictionary;
  /** Subjects of the original before this position are training, the others holdout. */
  readonly trainingSubjects: number;
  /** Both sides of a table; null where a side has no file of it. */
  table(name: string): TableSides | null;
}

const SUBJECT = 'subject_key';

/** Opens a run folder. @throws Error if it has no split or no snapshot of subjects */
export function openRun(directory: string): Run {
  const manifest = readJson(join(directory, 'manifest.json'));
  const schema = schemaOf(directory);
  const dictionary = new Dictionary();
  const load = (path: string, table: string) => loadFile(path, { schema, table, dictionary });
  const subjects = {
    training: keysOf(load(splitPath(directory, 'subjects', 'training'), 'subjects')),
    holdout: keysOf(load(splitPath(directory, 'subjects', 'holdout'), 'subjects')),
    synthetic: keysOf(load(join(directory, 'snapshot', 'subjects.csv'), 'subjects')),
  };
  const positions = {
    original: positionsOf([...subjects.training, ...subjects.holdout]),
    synthetic: positionsOf([...subjects.synthetic]),
  };
  const read = (name: string): TableSides | null => {
    const paths = [
      splitPath(directory, name, 'training'),
      splitPath(directory, name, 'holdout'),
      join(directory, 'snapshot', `${name}.csv`),
    ] as const;
    const table = schema.tables.find((one) => one.name === name);
    if (table === undefined || !paths.every((path) => existsSync(path))) return null;
    const [training, holdout, synthetic] = paths.map((path) => load(path, name));
    const original = [training, holdout] as readonly ReadColumns[];
    return {
      schema: table,
      original: columnTable(table, original, positions.original),
      synthetic: columnTable(table, [synthetic as ReadColumns], positions.synthetic),
    };
  };
  return {
    name: basename(directory),
    schema,
    report: readJson(join(directory, 'report.json')),
    manifest,
    dictionary,
    trainingSubjects: subjects.training.length,
    table: remembered(read),
  };
}

/** The value at a path of keys; undefined where there is none. */
export function at(json: Json, ...path: readonly string[]): Json {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, Json>>)[key];
  }
  return value;
}

/** The number at a path of keys; null where there is none. */
export function numberAt(json: Json, ...path: readonly string[]): number | null {
  const value = at(json, ...path);
  return typeof value === 'number' ? value : null;
}

/** The keys of the object at a path. */
export function keysAt(json: Json, ...path: readonly string[]): readonly string[] {
  const value = at(json, ...path);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function readJson(path: string): Json {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

function splitPath(directory: string, table: string, part: string): string {
  return join(directory, 'split', `${table}-${part}.csv`);
}

/** The generator's own schema; that of the telemetry tables where it has none. */
function schemaOf(directory: string): DatabaseSchema {
  const own = at(readJson(join(directory, 'generator', 'generator.json')), 'schema');
  if (Array.isArray(at(own, 'tables'))) return own as DatabaseSchema;
  const has = (table: string) => existsSync(join(directory, 'snapshot', `${table}.csv`));
  return telemetrySchema({ events: has('events'), flows: has('flows') });
}

interface LoadOptions {
  readonly schema: DatabaseSchema;
  readonly table: string;
  readonly dictionary: Dictionary;
}

function loadFile(path: string, { schema, table, dictionary }: LoadOptions): ReadColumns {
  const kinds = kindsOf(schema.tables.find((one) => one.name === table));
  return readColumns(path, {
    dictionary,
    isNumber: (name) => isNumericKind(kinds.get(name) ?? 'category'),
  });
}

function kindsOf(table: TableSchema | undefined): ReadonlyMap<string, ColumnKind> {
  return new Map(table?.columns.map(({ name, kind }) => [name, kind] as const) ?? []);
}

function keysOf({ columns }: ReadColumns): Float64Array {
  const keys = columns.get(SUBJECT);
  return keys instanceof Float64Array ? keys : new Float64Array(0);
}

function positionsOf(keys: readonly number[]): ReadonlyMap<number, number> {
  return new Map(keys.map((key, position) => [key, position] as const));
}

function columnTable(
  table: TableSchema,
  parts: readonly ReadColumns[],
  positions: ReadonlyMap<number, number>,
): ColumnTable {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const kinds = kindsOf(table);
  const names = [...(parts[0]?.columns.keys() ?? [])];
  const columns = new Map(
    names.map((name) => {
      const lists = parts.map((part) => part.columns.get(name));
      return [name, joined(lists, { rows, kind: kinds.get(name) ?? 'category' })] as const;
    }),
  );
  const keys = columns.get(SUBJECT)?.values ?? new Float64Array(rows);
  const subject = Int32Array.from(keys, (key) => positions.get(key) ?? 0);
  const { timeColumn } = table;
  return sortRows({
    name: table.name,
    rows,
    subjects: positions.size,
    subject,
    columns,
    timeColumn,
  });
}

function joined(
  lists: readonly (Float64Array | Int32Array | undefined)[],
  { rows, kind }: { readonly rows: number; readonly kind: ColumnKind },
): TableColumn {
  const column: TableColumn = isNumericKind(kind)
    ? { form: 'numbers', kind, values: new Float64Array(rows) }
    : { form: 'codes', kind, values: new Int32Array(rows) };
  let from = 0;
  for (const list of lists) {
    column.values.set(list ?? [], from);
    from += list?.length ?? 0;
  }
  return column;
}

function remembered<T>(read: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const value = known.has(name) ? (known.get(name) as T) : read(name);
    known.set(name, value);
    return value;
  };
}
