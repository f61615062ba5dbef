import { defined } from '../core/invariant.ts';
import { type Field, MARK, RANK, RELATION } from '../encoders/field.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import { ratioCode } from '../sequences/pace.ts';
import type { RecencyList } from '../sequences/recency.ts';
import { birthIndex } from './births.ts';
import { type DrawPlace, type FixedCode, type Forced, UNFORCED } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import { OPENING_US } from './learn-relations.ts';
import { replayRelation } from './seed-relation.ts';
import type { SeedRow } from './seed-script.ts';
import { type Activity, type SubjectState, type Timeline, tableOf } from './subject-state.ts';
import type { TableDraw } from './table-draw.ts';

type Of<T extends Field['type']> = Extract<Field, { readonly type: T }>;

/** A row of an activity that is to be drawn. */
export interface RowTask {
  readonly line: Timeline;
  readonly activity: Activity;
  readonly table: TableDraw;
  /** Number of the place that it has among those of all kinds of activity. */
  readonly slot: number;
  /** By table of the scope: the last row of the activity so far. */
  readonly latest: readonly (DrawnRow | null)[];
  /** Times that it was named into being, by a row that was itself. */
  readonly depth: number;
}

/** What is decided of a row before its columns are drawn. */
export interface RowGiven {
  /** Microseconds UTC, given the row with its frame open. */
  readonly time: (row: DrawnRow) => number;
  readonly forced: () => ReadonlyMap<number, Forced>;
  readonly fixed: FixedCode | null;
  /** The row of a seed that this one is. */
  readonly told?: SeedRow;
}

/** A row whose fields are being drawn. */
export interface RowDraw extends RowTask {
  readonly place: DrawPlace;
  readonly row: DrawnRow;
  /** Draws a further row, that this one names. */
  readonly drawRow: (task: RowTask, given: RowGiven) => DrawnRow;
}

const PROFILE_TRIES = 16;
const MOST_DEPTH = 4;

/** Picks the row that a key names, or makes it; undefined where it is left for later. */
export function drawRelation(state: SubjectState, field: Of<'relation'>, of: RowDraw): void {
  const { table, row, place } = of;
  const { relation } = field;
  const parent = chooseParent(state, field, of);
  row.parents[relation] = parent;
  if (!parent) return;
  if (row.time > parent.lastUse) parent.lastUse = row.time;
  table.lists[relation]?.touch(parent.order);
  if (table.views === null) return;
  place.frame.at[table.views.relation + relation] = parent.at;
  const mates = table.mates[relation];
  place.frame.at[table.views.mate + relation] = mates?.get(parent.at) ?? 0;
  mates?.set(parent.at, row.at);
}

function chooseParent(
  state: SubjectState,
  field: Of<'relation'>,
  of: RowDraw,
): DrawnRow | null | undefined {
  const { place, table } = of;
  const { relationship, target } = defined(
    table.layout.relations[field.relation],
    'relation exists',
  );
  if (place.told !== null && state.seed !== null) {
    const bearTold = (told: SeedRow) =>
      bear(state, { ...of, profile: 0, target: tableOf(state, target), told });
    return replayRelation(field, { ...of, told: place.told, replay: state.seed, bear: bearTold });
  }
  const code = place.take(field.variable);
  if (code <= RELATION.missing) return relationship.required ? undefined : null;
  if (code === RELATION.later) return undefined;
  const tries = field.profile < 0 ? 1 : PROFILE_TRIES;
  for (let count = 0; count < tries; count += 1) {
    const profile = field.profile < 0 ? -1 : place.take(field.profile);
    const row = chooseAmong(state, field, { ...of, profile });
    if (row !== undefined) return row;
  }
  return lastAllowed(state, field, of) ?? forceBirth(state, field, of);
}

/** A new row all the same, where none may be named and the key must not be empty. */
function forceBirth(state: SubjectState, field: Of<'relation'>, of: RowDraw): DrawnRow | undefined {
  const target = of.table.layout.relations[field.relation]?.target ?? '';
  if (!isTimely(of, target) || of.depth >= MOST_DEPTH) return undefined;
  const profile = field.profile < 0 ? -1 : of.place.take(field.profile);
  of.place.enter(field.rank, RANK.born);
  return bear(state, { ...of, profile, target: tableOf(state, target) });
}

/** The row used last that may be named; undefined if there is none. */
function lastAllowed(
  state: SubjectState,
  field: Of<'relation'>,
  of: RowDraw,
): DrawnRow | undefined {
  const lists = defined(of.table.lists[field.relation], 'relation has lists');
  const isAllowed = (order: number) => isOther(state, of, { order, field });
  const last = lists.all.ofRank(1, RANK.ranks, isAllowed);
  if (last < 0) return undefined;
  if (field.profile >= 0) of.place.enter(field.profile, lists.profileOf(last));
  of.place.enter(field.rank, RANK.first);
  return state.rows[last];
}

/**
 * A row of the profile, or a new one where such rows are to be born yet; undefined if there is
 * neither. A subject has the sorts of rows that it was to have, whatever the model would like.
 */
