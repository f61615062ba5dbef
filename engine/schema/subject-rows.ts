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
  const cut = cutter(table, options.onStray);
  let open: Group | undefined;
  for await (const batch of options.rows(table.name)) {
    for (const group of cut(batch)) {
      if (open !== undefined && group.subjectKey === open.subjectKey) {
        open = { subjectKey: open.subjectKey, rows: open.rows.concat(group.rows) };
        continue;
      }
      if (open !== undefined) yield open;
      if (group.subjectKey < (open?.subjectKey ?? group.subjectKey)) throw unsorted(table, group);
      open = group;
    }
  }
  if (open !== undefined) yield open;
}

/** Cuts one batch where the subject changes, and hands out rows of nobody. */
function cutter(table: TableSchema, onStray: SubjectRowsOptions['onStray']) {
  const position = columnIndex(table, SUBJECT_KEY);
  return (batch: readonly Row[]): readonly Group[] => {
    const groups: { subjectKey: number; rows: Row[] }[] = [];
    for (const row of batch) {
      const subjectKey = row[position];
      const latest = groups.at(-1);
      if (typeof subjectKey !== 'number' || !Number.isFinite(subjectKey)) onStray(table, row);
      else if (subjectKey === latest?.subjectKey) latest.rows.push(row);
      else groups.push({ subjectKey, rows: [row] });
    }
    return groups;
  };
}

function unsorted(table: TableSchema, { subjectKey }: Group): DataError {
  return new DataError(
    `integrity: table ${table.name} is not sorted by ${SUBJECT_KEY}: ${subjectKey} comes late; sort its rows`,
    { table: table.name, subjectKey },
  );
}
