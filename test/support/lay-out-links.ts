/** Ties rows of two tables of one subject, and makes their tuple and times bear the tie out. */
import { defined } from '../../engine/core/invariant.ts';
import { tableNamed } from '../../engine/schema/database-schema.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import {
  type Cells,
  cellOf,
  type OpenRows,
  type Place,
  type RawRow,
  setCell,
  startRow,
} from './open-rows.ts';

/** One row of one side of a link. */
interface End {
  readonly table: TableSchema;
  /** The link's column that points at it. */
  readonly column: string;
  readonly row: Cells;
}

/** Lays out a subject's links: no pair twice, and one end of each is as yet unlinked. */
export function layOutLinks(table: TableSchema, raw: readonly RawRow[], place: Place): Cells[] {
  const laid: Cells[] = [];
  const linked = new Set<Cells>();
  for (const one of raw) {
    const [event, flow] = endsOf(table, one, place);
    if (event === undefined || flow === undefined) continue;
    if (linked.has(event.row) && linked.has(flow.row)) continue;
    const isReversed = one.skips[0] === true;
    if (linked.has(event.row)) copyTuple(table, { from: event, to: flow, isReversed });
    else copyTuple(table, { from: flow, to: event, isReversed });
    linked.add(event.row).add(flow.row);
    const cells = startRow(table, one, { subjectKey: place.subjectKey, ordinal: laid.length });
    for (const end of [event, flow]) {
      setCell(table, cells, end.column, cellOf(end.table, end.row, ownKey(end.table)));
    }
    setTimes(table, cells, { event, flow, slack: one.gap });
    laid.push(cells);
  }
  return laid;
}

function endsOf(table: TableSchema, raw: RawRow, place: Place): readonly (End | undefined)[] {
  const rows: OpenRows = place.world.rows;
  return table.relationships
    .filter((one) => one.kind === 'parent')
    .map((one, index) => {
      const known = rows.get(one.target) ?? [];
      const row = known[(raw.picks[index + 1] ?? 0) % Math.max(known.length, 1)];
      if (row === undefined) return undefined;
      const column = defined(one.columns[1], 'own key');
      return { table: tableNamed(place.world.schema, one.target), column, row };
    });
}

function ownKey(table: TableSchema): string {
  return defined(table.primaryKey[1], 'own key');
}

interface TupleCopy {
  readonly from: End;
  readonly to: End;
  readonly isReversed: boolean;
}

function copyTuple(table: TableSchema, copy: TupleCopy): void {
  const tuple = table.endpointTuple;
  if (tuple === undefined) return;
  const { from, to, isReversed } = copy;
  const source = [tuple.sourceAddress, tuple.sourcePort];
  const destination = [tuple.destinationAddress, tuple.destinationPort];
  const read = [...source, ...destination, tuple.protocol];
  const write = isReversed ? [...destination, ...source, tuple.protocol] : read;
  const cells = read.map((name) => cellOf(from.table, from.row, name));
  for (const [index, name] of write.entries()) {
    setCell(to.table, to.row, name, cells[index] ?? null);
  }
}

interface TimedEnds {
  readonly event: End;
  readonly flow: End;
  readonly slack: number;
}

/** Sets the lag to what the times say and the window to a little more than it takes. */
function setTimes(table: TableSchema, cells: Cells, timed: TimedEnds): void {
  const set = (name: string, value: number | string) => {
    if (table.columns.some((one) => one.name === name)) setCell(table, cells, name, value);
  };
  const [event, flow] = [timed.event, timed.flow].map((end) =>
    end.table.timeColumn === null ? null : cellOf(end.table, end.row, end.table.timeColumn),
  );
  set('method', 'cid');
  if (typeof event !== 'number' || typeof flow !== 'number') return;
  const lag = (event - flow) / 1000;
  set('dt_ms', lag);
  set('window_ms', Math.abs(lag) + 10 + (timed.slack % 1000));
}
