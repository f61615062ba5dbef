import { defined } from '../core/invariant.ts';
import { type Field, MARK, RELATION } from '../encoders/field.ts';
import { type TextStats, textEncoder } from '../encoders/text-encoder.ts';
import type { DrawnRow } from './drawn-row.ts';
import { type SubjectState, tableOf } from './subject-state.ts';
import type { TableDraw } from './table-draw.ts';

type Of<T extends Field['type']> = Extract<Field, { readonly type: T }>;

/** A parent that appears with its child. */
export interface Birth {
  readonly relation: number;
  readonly row: DrawnRow;
}

/** What the parts of a row need to be drawn. */
export interface RowDraw {
  readonly table: TableDraw;
  readonly row: DrawnRow;
  readonly frame: (Int32Array | null)[];
  readonly born: readonly Birth[];
  readonly draw: (variable: number) => number;
}

/** Picks the row that a key names; undefined where it is left for later. */
export function drawRelation(state: SubjectState, field: Of<'relation'>, of: RowDraw): void {
  const { table, row, frame } = of;
  const target = tableOf(state, table.layout.relations[field.relation]?.target ?? '');
  const born = of.born.find((one) => one.relation === field.relation);
  let parent: DrawnRow | null | undefined = born?.row;
  if (born === undefined) {
    const code = of.draw(field.variable);
    row.codes[field.variable] = code;
    parent = parentOf(state, { ...of, target, code, relation: field.relation });
  }
  row.parents[field.relation] = parent;
  if (!parent) return;
  if (row.time > parent.lastUse) parent.lastUse = row.time;
  target.rows.touch(parent.order);
  frame[frame.length - table.layout.relations.length + field.relation] = parent.codes;
}

interface ParentPick extends RowDraw {
  readonly target: TableDraw;
  readonly code: number;
  readonly relation: number;
}

function parentOf(state: SubjectState, of: ParentPick): DrawnRow | null | undefined {
  const { code, target } = of;
  const { relationship } = defined(of.table.layout.relations[of.relation], 'relation exists');
  if (code <= RELATION.missing) return relationship.required ? undefined : null;
  if (code === RELATION.later) return undefined;
  const isAllowed = (order: number) => mayName(state, of, order);
  const { rows } = target;
  if (code === RELATION.older) {
    for (let tries = 0; tries < 16 && rows.size > 0; tries += 1) {
      const order = rows.at(state.random.integer(rows.size));
      if (isAllowed(order)) return state.rows[order];
    }
  }
  const rank = code === RELATION.older ? 1 : code - RELATION.rank + 1;
  const order = rows.ofRank(rank, RELATION.ranks, isAllowed);
  return order < 0 ? undefined : state.rows[order];
}

/** True if the parent has begun, where that is a law, and is not closed. */
function mayName(state: SubjectState, of: ParentPick, order: number): boolean {
  const parent = state.rows[order] as DrawnRow;
  const { relationship } = defined(of.table.layout.relations[of.relation], 'relation exists');
  if (relationship.temporal && !(parent.time <= of.row.time)) return false;
  return (of.table.closing[of.relation] ?? []).every((column) => {
    const end = parent.cells[column];
    return typeof end !== 'number' || end >= of.row.time;
  });
}

/** Sets a time of the parent to the row's own, once, if the model says so. */
export function drawMark(field: Of<'mark'>, of: RowDraw): void {
  const { row } = of;
  const parent = row.parents[field.relation];
  if (!parent) return;
  const isLast = !field.closes || row.time >= parent.lastUse;
  const isFree = parent.cells[field.column] === null && !Number.isNaN(row.time) && isLast;
  const code = isFree ? of.draw(field.variable) : MARK.no;
  row.codes[field.variable] = code;
  if (code === MARK.yes) parent.cells[field.column] = row.time;
}

/** Copies a cell of the parent over the row's own. */
export function drawEcho(field: Of<'echo'>, of: RowDraw): void {
  const { row, table } = of;
  const value = row.parents[field.relation]?.cells[field.source];
  if (value === null || value === undefined) return;
  row.cells[field.column] = value;
  for (const own of table.story.fields) {
    if (own.type !== 'text' || own.column !== field.column) continue;
    row.codes[own.variable] = encoderOf(own.stats).encode(String(value));
  }
}

const ENCODERS = new WeakMap<TextStats, ReturnType<typeof textEncoder>>();

function encoderOf(stats: TextStats): ReturnType<typeof textEncoder> {
  const known = ENCODERS.get(stats) ?? textEncoder(stats);
  ENCODERS.set(stats, known);
  return known;
}
