import type { Row } from '../../engine/core/row.ts';
import { tableNamed } from '../../engine/schema/database-schema.ts';
import { columnIndex } from '../../engine/schema/table-schema.ts';
import type { Cell, FrameColumn } from '../columns/frame.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';
import type { AskedTaskRows } from './task-rows.ts';
import type { UtilityTask } from './utility-task.ts';

/** Columns of an event and of the process behind it. */
export interface EventColumns {
  readonly table: string;
  readonly time: string;
  readonly type: string;
  /** Key of the process in the event's table, and its columns in the processes' table. */
  readonly process: ProcessColumns | null;
}

/** Where an event's process is found. */
export interface ProcessColumns {
  readonly key: string;
  readonly table: string;
  readonly tableKey: string;
  /** Columns that tell what the process is, e.g. its image. */
  readonly known: readonly string[];
}

const GAPS = ['gap before', 'gap after'] as const;

/**
 * Tells the type of an event from its process, the gaps to its neighbours and the types before.
 *
 * The event's own columns are not known: which of them are filled gives the type away.
 */
export function eventTypeTask(columns: EventColumns): UtilityTask {
  return {
    id: 'event-type',
    title: 'type of an event from its process and its neighbours',
    table: columns.table,
    kind: 'classes',
    hasCurve: false,
    keepsRare: false,
    read: (sample) => readEvents(sample, columns),
  };
}

type EventCells = ReadonlyMap<string, Cell[]>;

function readEvents(sample: SubjectSample, columns: EventColumns): AskedTaskRows {
  const known = columns.process?.known ?? [];
  const categories = ['type before', 'type before that', ...known];
  const cells: EventCells = new Map([...GAPS, ...categories].map((name) => [name, [] as Cell[]]));
  const target: Cell[] = [];
  const subject: number[] = [];
  const reader = readerOf(sample, columns);
  for (const [position, one] of sample.subjects.entries()) {
    const events = one.tables.get(columns.table) ?? [];
    const processes = reader.processesOf(one);
    for (const [at, event] of events.entries()) {
      target.push(reader.type(event));
      subject.push(position);
      const put = (name: string, value: Cell) => cells.get(name)?.push(value);
      put('gap before', reader.gap(events[at - 1], event));
      put('gap after', reader.gap(event, events[at + 1]));
      put('type before', reader.type(events[at - 1]));
      put('type before that', reader.type(events[at - 2]));
      const process = processes.get(reader.processKey(event));
      for (const [place, name] of known.entries()) put(name, process?.[place] ?? null);
    }
  }
  const typeOf = (name: string) => (categories.includes(name) ? 'categorical' : 'numeric');
  const frameColumns = [...cells].map(
    ([name, values]): FrameColumn => ({ name, role: 'target', type: typeOf(name), values }),
  );
  return {
    frame: { rows: target.length, columns: frameColumns },
    target,
    subject: Int32Array.from(subject),
  };
}

function readerOf({ schema }: SubjectSample, { table, time, type, process }: EventColumns) {
  const events = tableNamed(schema, table);
  const [timeAt, typeAt] = [columnIndex(events, time), columnIndex(events, type)];
  const keyAt = process === null ? -1 : columnIndex(events, process.key);
  const processes = process === null ? null : tableNamed(schema, process.table);
  const tableKeyAt = processes === null ? -1 : columnIndex(processes, process?.tableKey ?? '');
  const knownAt = (process?.known ?? []).map((name) =>
    processes === null ? -1 : columnIndex(processes, name),
  );
  const text = (value: Row[number] | undefined): Cell =>
    value === null || value === undefined ? null : String(value);
  return {
    type: (event: Row | undefined): Cell => text(event?.[typeAt]),
    gap: (one: Row | undefined, other: Row | undefined): Cell =>
      one === undefined || other === undefined
        ? null
        : Math.log1p(Math.max(0, Number(other[timeAt]) - Number(one[timeAt]))),
    processKey: (event: Row) => text(event[keyAt]),
    processesOf: ({ tables }: SubjectRows): ReadonlyMap<Cell, readonly Cell[]> =>
      new Map(
        (tables.get(process?.table ?? '') ?? []).map((row) => [
          text(row[tableKeyAt]),
          knownAt.map((at) => text(row[at])),
        ]),
      ),
  };
}