function chooseAmong(
  state: SubjectState,
  field: Of<'relation'>,
  of: RowDraw & { readonly profile: number },
): DrawnRow | undefined {
  const { place, table, profile, line } = of;
  const lists = defined(table.lists[field.relation], 'relation has lists');
  const known = field.profile < 0 ? lists.all : lists.of(profile);
  const target = table.layout.relations[field.relation]?.target ?? '';
  const at = line.scope.tables.indexOf(target);
  const sort = at < 0 ? -1 : birthIndex(line.scope.births, at, profile);
  const unborn = line.unborn[sort] ?? 0;
  if (known === undefined && unborn <= 0) return undefined;
  place.enter(field.known, ratioCode(known?.size ?? 0, 0));
  place.enter(field.unborn, ratioCode(unborn, of.activity.left));
  place.enter(field.pending, ratioCode(unborn, 0));
  const code = place.take(field.rank);
  const isAllowed = (order: number) => isOther(state, of, { order, field });
  const wantsNew = code === RANK.born && unborn > 0;
  const found =
    known === undefined || wantsNew
      ? undefined
      : byRecency(state, { rows: known, code: Math.max(code, RANK.first), isAllowed });
  if (found !== undefined) {
    if (code === RANK.born) place.enter(field.rank, RANK.first);
    return found;
  }
  if (unborn <= 0 || !isTimely(of, target) || of.depth >= MOST_DEPTH) return undefined;
  line.unborn[sort] = unborn - 1;
  place.enter(field.rank, RANK.born);
  return bear(state, { ...of, target: tableOf(state, target) });
}

/** True if a new row of the target may stand at the time of the row that names it. */
function isTimely(of: RowDraw, target: string): boolean {
  const table = of.line.tables.find((one) => one.layout.table.name === target);
  return table !== undefined && table.layout.time >= 0 && !Number.isNaN(of.row.time);
}

/** Draws the row that appears with the one that names it. */
function bear(
  state: SubjectState,
  of: RowDraw & {
    readonly profile: number;
    readonly target: TableDraw;
    readonly told?: SeedRow;
  },
): DrawnRow {
  const { target, row, profile } = of;
  const variable = target.story.profile;
  const isSelf = target === of.table;
  const given = {
    time: (parent: DrawnRow) => {
      if (isSelf) putBefore(state, parent, row);
      return row.time;
    },
    forced: () => UNFORCED,
    fixed:
      variable < 0 || profile < 0 || of.told !== undefined ? null : { variable, code: profile },
    ...(of.told === undefined ? {} : { told: of.told }),
  };
  const task = { ...of, table: target, depth: of.depth + 1 };
  return target.place.aside(() => of.drawRow(task, given));
}

/** Lets two rows change places in the order of rows. */
function putBefore(state: SubjectState, parent: DrawnRow, row: DrawnRow): void {
  [parent.order, row.order] = [row.order, parent.order];
  state.rows[parent.order] = parent;
  state.rows[row.order] = row;
}

/** A row by its recency; undefined if none may be named. */
function byRecency(
  state: SubjectState,
  of: {
    readonly rows: RecencyList;
    readonly code: number;
    readonly isAllowed: (order: number) => boolean;
  },
): DrawnRow | undefined {
  const { rows, code, isAllowed } = of;
  if (rows.size === 0) return undefined;
  if (code === RANK.oldest && isAllowed(rows.oldest)) return state.rows[rows.oldest];
  for (let tries = 0; code >= RANK.oldest && tries < 16; tries += 1) {
    const order = rows.at(state.random.integer(rows.size));
    if (isAllowed(order)) return state.rows[order];
  }
  const rank = code >= RANK.oldest ? 1 : Math.max(1, code - RANK.first + 1);
  const order = rows.ofRank(rank, RANK.ranks, isAllowed);
  return order < 0 ? undefined : state.rows[order];
}

/** True if the row may be named, and is none that an earlier key of the row names and must not share. */
function isOther(
  state: SubjectState,
  of: RowDraw,
  at: { readonly order: number; readonly field: Of<'relation'> },
): boolean {
  const { order, field } = at;
  const parent = state.rows[order];
  if (field.apart.some((earlier) => of.row.parents[earlier] === parent)) return false;
  return mayName(state, of, { order, relation: field.relation });
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
  for (const column of of.table.closing[at.relation] ?? []) {
    const end = parent.cells[column];
    if (typeof end === 'number' && end < of.row.time) return false;
  }
  return true;
}

/** Sets a time of the parent to the row's own, once, if the model says so. */
export function drawMark(field: Of<'mark'>, of: RowDraw): void {
  const { row, place } = of;
  const parent = row.parents[field.relation];
  if (!parent) return;
  const isLast = !field.closes || row.time >= parent.lastUse;
  const isFirst = !field.opens || row.time <= parent.time + OPENING_US;
  const isFree =
    parent.cells[field.column] === null && !Number.isNaN(row.time) && isLast && isFirst;
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
    place.enter(own.variable, textEncoder(own.stats).encode(String(value)));
  }
}

/** Makes a row known to every key that may name it. */
export function enlist(state: SubjectState, table: TableDraw, row: DrawnRow): void {
  const profile = table.story.profile < 0 ? 0 : table.place.codeOf(row, table.story.profile);
  for (const { name, relation } of table.namers) {
    tableOf(state, name).lists[relation]?.add(row.order, profile);
  }
}
