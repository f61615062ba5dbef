import type { Random } from '../../engine/core/random.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { Figures } from '../ceiling/score-across.ts';
import { DEGREE_CELLS, degreeCell } from '../links/degree-cells.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';

/** A column of names in a sequence table. */
export interface NameColumn {
  readonly table: string;
  readonly column: string;
  readonly at: number;
}

/** The rows that hold a name, names as numbers. */
export interface NamedRows {
  readonly subjects: number;
  /** Position of each row's subject, ascending. */
  readonly subject: Int32Array; // [rows]
  readonly name: Int32Array; // [rows]
  /** Number of distinct names. */
  readonly names: number;
}

/** The columns of names of the sequence tables, e.g. what DNS queries ask for. */
export function nameColumns(schema: DatabaseSchema): readonly NameColumn[] {
  return schema.tables
    .filter(({ role }) => role === 'sequence')
    .flatMap((table) =>
      table.columns.flatMap(({ name, kind }, at) =>
        kind === 'fqdn' ? [{ table: table.name, column: name, at }] : [],
      ),
    );
}

/** Reads the rows with a name. */
export function readNames(sample: SubjectSample, { table, at }: NameColumn): NamedRows {
  const numbers = new Map<string, number>();
  const subject: number[] = [];
  const name: number[] = [];
  for (const [position, { tables }] of sample.subjects.entries()) {
    for (const row of tables.get(table) ?? []) {
      const value = row[at];
      if (typeof value !== 'string') continue;
      const number = numbers.get(value) ?? numbers.size;
      if (number === numbers.size) numbers.set(value, number);
      subject.push(position);
      name.push(number);
    }
  }
  return {
    subjects: sample.subjects.length,
    subject: Int32Array.from(subject),
    name: Int32Array.from(name),
    names: numbers.size,
  };
}

/** True where some subject holds two names: else the column says whose rows they are. */
export function isNameShared({ subject, name }: NamedRows): boolean {
  return name.some(
    (one, row) => row > 0 && subject[row] === subject[row - 1] && one !== name[row - 1],
  );
}

/** The same rows with names drawn at will, each alike. */
export function uniformNames(rows: NamedRows, random: Random): NamedRows {
  return { ...rows, name: rows.name.map(() => random.integer(Math.max(1, rows.names))) };
}

/** Names by their number of rows, and by the number of subjects that hold them, in degree cells. */
export function popularity({ subject, name, names }: NamedRows, keep: Uint8Array | null): Figures {
  const rows = new Int32Array(names);
  const holders = new Int32Array(names);
  const last = new Int32Array(names).fill(-1);
  for (let row = 0; row < name.length; row += 1) {
    const [position, one] = [subject[row] as number, name[row] as number];
    if (keep !== null && keep[position] !== 1) continue;
    rows[one] = (rows[one] as number) + 1;
    if (last[one] !== position) holders[one] = (holders[one] as number) + 1;
    last[one] = position;
  }
  return new Map([
    ['rows', cellsOf(rows)],
    ['subjects', cellsOf(holders)],
  ]);
}

/** Names without a row are not counted: a part of the subjects does not know of them. */
function cellsOf(sums: Int32Array): Float64Array {
  const cells = new Float64Array(DEGREE_CELLS);
  for (const sum of sums) {
    if (sum > 0) cells[degreeCell(sum)] = (cells[degreeCell(sum)] as number) + 1;
  }
  return cells;
}
