import type { Random } from '../../engine/core/random.ts';
import type { Row, Value } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import type { Cell, ColumnRole, Frame, FrameColumn } from '../columns/frame.ts';
import {
  type IdentityColumn,
  identityColumns,
  type JudgedColumn,
  judgedColumns,
} from '../columns/judged-columns.ts';
import { type SubjectRows, subjectTableOf } from '../relations/subject-walk.ts';
import type { SequenceRows } from './coherence.ts';
import { countPace, emptyPace, type PaceCounts } from './gap-law.ts';

/** Name of the column that holds a sequence's number of rows. */
export const SEQUENCE_LENGTH = 'Sequence Length';

/** Start of the names of columns that count a subject's distinct identities. */
export const DISTINCT = 'Distinct ';

const ROWS_PER_SEQUENCE = 100;
const MOST_COLUMNS = 300;

/** What is kept of a table of one side: a drawn row a subject, some whole sequences, counts. */
export interface TableSample {
  readonly table: TableSchema;
  readonly rows: number;
  /** Subjects with at least one row. */
  readonly subjects: number;
  readonly longest: number;
  readonly frame: Frame;
  readonly sequences: SequenceRows;
  readonly pace: PaceCounts;
}

/** Gathers a table subject by subject; what it keeps is bounded by subjects, never by rows. */
export interface TableSampler {
  add(subject: SubjectRows, own: ReadonlySet<Value>, keepSequence: boolean): void;
  sample(): TableSample;
}

/** Which subjects' rows are kept, and how they are drawn. */
export interface TableSamplerOptions {
  readonly schema: DatabaseSchema;
  readonly random: Random;
}

/**
 * Opens the sampler of a table.
 *
 * Row i = trunc((L - 1) u) of a subject's L rows becomes its row, row i + 1 its next row; u is
 * drawn in the order of the subjects. Columns are the first 300 by name.
 */
export function createTableSampler(
  table: TableSchema,
  { schema, random }: TableSamplerOptions,
): TableSampler {
  const subjectTable = subjectTableOf(schema);
  const isFlat = table.name === subjectTable.name;
  const judged = byName(judgedColumns(table)).slice(0, MOST_COLUMNS);
  const context = isFlat ? [] : byName(judgedColumns(subjectTable)).slice(0, MOST_COLUMNS);
  const identities = isFlat ? [] : identityColumns(table);
  const store = openStore(judged, context, identities);
  const pace = emptyPace();
  const totals = { rows: 0, subjects: 0, longest: 0 };
  const add = (subject: SubjectRows, own: ReadonlySet<Value>, keepSequence: boolean) => {
    const rows = isFlat ? [subject.row] : (subject.tables.get(table.name) ?? []);
    if (rows.length === 0) return;
    const at = Math.trunc((rows.length - 1) * random.next());
    store.draw({ rows, at, subject: subject.row, own });
    if (keepSequence) store.keep(sampleRows(rows, random), own, totals.subjects);
    countPace(pace, table, rows);
    totals.rows += rows.length;
    totals.subjects += 1;
    totals.longest = Math.max(totals.longest, rows.length);
  };
  const sample = () => ({ table, ...totals, pace, ...store.close() });
  return { add, sample };
}

interface DrawnRow {
  readonly rows: readonly Row[];
  readonly at: number;
  readonly subject: Row;
  readonly own: ReadonlySet<Value>;
}

function openStore(
  judged: readonly JudgedColumn[],
  context: readonly JudgedColumn[],
  identities: readonly IdentityColumn[],
) {
  const listsOf = (columns: readonly unknown[]) => columns.map((): Cell[] => []);
  const [targets, nexts, kept] = [listsOf(judged), listsOf(judged), listsOf(judged)];
  const contexts = listsOf(context);
  const distinct = listsOf(identities);
  const lengths: Cell[] = [];
  const sequence: number[] = [];
  const intern = createIntern();
  const draw = ({ rows, at, subject, own }: DrawnRow) => {
    const [row, next] = [rows[at], rows[at + 1]];
    const cell = (column: JudgedColumn, from: Row | undefined) =>
      from === undefined ? null : intern(column.read(from, own));
    for (const [index, column] of judged.entries()) {
      targets[index]?.push(cell(column, row));
      nexts[index]?.push(cell(column, next));
    }
    for (const [index, column] of context.entries()) contexts[index]?.push(cell(column, subject));
    for (const [index, column] of identities.entries()) {
      distinct[index]?.push(distinctValues(rows, column));
    }
    lengths.push(rows.length);
  };
  const keep = (rows: readonly Row[], own: ReadonlySet<Value>, position: number) => {
    for (const row of rows) {
      sequence.push(position);
      for (const [index, column] of judged.entries()) {
        kept[index]?.push(intern(column.read(row, own)));
      }
    }
  };
  const close = () => {
    const columns = [
      ...columnsOf('target', judged, targets),
      ...columnsOf('next', judged, nexts),
      ...columnsOf('context', context, contexts),
      ...identities.map(({ name }, at) => counted(DISTINCT + name, distinct[at] ?? [])),
      counted(SEQUENCE_LENGTH, lengths),
    ];
    const sequences = columnsOf('target', judged, kept);
    return {
      frame: { rows: lengths.length, columns },
      sequences: { columns: sequences, sequence },
    };
  };
  return { draw, keep, close };
}

function columnsOf(
  role: ColumnRole,
  columns: readonly JudgedColumn[],
  lists: readonly Cell[][],
): readonly FrameColumn[] {
  return columns.map(({ name, type }, at) => ({ name, role, type, values: lists[at] ?? [] }));
}

function counted(name: string, values: readonly Cell[]): FrameColumn {
  return { name, role: 'target', type: 'numeric', values };
}

function distinctValues(rows: readonly Row[], column: IdentityColumn): number {
  const values = new Set(rows.map((row) => column.read(row)));
  values.delete(null);
  return values.size;
}

/** At most 100 rows, each alike, in their order. */
function sampleRows(rows: readonly Row[], random: Random): readonly Row[] {
  if (rows.length <= ROWS_PER_SEQUENCE) return rows;
  const positions = random.shuffle([...rows.keys()]).slice(0, ROWS_PER_SEQUENCE);
  return positions.sort((one, other) => one - other).map((at) => rows[at] as Row);
}

/** Keeps one copy of equal texts. */
function createIntern(): (cell: Cell) => Cell {
  const known = new Map<string, string>();
  return (cell) => {
    if (typeof cell !== 'string') return cell;
    const copy = known.get(cell);
    if (copy !== undefined) return copy;
    known.set(cell, cell);
    return cell;
  };
}

function byName<T extends { readonly name: string }>(columns: readonly T[]): readonly T[] {
  return [...columns].sort((one, other) => (one.name < other.name ? -1 : 1));
}
