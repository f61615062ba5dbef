import { defined } from '../core/invariant.ts';
import type { ActivityKind } from '../sequences/activities.ts';
import { FIRST } from '../sequences/codes.ts';
import { ratioCode } from '../sequences/pace.ts';
import { type Forced, UNFORCED } from './draw-place.ts';
import {
  type Birth,
  drawEcho,
  drawMark,
  drawRelation,
  enlist,
  type RowDraw,
} from './draw-relations.ts';
import type { DrawnRow } from './drawn-row.ts';
import { LINK_VIEW, ROW_VIEW } from './row-views.ts';
import {
  type Activity,
  newRow,
  type SubjectState,
  type Timeline,
  tableOf,
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
    rememberRow(table, row, slotNumber(line, activity, slot));
    if (table.namers.length > 0) enlist(state, table, row);
  }
  if (kind.links.length > 0) drawLinks(state, { line, activity, kind, rows });
}

function slotNumber(line: Timeline, activity: Activity, slot: number): number {
  return FIRST + (line.scope.slotBases[activity.kind] as number) + slot;
}

const NO_BIRTHS: readonly Birth[] = [];

function drawSlot(state: SubjectState, of: Slot): DrawnRow {
  const { table, kind, slot, rows } = of;
  const { place } = table;
  const born =
    kind.births.length === 0
      ? NO_BIRTHS
      : kind.births
          .filter((one) => one.child === slot)
          .map((one) => ({ relation: one.relation, row: defined(rows[one.parent], 'drawn') }));
  const row = newRow(state, table, of.line.owner);
  openFrame(state, of, row);
  place.move(row, state);
  const offset = offsetOf(of, born);
  if (table.layout.time >= 0) row.time = of.activity.time + offset;
  place.lag1 = table.last;
  place.lag2 = table.beforeLast;
  place.forced = forcedBy(state, of);
  drawRow(state, { table, place, row, born });
  return row;
}

/** Fills in what is given and shows the row what went before it. */
function openFrame(state: SubjectState, of: Slot, row: DrawnRow): void {
  const { line, activity, table } = of;
  const { codes } = state.arena;
  const { at } = table.place.frame;
  const slot = slotNumber(line, activity, of.slot);
  codes[row.at] = slot;
  for (const { domain, left, seen } of table.story.ratios) {
    codes[row.at + left] = ratioCode(state.stubs[domain]?.size ?? 0, activity.left);
    codes[row.at + seen] = ratioCode(state.met[domain]?.size ?? 0, 0);
  }
  for (let index = 0; index < table.levels.length; index += 1) {
    const variable = table.story.levels[index]?.variable ?? 0;
    codes[row.at + variable] = table.levels[index]?.code ?? 0;
  }
  at.fill(0);
  at[ROW_VIEW.self] = row.at;
  at[ROW_VIEW.lag] = table.last?.at ?? 0;
  at[ROW_VIEW.lag2] = table.beforeLast?.at ?? 0;
  at[ROW_VIEW.first] = table.first?.at ?? 0;
  at[ROW_VIEW.alike] = table.alike.get(slot) ?? 0;
  at[ROW_VIEW.activity] = activity.at;
  at[ROW_VIEW.owner] = line.owner.at;
  at[ROW_VIEW.timeline] = line.latentAt;
  for (let index = 0; index < of.latest.length; index += 1) {
    at[ROW_VIEW.with + index] = of.latest[index]?.at ?? 0;
  }
  for (let index = 0; index < line.besides.length; index += 1) {
    const one = line.besides[index];
    const parent = one && of.latest[one.table]?.parents[one.relation];
    at[(table.views?.beside ?? 0) + index] = parent?.at ?? 0;
  }
}

/**
 * Microseconds from the activity's time: that of the parent for a child born with it, and 0 for
 * one timed row at least.
 */
