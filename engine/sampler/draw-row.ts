import { FIRST } from '../sequences/codes.ts';
import { ratioCode } from '../sequences/pace.ts';
import {
  drawEcho,
  drawMark,
  drawRelation,
  enlist,
  type RowDraw,
  type RowGiven,
  type RowTask,
} from './draw-relations.ts';
import type { DrawnRow } from './drawn-row.ts';
import { ROW_VIEW } from './row-views.ts';
import { withSeedNames } from './seed-names.ts';
import { noteReplayed } from './seed-replay.ts';
import { newRow, type SubjectState, type Timeline } from './subject-state.ts';
import { rememberRow } from './table-draw.ts';

/** First slot number of a kind of activity. */
export function firstSlot(line: Timeline, kind: number): number {
  return FIRST + (line.scope.slotBases[kind] as number);
}

/** Draws a row: its frame is opened, its time settled, its fields drawn in their order. */
export function drawRow(state: SubjectState, task: RowTask, given: RowGiven): DrawnRow {
  const { table, line } = task;
  const { place } = table;
  const row = newRow(state, table, line.owner);
  openFrame(state, task, row);
  place.move(row, state);
  place.lag1 = table.last;
  place.lag2 = table.beforeLast;
  place.fixed = given.fixed;
  row.time = given.time(row);
  place.told = given.told ?? null;
  place.forced = withSeedNames(state, table, given.forced());
  drawFields(state, { ...task, place, row });
  if (given.told !== undefined) noteReplayed(state.seed, given.told, row);
  rememberRow(table, row, task.slot);
  if (table.namers.length > 0) enlist(state, table, row);
  return row;
}

/** Fills in what is given and shows the row what went before it. */
function openFrame(state: SubjectState, task: RowTask, row: DrawnRow): void {
  const { line, activity, table, slot, latest } = task;
  const { codes } = state.arena;
  const { at } = table.place.frame;
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
  for (let index = 0; index < latest.length; index += 1) {
    at[ROW_VIEW.with + index] = latest[index]?.at ?? 0;
  }
  for (let index = 0; index < line.besides.length; index += 1) {
    const one = line.besides[index];
    const parent = one && latest[one.table]?.parents[one.relation];
    at[(table.views?.beside ?? 0) + index] = parent?.at ?? 0;
  }
}

/** Draws the fields of a row whose frame is open. */
export function drawFields(state: SubjectState, task: Omit<RowDraw, 'drawRow'>): void {
  const of = { ...task, drawRow: (one: RowTask, given: RowGiven) => drawRow(state, one, given) };
  const { table, place } = of;
  const { fields } = table.story;
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index];
    if (field === undefined) continue;
    if (field.type === 'relation') drawRelation(state, field, of);
    else if (field.type === 'mark') drawMark(field, of);
    else if (field.type === 'echo') drawEcho(field, of);
    else table.fields[index]?.(place);
    if (field.type === 'identity') showName(of, index, field.columns[0] ?? 0);
  }
}

/** Shows the last row with the name that the field has now, and remembers this one. */
function showName({ table, place, row }: RowDraw, field: number, column: number): void {
  if (table.views === null) return;
  const echo = table.story.echoes.indexOf(field);
  const token = place.tokenAt(column);
  const names = table.names[echo];
  if (names === undefined || token < 0) return;
  place.frame.at[table.views.name + echo] = names.get(token) ?? 0;
  names.set(token, row.at);
}
