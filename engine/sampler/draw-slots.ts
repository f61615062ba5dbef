import { defined } from '../core/invariant.ts';
import type { ActivityKind } from '../sequences/activities.ts';
import { FIRST } from '../sequences/codes.ts';
import { ratioCode } from '../sequences/pace.ts';
import type { Forced } from './draw-place.ts';
import { type Birth, drawEcho, drawMark, drawRelation, type RowDraw } from './draw-relations.ts';
import type { DrawnRow } from './drawn-row.ts';
import {
  type Activity,
  newRow,
  placeOf,
  type SubjectState,
  type Timeline,
  tableOf,
  UNFORCED,
} from './subject-state.ts';
import { rememberRow, type TableDraw } from './table-draw.ts';
import { tiedParts, tieEdge, tupleColumns } from './tie.ts';

/** What is known of an activity when one of its rows is drawn. */
interface Slot {
  readonly line: Timeline;
  readonly activity: Activity;
  readonly kind: ActivityKind;
  readonly slot: number;
  readonly table: TableDraw;
  /** Rows of the slots before. */
  readonly rows: readonly DrawnRow[];
  /** By table of the scope: the last of them. */
  readonly latest: readonly (DrawnRow | null)[];
}

/** Draws the rows of an activity, one slot after the other, and then its links. */
export function drawSlots(state: SubjectState, line: Timeline, activity: Activity): void {
  const kind = defined(line.scope.kinds[activity.kind], 'kind exists');
  const latest: (DrawnRow | null)[] = line.tables.map(() => null);
  const rows: DrawnRow[] = [];
  for (const [slot, position] of kind.slots.entries()) {
    const table = defined(line.tables[position], 'table is open');
    const row = drawSlot(state, { line, activity, kind, slot, table, rows, latest });
    rows.push(row);
    state.rows.push(row);
    latest[position] = row;
    rememberRow(table, row);
  }
  if (kind.links.length > 0) drawLinks(state, { line, activity, kind, rows });
}

function drawSlot(state: SubjectState, of: Slot): DrawnRow {
  const { table, activity, kind, slot, rows } = of;
  const born: Birth[] = kind.births
    .filter((one) => one.child === slot)
    .map((one) => ({ relation: one.relation, row: defined(rows[one.parent], 'parent is drawn') }));
  const blank = newRow(state, table, of.line.owner);
  const frame = openFrame(state, of, blank);
  const offset = offsetOf(state, of, { row: blank, frame, born });
  const row = { ...blank, time: table.layout.time < 0 ? Number.NaN : activity.time + offset };
  const forced = forcedBy(state, of, frame);
  drawRow(state, { table, row, frame, born, forced });
  return row;
}

/** Fills in what is given and shows the row what went before it. */
function openFrame(state: SubjectState, of: Slot, row: DrawnRow): (Int32Array | null)[] {
  const { line, activity, table } = of;
  row.codes[0] = FIRST + (line.scope.slotBases[activity.kind] as number) + of.slot;
  for (const { domain, variable } of table.story.ratios) {
    row.codes[variable] = ratioCode(state.stubs[domain]?.size ?? 0, activity.left);
  }
  return [
    row.codes,
    table.last?.codes ?? null,
    table.first?.codes ?? null,
    activity.codes,
    line.owner.codes,
    line.latentCodes,
    ...of.latest.map((one) => one?.codes ?? null),
    ...table.layout.relations.map(() => null),
  ];
}

/**
 * Microseconds from the activity's time: that of the parent for a child born with it, and 0 for
 * one timed row at least.
 */
function offsetOf(
  state: SubjectState,
  of: Slot,
  draft: Pick<RowDraw, 'row' | 'frame' | 'born'>,
): number {
  const { table, kind, activity } = of;
  if (table.layout.time < 0) return 0;
  const [twin] = draft.born;
  let offset = 0;
  if (twin !== undefined) offset = twin.row.time - activity.time;
  else if (kind.slots.length > 1 && !mustBeFirst(of)) {
    const { record, offset: variable } = table.story;
    const code = state.source.model.draw(record, variable, draft.frame, state.random);
    offset = Math.max(0, table.offset.decode(code, state.random) ?? 0);
  }
  draft.row.codes[table.story.offset] = table.offset.encode(offset);
  return offset;
}

/** True if no row before has the activity's time and no timed row comes after. */
function mustBeFirst(of: Slot): boolean {
  const later = of.kind.slots.slice(of.slot + 1);
  const isLast = later.every((at) => (of.line.tables[at]?.layout.time ?? -1) < 0);
  return isLast && of.rows.every((one) => one.time !== of.activity.time);
}

/** Cells that repeat the tuple of the row to which the slot is linked. */
function forcedBy(
  state: SubjectState,
  of: Slot,
  frame: readonly (Int32Array | null)[],
): ReadonlyMap<number, Forced> {
  const edge = tieEdge(of.kind, of.slot);
  const link = edge && tableOf(state, of.line.scope.links[edge.link]?.table ?? '').layout.table;
  const other = edge ? of.rows[edge.other] : undefined;
  if (!link?.endpointTuple || other === undefined) return UNFORCED;
  const { record, tie } = of.table.story;
  const code = state.source.model.draw(record, tie, frame, state.random);
  (frame[0] as Int32Array)[tie] = code;
  const own = tupleColumns(of.table.layout.table, link.endpointTuple);
  const theirs = tupleColumns(tableOf(state, other.table).layout.table, link.endpointTuple);
  const forced = new Map<number, Forced>();
  for (const [part, from] of tiedParts(code).entries()) {
    if (from < 0) continue;
    const column = theirs[from] as number;
    const value = other.cells[column] ?? null;
    forced.set(own[part] as number, { value, token: other.tokens[column] ?? -1 });
  }
  return forced;
}

function drawRow(
  state: SubjectState,
  of: Omit<RowDraw, 'draw'> & { readonly forced: ReadonlyMap<number, Forced> },
): void {
  const { table, row, frame, forced } = of;
  const { model } = state.source;
  const draw = (variable: number) => model.draw(table.story.record, variable, frame, state.random);
  const place = placeOf(state, table, { row, forced, draw });
  const parts = { ...of, draw };
  for (const [index, field] of table.story.fields.entries()) {
    if (field.type === 'relation') drawRelation(state, field, parts);
    else if (field.type === 'mark') drawMark(field, parts);
    else if (field.type === 'echo') drawEcho(field, parts);
    else table.fields[index]?.(place);
  }
}

function drawLinks(
  state: SubjectState,
  of: Pick<Slot, 'line' | 'activity' | 'kind' | 'rows'>,
): void {
  for (const edge of of.kind.links) {
    const table = tableOf(state, of.line.scope.links[edge.link]?.table ?? '');
    const [from, to] = [of.rows[edge.from], of.rows[edge.to]];
    if (from === undefined || to === undefined) continue;
    const row = newRow(state, table, of.line.owner);
    row.codes[0] = FIRST;
    const frame = [row.codes, from.codes, to.codes, of.activity.codes];
    drawRow(state, { table, row, frame, born: [], forced: UNFORCED });
    state.links.push({ row, from, to });
  }
}
