import { defined } from '../core/invariant.ts';
import { type Field, MARK, RELATION } from '../encoders/field.ts';
import type { RecordCodes } from '../models/code-space.ts';
import type { RecencyList } from '../sequences/recency.ts';
import { type TableStore, timesOf } from '../sequences/table-store.ts';
import type { FieldEncoder } from './encode-fields.ts';
import { ROW_VIEW, setCode, show } from './record-codes.ts';
import type { TableStory } from './story.ts';

/** A table while its rows are encoded. */
export interface TableWalk {
  readonly store: TableStore;
  readonly story: TableStory;
  readonly codes: RecordCodes;
  readonly fields: readonly (FieldEncoder | null)[];
  readonly offsetOf: (value: number) => number;
  /** Last two rows and the first of the subject at hand, -1 for none. */
  last: number;
  beforeLast: number;
  first: number;
  /** Rows of the subject that other rows may name, by last use. */
  rows: RecencyList;
}

/** A subject while its rows are encoded. */
export interface SubjectWalk {
  readonly subject: number;
  readonly met: readonly RecencyList[];
}

/** An activity while its rows are encoded. */
export interface ActivityWalk {
  readonly at: number;
  readonly owner: number;
  readonly walk: SubjectWalk;
  readonly left: number;
  readonly tables: readonly TableWalk[];
}

type Of<T extends Field['type']> = Extract<Field, { readonly type: T }>;

/** Encodes which row a key names, and shows it. */
export function encodeRelation(
  field: Of<'relation'>,
  row: number,
  of: {
    readonly table: TableWalk;
    readonly target: TableWalk;
    /** True where the parent appears with the row, so that nothing is drawn. */
    readonly isBorn: boolean;
    readonly time: number;
  },
): void {
  const { table, target } = of;
  const parent = defined(table.store.parents[field.relation], 'relation was resolved')[row] ?? -1;
  const base = table.codes.views.length - table.store.layout.relations.length;
  if (!of.isBorn) {
    const code = relationCode(parent, target.rows, aliveTest(table, target, of.time));
    setCode(table.codes, field.variable, row, code);
    if (parent < 0 || !target.rows.has(parent)) return;
  }
  show(table.codes, base + field.relation, row, parent);
  target.rows.touch(parent);
}

/** Encodes whether the row happens when its parent's column says. */
export function encodeMark(
  field: Of<'mark'>,
  row: number,
  of: { readonly table: TableWalk; readonly target: TableWalk },
): void {
  const parent = of.table.store.parents[field.relation]?.[row] ?? -1;
  if (parent < 0) return;
  const moment = of.target.store.columns[field.column]?.numbers[parent];
  const isHit = timesOf(of.table.store)[row] === moment;
  setCode(of.table.codes, field.variable, row, isHit ? MARK.yes : MARK.no);
}

/** The code of a parent among the rows that may be named. */
function relationCode(
  parent: number,
  rows: RecencyList,
  isAllowed: (row: number) => boolean,
): number {
  if (parent < 0) return RELATION.missing;
  if (!rows.has(parent)) return RELATION.later;
  const rank = rows.rankOf(parent, RELATION.ranks, isAllowed);
  return rank === 0 ? RELATION.older : RELATION.rank + rank - 1;
}

/** Parents that are not closed before the time, by the marks of the naming table's story. */
function aliveTest(table: TableWalk, target: TableWalk, time: number): (row: number) => boolean {
  const closing = table.story.fields
    .filter((one) => one.type === 'mark' && one.closes)
    .map((one) => (one.type === 'mark' ? target.store.columns[one.column]?.numbers : undefined));
  return (row) => closing.every((one) => !((one?.[row] ?? Number.NaN) < time));
}

/** Shows a row what went before it. */
export function showRow(
  table: TableWalk,
  row: number,
  of: { readonly at: number; readonly owner: number; readonly latest: readonly number[] },
): void {
  show(table.codes, ROW_VIEW.lag, row, table.last);
  show(table.codes, ROW_VIEW.first, row, table.first);
  show(table.codes, ROW_VIEW.activity, row, of.at);
  show(table.codes, ROW_VIEW.owner, row, of.owner);
  show(table.codes, ROW_VIEW.timeline, row, of.owner);
  for (const [index, latest] of of.latest.entries()) {
    show(table.codes, ROW_VIEW.with + index, row, latest);
  }
}
