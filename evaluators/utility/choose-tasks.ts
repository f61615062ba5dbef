import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import { ownedTablesOf } from '../relations/subject-walk.ts';
import { type EventColumns, eventTypeTask, type ProcessColumns } from './event-type-task.ts';
import { type FlowColumns, nextFlowTask } from './next-flow-task.ts';
import { rowTask } from './row-task.ts';
import type { UtilityTask } from './utility-task.ts';

/** Columns from which the protocol of a flow is told (STAN's first task). */
const FLOW_PARTS = /(^|_)(duration|port|packets|pkts|bytes)(_|$)/;

const LABEL = /(^|_)label$/;

/**
 * The questions that a schema can be put: the protocol of a flow and the bytes of the next one,
 * every label column, and the type of an event where nothing is labelled.
 *
 * Tables are known by their columns, not by their names.
 */
export function namedTasks(schema: DatabaseSchema): readonly UtilityTask[] {
  const tables = ownedTablesOf(schema).filter(({ role }) => role === 'sequence');
  const labels = tables.flatMap(labelTasks);
  const flows = tables.flatMap(flowTasks);
  return [...flows, ...labels, ...tables.flatMap((table) => eventTasks(schema, table))];
}

/** One task for each category of each sequence table, told from the rest of the row. */
export function columnTasks(schema: DatabaseSchema): readonly UtilityTask[] {
  return ownedTablesOf(schema)
    .filter(({ role }) => role === 'sequence')
    .flatMap((table) =>
      table.columns
        .filter(({ kind }) => kind === 'category' || kind === 'boolean')
        .map(({ name }) => wholeRowTask(table, name)),
    );
}

function flowTasks(table: TableSchema): readonly UtilityTask[] {
  const columns = flowColumnsOf(table);
  if (columns === null) return [];
  const next = nextFlowTask(columns);
  if (columns.protocol === null) return [next];
  const protocol = rowTask({
    id: 'protocol',
    title: 'protocol of a flow from duration, ports, packets and bytes',
    table: table.name,
    column: columns.protocol,
    hasCurve: true,
    keepsRare: false,
    isKnown: (name) => FLOW_PARTS.test(name),
  });
  return [protocol, next];
}

/** A flow has bytes and packets; null for any other table. */
function flowColumnsOf(table: TableSchema): FlowColumns | null {
  const named = (pattern: RegExp) =>
    table.columns.map(({ name }) => name).filter((name) => pattern.test(name));
  const bytes = named(/(^|_)bytes$/);
  const packets = named(/(^|_)(packets|pkts)$/);
  if (table.timeColumn === null || bytes.length === 0 || packets.length === 0) return null;
  return {
    table: table.name,
    time: table.timeColumn,
    bytes,
    packets,
    duration: table.columns.find(({ kind }) => kind === 'duration')?.name ?? null,
    protocol: named(/^protocol$/)[0] ?? null,
  };
}

function labelTasks(table: TableSchema): readonly UtilityTask[] {
  return table.columns
    .filter(({ name, kind }) => LABEL.test(name) && kind === 'category')
    .map(({ name }) => wholeRowTask(table, name));
}

/** Times are left out: what was attacked on one day is no law. */
function wholeRowTask(table: TableSchema, column: string): UtilityTask {
  const times = new Set(
    table.columns.filter(({ kind }) => kind === 'time').map(({ name }) => name),
  );
  return rowTask({
    id: `${table.name}-${column}`.replace(/[^A-Za-z0-9_-]+/g, '-'),
    title: `${table.name}.${column} from the rest of the row`,
    table: table.name,
    column,
    hasCurve: false,
    keepsRare: true,
    isKnown: (name) => !times.has(name),
  });
}

function eventTasks(schema: DatabaseSchema, table: TableSchema): readonly UtilityTask[] {
  const columns = eventColumnsOf(schema, table);
  return columns === null ? [] : [eventTypeTask(columns)];
}

function eventColumnsOf(schema: DatabaseSchema, table: TableSchema): EventColumns | null {
  const type = table.columns.find(({ name, kind }) => name === 'event_type' && kind === 'category');
  if (type === undefined || table.timeColumn === null) return null;
  return {
    table: table.name,
    time: table.timeColumn,
    type: type.name,
    process: processColumnsOf(schema, table),
  };
}

function processColumnsOf(schema: DatabaseSchema, table: TableSchema): ProcessColumns | null {
  const towards = table.relationships.find(({ kind }) => kind === 'parent');
  const parent = schema.tables.find(({ name }) => name === towards?.target);
  if (towards === undefined || parent === undefined) return null;
  const known = parent.columns
    .filter(({ kind }) => kind === 'path' || kind === 'category')
    .map(({ name }) => name);
  return {
    key: towards.columns.at(-1) ?? '',
    table: parent.name,
    tableKey: towards.targetColumns.at(-1) ?? '',
    known,
  };
}
