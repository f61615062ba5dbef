import { defined } from '../core/invariant.ts';
import type { ActivityKind } from '../sequences/activities.ts';
import { FIRST } from '../sequences/codes.ts';
import { type Forced, UNFORCED } from './draw-place.ts';
import type { RowTask } from './draw-relations.ts';
import { drawFields, drawRow, firstSlot } from './draw-row.ts';
import type { DrawnRow } from './drawn-row.ts';
import { LINK_VIEW } from './row-views.ts';
import type { SeedRow } from './seed-script.ts';
import {
  type Activity,
  blankRow,
  type SubjectState,
  type Timeline,
  tableOf,
} from './subject-state.ts';
import { tiedParts, tieEdge, tupleColumns } from './tie.ts';

/** What is known of an activity when one of its rows is drawn. */
interface Slot extends RowTask {
  readonly kind: ActivityKind;
  /** Position of the row in its activity. */
  readonly position: number;
  /** Rows of the slots before. */
  readonly rows: readonly DrawnRow[];
  /** The row of the seed that it is. */
  readonly told?: SeedRow;
}

/** Draws the rows of an activity, one slot after the other, and then its links. */
export function drawSlots(state: SubjectState, line: Timeline, activity: Activity): void {
  const kind = defined(line.scope.kinds[activity.kind], 'kind exists');
  const latest: (DrawnRow | null)[] = line.tables.map(() => null);
  const rows: DrawnRow[] = [];
  const first = firstSlot(line, activity.kind);
  for (const [position, at] of kind.slots.entries()) {
    const table = defined(line.tables[at], 'table is open');
    const slot = first + position;
    const told = toldBy(state, activity, position);
    const task = { line, activity, kind, position, slot, table, rows, latest, depth: 0, ...told };
    const row = drawRow(state, task, {
      time: () => activity.time + offsetOf(task),
      forced: () => forcedBy(state, task),
      fixed: null,
      ...told,
    });
    rows.push(row);
    latest[at] = row;
  }
  if (kind.links.length > 0) drawLinks(state, { line, activity, kind, rows });
}

/** The seed's row that stands in a slot, nothing for a new one. */
function toldBy(state: SubjectState, activity: Activity, position: number): { told?: SeedRow } {
  const told = state.seed?.script.rows[activity.told?.[position] ?? -1];
  return told === undefined ? {} : { told };
}

/** Microseconds from the activity's time: 0 for one timed row at least, NaN without time. */
function offsetOf(of: Slot): number {
  const { table, kind } = of;
  const { place, story } = table;
  if (table.layout.time < 0) return Number.NaN;
  if (of.told !== undefined) {
    place.enter(story.offset, table.offset.encode(of.told.offset));
    return of.told.offset;
  }
  let offset = 0;
  if (kind.slots.length > 1 && !mustBeFirst(of)) {
    offset = Math.max(0, table.offset.decode(place.draw(story.offset), place.random) ?? 0);
  }
  place.enter(story.offset, table.offset.encode(offset));
  return offset;
}

/** True if no row before has the activity's time and no timed row comes after. */
function mustBeFirst(of: Slot): boolean {
  const later = of.kind.slots.slice(of.position + 1);
  const isLast = later.every((at) => (of.line.tables[at]?.layout.time ?? -1) < 0);
  return isLast && of.rows.every((one) => one.time !== of.activity.time);
}

/** Cells that the kind decides, or that repeat the tuple of the row to which the slot is linked. */
function forcedBy(state: SubjectState, of: Slot): ReadonlyMap<number, Forced> {
  const { typeColumn } = of.table.story;
  const type = typeColumn < 0 ? null : (of.kind.types[of.position] ?? null);
  const isLinked = of.kind.links.length > 0 && of.position > 0;
  if (type === null && !isLinked) return UNFORCED;
  const forced = new Map<number, Forced>();
  if (type !== null) forced.set(typeColumn, { value: type, token: -1 });
  if (isLinked) forceTuple(state, of, forced);
  return forced;
}

function forceTuple(state: SubjectState, of: Slot, forced: Map<number, Forced>): void {
  const edge = tieEdge(of.kind, of.position);
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
    const isEmpty = (other.cells[column] ?? null) === null;
    if (isEmpty && of.table.layout.table.columns[own[part] as number]?.nullable !== true) continue;
    const token = (codes[other.tokensAt + column] as number) - 1;
    forced.set(own[part] as number, { value: other.cells[column] ?? null, token });
  }
}

/** The links of an activity, each given its two ends. */
interface LinkTask {
  readonly line: Timeline;
  readonly activity: Activity;
  readonly kind: ActivityKind;
  readonly rows: readonly DrawnRow[];
}

function drawLinks(state: SubjectState, of: LinkTask): void {
  const { line, activity, kind } = of;
  const latest = line.tables.map(() => null);
  for (const edge of kind.links) {
    const table = tableOf(state, line.scope.links[edge.link]?.table ?? '');
    const [from, to] = [of.rows[edge.from], of.rows[edge.to]];
    if (from === undefined || to === undefined) continue;
    const row = blankRow(state, table, line.owner);
    state.arena.codes[row.at] = FIRST;
    const { place } = table;
    showEnds(of, place.frame.at, { edge, from, to });
    place.move(row, state);
    place.forced = UNFORCED;
    drawFields(state, { line, activity, table, slot: FIRST, latest, depth: 0, place, row });
    state.links.push({ row, from, to });
  }
}

/** Shows a link its two rows, and those that they name. */
function showEnds(
  { line, kind, activity }: LinkTask,
  at: Int32Array,
  of: {
    readonly edge: ActivityKind['links'][number];
    readonly from: DrawnRow;
    readonly to: DrawnRow;
  },
): void {
  at.fill(0);
  at[LINK_VIEW.from] = of.from.at;
  at[LINK_VIEW.to] = of.to.at;
  at[LINK_VIEW.activity] = activity.at;
  for (const [view, one] of line.besides.entries()) {
    const isFrom = kind.slots[of.edge.from] === one.table;
    const isTo = kind.slots[of.edge.to] === one.table;
    const end = isFrom ? of.from : isTo ? of.to : null;
    at[LINK_VIEW.named + view] = end?.parents[one.relation]?.at ?? 0;
  }
}
