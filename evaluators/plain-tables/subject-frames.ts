import { defined } from '../../engine/core/invariant.ts';
import type { PlainTable } from '../../engine/core/plain-table.ts';
import type { Random } from '../../engine/core/random.ts';
import {
  type Cell,
  type ColumnRole,
  type Frame,
  type FrameColumn,
  prefixedName,
} from '../columns/frame.ts';
import { drawPieces, isText } from '../columns/text-tokens.ts';
import type { SequenceRows } from '../sequences/coherence.ts';
import { SEQUENCE_LENGTH } from '../sequences/table-sample.ts';
import {
  cellsOf,
  columnTypeOf,
  type PlainType,
  type PlainTypes,
  unreadCount,
} from './column-types.ts';
import { type PlainPart, type PlainSubject, subjectsOf } from './plain-part.ts';

const MOST_SUBJECTS = 100_000;
const MOST_COLUMNS = 300;
const ROWS_PER_SEQUENCE = 100;

/** How the parts are read, the same for all three. */
export interface FrameOptions {
  readonly types: PlainTypes;
  readonly contextTypes: PlainTypes;
  readonly oneToOne: boolean;
  readonly random: Random;
}

/** What accuracy, coherence and the embeddings see of a part. */
export interface SubjectFrames {
  /** One row a subject: a drawn row, the next row, the context, the number of rows. */
  readonly frame: Frame;
  /** Rows of whole sequences for coherence, at most 100 of each. */
  readonly sequences: SequenceRows;
  /** All rows of the target in its own order of columns, and the position of each row's subject. */
  readonly rows: Frame;
  readonly subject: Int32Array; // [rows]
  /** Prefixed names of the columns whose cells are drawn pieces of text. */
  readonly textColumns: readonly string[];
  /** Columns with cells that did not parse. */
  readonly unread: readonly UnreadCells[];
}

/** Present cells of a column that its type could not read; they are judged as missing. */
export interface UnreadCells {
  readonly column: string;
  readonly type: PlainType;
  readonly cells: number;
}

/**
 * One row a subject, as the reference draws it: row trunc((L - 1) u) of L rows and the row after
 * it, u drawn in the order of the sorted keys.
 *
 * At most 100,000 subjects enter, thinned at random; columns are the first 300 by name.
 *
 * @see docs/methods/quality-report.md, the drawn row
 */
export function subjectFrames(part: PlainPart, options: FrameOptions): SubjectFrames {
  const { types, random } = options;
  const subjects = thinned(subjectsOf(part), random.split('thin'));
  const drawn = drawRows(subjects, random.split('draw'));
  const target = typedColumns(part.target, types, part.key);
  const context =
    part.context === null
      ? []
      : typedColumns(part.context.table, options.contextTypes, part.context.key);
  const columns = [
    ...target.map((column) => pick(column, 'target', drawn)),
    ...(options.oneToOne ? [] : sequenceColumns(target, subjects, drawn)),
    ...contextColumns(context, subjects),
  ];
  const pieces = columns.map((column) => withPieces(column, random.split('pieces')));
  const order = subjects.flatMap(({ rows }) => [...rows]);
  return {
    frame: { rows: subjects.length, columns: pieces.map(({ column }) => column) },
    sequences: sequenceRows(target, subjects, random.split('sequences')),
    rows: rowFrame(target, part.target, order),
    subject: Int32Array.from(subjects.flatMap(({ rows }, at) => rows.map(() => at))),
    textColumns: pieces
      .filter(({ isPieces }) => isPieces)
      .map(({ column }) => prefixedName(column)),
    unread: [...target, ...context].flatMap(unreadOf),
  };
}

/** Sequences with drawn pieces in place of text, decided on these rows alone. */
export function withTextPieces(rows: SequenceRows, random: Random): SequenceRows {
  const columns = rows.columns.map((column) => {
    const { values } = withPieces({ ...column, role: 'target' }, random).column;
    return { ...column, values };
  });
  return { ...rows, columns };
}

