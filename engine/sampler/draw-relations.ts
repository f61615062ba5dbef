import { defined } from '../core/invariant.ts';
import { type Field, MARK, RANK, RELATION } from '../encoders/field.ts';
import type { TextStats } from '../encoders/text/text-stats.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import type { RecencyList } from '../sequences/recency.ts';
import type { DrawPlace } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import { type SubjectState, tableOf } from './subject-state.ts';
import type { TableDraw } from './table-draw.ts';

type Of<T extends Field['type']> = Extract<Field, { readonly type: T }>;

/** A parent that appears with its child. */
export interface Birth {
  readonly relation: number;
  readonly row: DrawnRow;
}

/** What the keys of a row need to be drawn. */
export interface RowDraw {
  readonly table: TableDraw;
  readonly place: DrawPlace;
  readonly row: DrawnRow;
  readonly born: readonly Birth[];
}

const PROFILE_TRIES = 12;

/** Picks the row that a key names; undefined where it is left for later. */
export function drawRelation(state: SubjectState, field: Of<'relation'>, of: RowDraw): void {
  const { table, row, place } = of;
  const { relation } = field;
  const born = of.born.find((one) => one.relation === relation);
  const parent = born === undefined ? chooseParent(state, field, of) : born.row;
  row.parents[relation] = parent;
  if (!parent) return;
  if (row.time > parent.lastUse) parent.lastUse = row.time;
  table.lists[relation]?.touch(parent.order);
  if (table.views === null) return;
  place.frame.at[table.views.relation + relation] = parent.at;
  const mates = table.mates[relation];
  place.frame.at[table.views.mate + relation] = mates?.get(parent.order) ?? 0;
  mates?.set(parent.order, row.at);
}

function chooseParent(
  state: SubjectState,
  field: Of<'relation'>,
  of: RowDraw,
): DrawnRow | null | undefined {
  const { place, table } = of;
  const { relationship } = defined(table.layout.relations[field.relation], 'relation exists');
  const code = place.take(field.variable);
  if (code <= RELATION.missing) return relationship.required ? undefined : null;
  if (code === RELATION.later) return undefined;
  const isAllowed = (order: number) => mayName(state, of, { order, relation: field.relation });
  const lists = defined(table.lists[field.relation], 'relation has lists');
  if (field.profile < 0) return among(state, lists.all, { ...of, field, isAllowed });
  for (let tries = 0; tries < PROFILE_TRIES; tries += 1) {
    const profile = place.take(field.profile);
    const known = lists.of(profile);
    const row = known && among(state, known, { ...of, field, isAllowed });
    if (row !== undefined) return row;
  }
  const last = lists.all.ofRank(1, RANK.ranks, isAllowed);
  if (last < 0) return undefined;
  place.enter(field.profile, lists.profileOf(last));
  place.enter(field.rank, RANK.first);
  return state.rows[last];
}

/** A row of the list by its recency; undefined if it has none that may be named. */
function among(
  state: SubjectState,
  rows: RecencyList,
  of: RowDraw & {
    readonly field: Of<'relation'>;
    readonly isAllowed: (order: number) => boolean;
  },
): DrawnRow | undefined {
  const { place, isAllowed } = of;
  const code = place.take(of.field.rank);
  for (let tries = 0; code === RANK.older && tries < 16; tries += 1) {
    const order = rows.at(state.random.integer(rows.size));
    if (isAllowed(order)) return state.rows[order];
  }
  const rank = code >= RANK.older ? 1 : Math.max(1, code - RANK.first + 1);
  const order = rows.ofRank(rank, RANK.ranks, isAllowed);
  return order < 0 ? undefined : state.rows[order];
}

/** True if the parent has begun, where that is a law, and is not closed. */
function mayName(
  state: SubjectState,
  of: RowDraw,
  at: { readonly order: number; readonly relation: number },
): boolean {
  const parent = state.rows[at.order] as DrawnRow;
  const { relationship } = defined(of.table.layout.relations[at.relation], 'relation exists');
  if (relationship.temporal && !(parent.time <= of.row.time)) return false;
  return (of.table.closing[at.relation] ?? []).every((column) => {
    const end = parent.cells[column];
    return typeof end !== 'number' || end >= of.row.time;
  });
}

/** Sets a time of the parent to the row's own, once, if the model says so. */
export function drawMark(field: Of<'mark'>, of: RowDraw): void {
  const { row, place } = of;
  const parent = row.parents[field.relation];
  if (!parent) return;
  const isLast = !field.closes || row.time >= parent.lastUse;
  const isFree = parent.cells[field.column] === null && !Number.isNaN(row.time) && isLast;
  const code = isFree ? place.draw(field.variable) : MARK.no;
  place.enter(field.variable, code);
  if (code === MARK.yes) parent.cells[field.column] = row.time;
}

/** Copies a cell of the parent over the row's own. */
export function drawEcho(field: Of<'echo'>, of: RowDraw): void {
  const { row, table, place } = of;
  const value = row.parents[field.relation]?.cells[field.source];
  if (value === null || value === undefined) return;
  row.cells[field.column] = value;
  for (const own of table.story.fields) {
    if (own.type !== 'text' || own.column !== field.column) continue;
    place.enter(own.variable, encoderOf(own.stats).encode(String(value)));
  }
}

const ENCODERS = new WeakMap<TextStats, ReturnType<typeof textEncoder>>();

function encoderOf(stats: TextStats): ReturnType<typeof textEncoder> {
  const known = ENCODERS.get(stats) ?? textEncoder(stats);
  ENCODERS.set(stats, known);
  return known;
}

/** Makes a row known to every key that may name it. */
export function enlist(state: SubjectState, table: TableDraw, row: DrawnRow): void {
  const profile = table.story.profile < 0 ? 0 : table.place.codeOf(row, table.story.profile);
  for (const { name, relation } of table.namers) {
    tableOf(state, name).lists[relation]?.add(row.order, profile);
  }
}
