import { DataError } from '../core/errors.ts';
import type { Row, RowSource } from '../core/row.ts';
import { SUBJECT_KEY } from './subject-key.ts';
import { columnIndex, type TableSchema } from './table-schema.ts';

/** All rows of one subject, by table, each in the order of its source. */
export interface SubjectRows {
  readonly subjectKey: number;
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}

/** Tables to read side by side, and where rows without a subject go. */
export interface SubjectRowsOptions {
  readonly tables: readonly TableSchema[];
  readonly rows: RowSource;
  /** Called for a row whose subject key is no number: it belongs to nobody. */
  readonly onStray: (table: TableSchema, row: Row) => void;
}

/** The rows of one table that belong to one subject. */
interface Group {
  readonly subjectKey: number;
  readonly rows: readonly Row[];
}

/**
 * Walks several tables at once, one subject at a time, in the order of subject keys.
 *
 * Holds the rows of one subject and one batch a table, whatever the size of the tables.
 *
 * @throws DataError if a table's rows are not sorted by subject key
 */
export async function* subjectRows(options: SubjectRowsOptions): AsyncGenerator<SubjectRows> {
  const streams = options.tables.map((table) => groupsOf(table, options));
  const waiting: (Group | undefined)[] = [];
  try {
    for (const [index, stream] of streams.entries()) waiting[index] = await nextGroup(stream);
    for (;;) {
      const keys = waiting.flatMap((group) => group?.subjectKey ?? []);
      if (keys.length === 0) return;
      const subjectKey = keys.reduce((least, key) => Math.min(least, key));
      const rows = new Map<string, readonly Row[]>();
      for (const [index, stream] of streams.entries()) {
        const group = waiting[index];
        if (group?.subjectKey !== subjectKey) continue;
        rows.set(options.tables[index]?.name ?? '', group.rows);
        waiting[index] = await nextGroup(stream);
      }
      yield { subjectKey, rows };
    }
  } finally {
    for (const stream of streams) await stream.return(undefined);
  }
}

async function nextGroup(stream: AsyncGenerator<Group>): Promise<Group | undefined> {
  const step = await stream.next();
  return step.done === true ? undefined : step.value;
}

/** Cuts a table's stream where the subject changes; a subject may run over several batches. */
async function* groupsOf(table: TableSchema, options: SubjectRowsOptions): AsyncGenerator<Group> {
  const cutter = openCutter(table, options.onStray);
  for await (const batch of options.rows(table.name)) yield* cutter.cut(batch);
  yield* cutter.end();
}

/** Gathers rows until their subject changes. */
interface Cutter {
  /** Takes a batch, gives the groups that it completes. */
  cut(batch: readonly Row[]): readonly Group[];
  /** Gives the last group, if any. */
  end(): readonly Group[];
}

function openCutter(table: TableSchema, onStray: SubjectRowsOptions['onStray']): Cutter {
  const position = columnIndex(table, SUBJECT_KEY);
  let open: { subjectKey: number; rows: Row[] } | undefined;
  const start = (subjectKey: number, row: Row): readonly Group[] => {
    const closed = open;
    if (closed !== undefined && subjectKey < closed.subjectKey) throw unsorted(table, subjectKey);
    open = { subjectKey, rows: [row] };
    return closed === undefined ? [] : [closed];
  };
  const take = (row: Row): readonly Group[] => {
    const subjectKey = row[position];
    if (subjectKey === open?.subjectKey) open?.rows.push(row);
    else if (typeof subjectKey === 'number' && Number.isFinite(subjectKey)) {
      return start(subjectKey, row);
    } else onStray(table, row);
    return [];
  };
  return {
    cut: (batch) => batch.flatMap(take),
    end: () => (open === undefined ? [] : [open]),
  };
}

function unsorted(table: TableSchema, subjectKey: number): DataError {
  return new DataError(
    `integrity: table ${table.name} is not sorted by ${SUBJECT_KEY}: ${subjectKey} comes late; sort its rows`,
    { table: table.name, subjectKey },
  );
}