/** All rows, columns in the order of the table; the first 300. */
function rowFrame(
  columns: readonly TypedColumn[],
  table: PlainTable,
  rows: readonly number[],
): Frame {
  const ordered = table.columns.flatMap(({ name }) => columns.filter((one) => one.name === name));
  return { rows: rows.length, columns: ordered.map((column) => pick(column, 'target', rows)) };
}

interface TypedColumn {
  readonly name: string;
  readonly type: FrameColumn['type'];
  readonly cells: readonly Cell[];
  readonly unread: UnreadCells;
}

function typedColumns(
  table: PlainTable,
  types: PlainTypes,
  key: string | null,
): readonly TypedColumn[] {
  return table.columns
    .filter(({ name }) => name !== key)
    .map(({ name, values }) => {
      const type = defined(types[name], `no type of column ${name}`);
      const cells = cellsOf(values, type);
      const unread = { column: name, type, cells: unreadCount(values, cells) };
      return { name, type: columnTypeOf(type), cells, unread };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .slice(0, MOST_COLUMNS);
}

/** The column's cells at those rows; missing where there is no row. */
function pick(column: TypedColumn, role: ColumnRole, rows: readonly number[]): FrameColumn {
  const { name, type, cells } = column;
  return { name, role, type, values: rows.map((row) => cells[row] ?? null) };
}

function sequenceColumns(
  target: readonly TypedColumn[],
  subjects: readonly PlainSubject[],
  drawn: readonly number[],
): readonly FrameColumn[] {
  const next = subjects.map(({ rows }, at) => rows[rows.indexOf(drawn[at] as number) + 1] ?? -1);
  const lengths = subjects.map(({ rows }) => rows.length);
  return [
    ...target.map((column) => pick(column, 'next', next)),
    { name: SEQUENCE_LENGTH, role: 'target', type: 'numeric', values: lengths },
  ];
}

function contextColumns(
  context: readonly TypedColumn[],
  subjects: readonly PlainSubject[],
): readonly FrameColumn[] {
  const positions = subjects.map((subject) => subject.context ?? -1);
  return context.map((column) => pick(column, 'context', positions));
}

function unreadOf({ unread }: TypedColumn): readonly UnreadCells[] {
  return unread.cells === 0 ? [] : [unread];
}

function thinned(subjects: readonly PlainSubject[], random: Random): readonly PlainSubject[] {
  if (subjects.length <= MOST_SUBJECTS) return subjects;
  const kept = random.shuffle([...subjects.keys()]).slice(0, MOST_SUBJECTS);
  return kept.sort((one, other) => one - other).map((at) => subjects[at] as PlainSubject);
}

/** The drawn row of each subject, u taken in the order of the sorted keys. */
function drawRows(subjects: readonly PlainSubject[], random: Random): readonly number[] {
  const drawn = new Array<number>(subjects.length).fill(0);
  const byKey = [...subjects.keys()].sort((one, other) =>
    (subjects[one]?.key ?? '') < (subjects[other]?.key ?? '') ? -1 : 1,
  );
  for (const at of byKey) {
    const { rows } = subjects[at] as PlainSubject;
    drawn[at] = rows[Math.trunc((rows.length - 1) * random.next())] as number;
  }
  return drawn;
}

function sequenceRows(
  target: readonly TypedColumn[],
  subjects: readonly PlainSubject[],
  random: Random,
): SequenceRows {
  const kept = subjects.map(({ rows }) =>
    rows.length <= ROWS_PER_SEQUENCE ? rows : random.shuffle([...rows]).slice(0, ROWS_PER_SEQUENCE),
  );
  const order = kept.flatMap((rows) => [...rows]);
  return {
    columns: target.map(({ name, type, cells }) => ({
      name,
      type,
      values: order.map((row) => cells[row] ?? null),
    })),
    sequence: kept.flatMap((rows, at) => rows.map(() => at)),
  };
}

/** The text rule of the reference: a column of many single texts is judged by a drawn piece. */
function withPieces(column: FrameColumn, random: Random) {
  const isPieces = column.type === 'categorical' && isText(column.values);
  const stream = random.split(column.role, column.name);
  const values = isPieces ? drawPieces(column.values, stream) : column.values;
  return { column: { ...column, values }, isPieces };
}