function offsetOf(of: Slot, born: readonly Birth[]): number {
  const { table, kind, activity } = of;
  if (table.layout.time < 0) return 0;
  const [twin] = born;
  let offset = 0;
  if (twin !== undefined) offset = twin.row.time - activity.time;
  else if (kind.slots.length > 1 && !mustBeFirst(of)) {
    const { place } = table;
    offset = Math.max(0, table.offset.decode(place.draw(table.story.offset), place.random) ?? 0);
  }
  table.place.enter(table.story.offset, table.offset.encode(offset));
  return offset;
}

/** True if no row before has the activity's time and no timed row comes after. */
function mustBeFirst(of: Slot): boolean {
  const later = of.kind.slots.slice(of.slot + 1);
  const isLast = later.every((at) => (of.line.tables[at]?.layout.time ?? -1) < 0);
  return isLast && of.rows.every((one) => one.time !== of.activity.time);
}

/** Cells that the kind decides, or that repeat the tuple of the row to which the slot is linked. */
function forcedBy(state: SubjectState, of: Slot): ReadonlyMap<number, Forced> {
  const { typeColumn } = of.table.story;
  const type = typeColumn < 0 ? null : (of.kind.types[of.slot] ?? null);
  const isLinked = of.kind.links.length > 0 && of.slot > 0;
  if (type === null && !isLinked) return UNFORCED;
  const forced = new Map<number, Forced>();
  if (type !== null) forced.set(typeColumn, { value: type, token: -1 });
  if (isLinked) forceTuple(state, of, forced);
  return forced;
}

function forceTuple(state: SubjectState, of: Slot, forced: Map<number, Forced>): void {
  const edge = tieEdge(of.kind, of.slot);
  const link = edge && tableOf(state, of.line.scope.links[edge.link]?.table ?? '').layout.table;
  const other = edge ? of.rows[edge.other] : undefined;
  if (!link?.endpointTuple || other === undefined) return;
  const code = of.table.place.take(of.table.story.tie);
  const own = tupleColumns(of.table.layout.table, link.endpointTuple);
  const theirs = tupleColumns(tableOf(state, other.table).layout.table, link.endpointTuple);
  const { codes } = state.arena;
  for (const [part, from] of tiedParts(code).entries()) {
    if (from < 0) continue;
    const column = theirs[from] as number;
    const token = (codes[other.tokensAt + column] as number) - 1;
    forced.set(own[part] as number, { value: other.cells[column] ?? null, token });
  }
}

function drawRow(state: SubjectState, of: RowDraw): void {
  const { table, place } = of;
  const { fields } = table.story;
  for (let index = 0; index < fields.length; index += 1) {
    const field = defined(fields[index], 'field exists');
    if (field.type === 'relation') drawRelation(state, field, of);
    else if (field.type === 'mark') drawMark(field, of);
    else if (field.type === 'echo') drawEcho(field, of);
    else table.fields[index]?.(place);
    if (field.type === 'identity') showName(of, index, field.columns[0] ?? 0);
  }
}

/** Shows the last row with the name that the field has now, and remembers this one. */
function showName({ table, place, row }: RowDraw, field: number, column: number): void {
  const echo = table.story.echoes.indexOf(field);
  const token = place.tokenAt(column);
  const names = table.names[echo];
  if (names === undefined || token < 0 || table.views === null) return;
  place.frame.at[table.views.name + echo] = names.get(token) ?? 0;
  names.set(token, row.at);
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
    state.arena.codes[row.at] = FIRST;
    const { place } = table;
    const { at } = place.frame;
    at.fill(0);
    at[LINK_VIEW.from] = from.at;
    at[LINK_VIEW.to] = to.at;
    at[LINK_VIEW.activity] = of.activity.at;
    for (const [view, one] of of.line.besides.entries()) {
      const isFrom = of.kind.slots[edge.from] === one.table;
      const isTo = of.kind.slots[edge.to] === one.table;
      const end = isFrom ? from : isTo ? to : null;
      at[LINK_VIEW.named + view] = end?.parents[one.relation]?.at ?? 0;
    }
    place.move(row, state);
    place.forced = UNFORCED;
    place.lag1 = null;
    place.lag2 = null;
    drawRow(state, { table, place, row, born: NO_BIRTHS });
    state.links.push({ row, from, to });
  }
}
