import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { defined } from '../../engine/core/invariant.ts';
import type {
  Cell,
  ColumnRole,
  ColumnType,
  Frame,
  FrameColumn,
} from '../../evaluators/columns/frame.ts';

/** A case of golden.json: files, types and the expected values of the reference. */
export interface GoldenCase {
  readonly files: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, string>>;
  readonly context_types?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly context_key?: string;
  readonly draws?: string;
  readonly pieces?: string;
  readonly setup: string;
  readonly drop_columns?: readonly string[];
  readonly keep_columns?: readonly string[];
  readonly text_columns: readonly (readonly string[])[];
  readonly rows: { readonly original: number; readonly synthetic: number };
  readonly accuracy: Readonly<Record<string, number | null>>;
  readonly univariate: readonly [string, number, number][];
  readonly bivariate: readonly [string, string, string, number, number][];
  readonly trivariate: readonly [string, string, string, number, number][];
  readonly categories_per_sequence: readonly [string, number, number][];
  readonly sequences_per_category: readonly [string, number, number][];
}

export interface GoldenUnits {
  readonly numeric_bins: readonly {
    name: string;
    values: (number | null)[];
    bins: number;
    breaks: number[];
    codes: (number | null)[];
  }[];
  readonly datetime_bins: readonly {
    name: string;
    values: (string | null)[];
    bins: number;
    breaks: string[];
    codes: (number | null)[];
  }[];
  readonly category_bins: readonly {
    name: string;
    values: (string | null)[];
    bins: number;
    kept: string[];
    result: string[];
  }[];
  readonly text_rule: readonly { name: string; values: (string | null)[]; is_text: boolean }[];
  readonly accuracy: readonly {
    name: string;
    original: Record<string, number>;
    synthetic: Record<string, number>;
    accuracy: number;
    accuracy_max: number;
  }[];
}

export interface Golden {
  readonly cases: Readonly<Record<string, GoldenCase>>;
  readonly units: GoldenUnits;
}

const FOLDER = resolve(
  process.env.ENTWINE_DATA ?? join(import.meta.dirname, '../../../shared/data'),
  'golden-qa',
);

/** The golden values, null (with a warning) where the data are not on this machine. */
export function loadGolden(): Golden | null {
  const file = join(FOLDER, 'golden.json');
  if (!existsSync(file)) {
    console.warn(`golden-qa: no data: ${file}; set ENTWINE_DATA to run these tests`);
    return null;
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Golden;
}

/** Place of one of the golden files. */
export function goldenPath(path: string): string {
  return join(FOLDER, path);
}

/** A line of a CSV file, by column. */
export type CsvRecord = Readonly<Record<string, string>>;

export function readGoldenCsv(path: string): CsvRecord[] {
  const text = gunzipSync(readFileSync(join(FOLDER, path))).toString('utf8');
  return parse(text, { columns: true }) as CsvRecord[];
}

/** Microseconds of a date as the data write it, UTC. */
export function microsOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : 'T00:00:00Z'}`) * 1000;
}

export function columnTypeOf(type: string): ColumnType {
  if (type === 'datetime') return 'datetime';
  return type === 'categorical' ? 'categorical' : 'numeric';
}

export function cellOf(type: string, text: string | undefined): Cell {
  if (text === undefined || text === '') return null;
  if (type === 'categorical') return text;
  if (type === 'boolean') return text === 'true' ? 1 : 0;
  const number = type === 'datetime' ? microsOf(text) : Number(text);
  return Number.isNaN(number) ? null : number;
}

const PARTS = ['train', 'holdout', 'synthetic'] as const;
export type Part = (typeof PARTS)[number];

/** Type of a target column as golden.json writes it. */
export function typeOf(golden: GoldenCase, name: string): string {
  return defined(golden.types[name], `no type of ${name}`);
}

function fileOf(golden: GoldenCase, part: Part): string {
  return defined(golden.files[part], `no file of ${part}`);
}

function cellText(row: CsvRecord, name: string | undefined): string {
  return defined(row[defined(name, 'the case has no key')], 'the key is missing');
}

/** Rows of a part with the key's rows gathered, in the order of first sight. */
export function sequencesOf(golden: GoldenCase, part: Part): Map<string, CsvRecord[]> {
  const grouped = new Map<string, CsvRecord[]>();
  for (const [at, row] of readGoldenCsv(fileOf(golden, part)).entries()) {
    const key = golden.key === undefined ? String(at) : cellText(row, golden.key);
    const rows = grouped.get(key);
    if (rows === undefined) grouped.set(key, [row]);
    else rows.push(row);
  }
  return grouped;
}

export function targetColumns(golden: GoldenCase): string[] {
  return Object.keys(golden.types).filter(
    (name) =>
      name !== golden.key &&
      !golden.drop_columns?.includes(name) &&
      (golden.keep_columns === undefined || golden.keep_columns.includes(name)),
  );
}

/** The frame of a part with the drawn rows of the reference; null if the part has no file. */
export function goldenFrame(golden: GoldenCase, part: Part): Frame | null {
  if (golden.files[part] === undefined) return null;
  const drawn = drawnRows(golden, part);
  const names = targetColumns(golden);
  const column = (role: ColumnRole, name: string, type: string, rows: (CsvRecord | undefined)[]) =>
    ({
      name,
      role,
      type: columnTypeOf(type),
      values: rows.map((row) => cellOf(type, row?.[name])),
    }) satisfies FrameColumn;
  const columns: FrameColumn[] = names.map((name) =>
    column('target', name, typeOf(golden, name), drawn.rows),
  );
  if (golden.setup === '1:N') {
    columns.push({
      name: 'Sequence Length',
      role: 'target',
      type: 'numeric',
      values: drawn.lengths,
    });
    for (const name of names) columns.push(column('next', name, typeOf(golden, name), drawn.next));
  }
  for (const [name, type] of Object.entries(golden.context_types ?? {})) {
    if (name !== golden.context_key) columns.push(column('context', name, type, drawn.contexts));
  }
  return { rows: drawn.rows.length, columns };
}

interface Drawn {
  readonly rows: CsvRecord[];
  readonly next: (CsvRecord | undefined)[];
  readonly contexts: (CsvRecord | undefined)[];
  readonly lengths: number[];
}

function drawnRows(golden: GoldenCase, part: Part): Drawn {
  const sequences = sequencesOf(golden, part);
  const contexts = contextsOf(golden, part);
  const first = new Map(
    golden.draws === undefined
      ? []
      : readGoldenCsv(golden.draws)
          .filter((draw) => draw.part === part)
          .map((draw) => [draw.key, Number(draw.first_row)]),
  );
  const drawn: Drawn = { rows: [], next: [], contexts: [], lengths: [] };
  for (const [key, rows] of sequences) {
    if (contexts !== null && !contexts.has(key)) continue;
    const at = first.get(key) ?? 0;
    drawn.rows.push(defined(rows[at], 'drawn row is missing'));
    drawn.next.push(rows[at + 1]);
    drawn.contexts.push(contexts?.get(key));
    drawn.lengths.push(rows.length);
  }
  return drawn;
}

export function contextsOf(golden: GoldenCase, part: Part): Map<string, CsvRecord> | null {
  const file = golden.files[`${part}_context`];
  if (file === undefined) return null;
  return new Map(readGoldenCsv(file).map((row) => [cellText(row, golden.context_key), row]));
}
