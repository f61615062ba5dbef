import { defined } from '../core/invariant.ts';
import type { EchoField } from '../encoders/field.ts';

import {
  type ColumnStore,
  type DatabaseStore,
  type TableStore,
  timesOf,
} from '../sequences/table-store.ts';

/** What rows have in common with the row that one of their keys names. */
export interface RelationRule {
  readonly relation: number;
  readonly marks: readonly {
    readonly column: number;
    readonly closes: boolean;
    readonly opens: boolean;
  }[];
  /** Earlier keys that never name the same row. */
  readonly apart: readonly number[];
  readonly echoes: readonly EchoField[];
}

const COINCIDING = 0.9;
const CLOSING = 0.99;
const OPENING = 0.97;
const ECHOING = 0.95;
const LEAST_BOTH = 50;
const SELDOM = 0.001;

/** How long before it opens a row may be named: another sensor sees it a moment earlier. */
export const OPENING_US = 1_000_000;

/**
 * Learns from the rows which columns of a parent are set by its children: times that nearly always
 * coincide with a child's, and columns that repeat the parent's.
 */
export function learnRelations(
  store: TableStore,
  source: { readonly database: DatabaseStore },
): RelationRule[] {
  return store.layout.relations.map((one, relation) => {
    const target = defined(source.database.tables.get(one.target), 'target was read');
    const parents = defined(store.parents[relation], 'relation was resolved');
    const isTimed = store.layout.time >= 0 && target.layout.time >= 0;
    const columns = [...target.layout.table.columns.entries()];
    const times = columns.filter(
      ([at, two]) => two.kind === 'time' && two.nullable && at !== target.layout.time,
    );
    const marks = (isTimed ? times : []).flatMap(([column]) => {
      const { coinciding, before, after } = compareTimes(store, target, { parents, column });
      const ends = { column, closes: before >= CLOSING, opens: after >= OPENING };
      return coinciding >= COINCIDING ? [ends] : [];
    });
    const apart = apartFrom(store, relation);
    return { relation, marks, apart, echoes: echoesOf(store, target, { parents, relation }) };
  });
}

/** Keys before this one that name the same table, but in no row the same row of it. */
function apartFrom(store: TableStore, relation: number): number[] {
  const { relations } = store.layout;
  const own = defined(store.parents[relation], 'relation was resolved');
  return [...relations.keys()].filter((earlier) => {
    if (earlier >= relation || relations[earlier]?.target !== relations[relation]?.target) {
      return false;
    }
    const other = defined(store.parents[earlier], 'relation was resolved');
    let [both, same] = [0, 0];
    for (const [row, parent] of own.entries()) {
      if (parent < 0 || (other[row] as number) < 0) continue;
      both += 1;
      if (parent === other[row]) same += 1;
    }
    return both >= LEAST_BOTH && same < both * SELDOM;
  });
}

/** Share of the parents with that time that a child shares, of children not after it, and not before. */
function compareTimes(
  store: TableStore,
  target: TableStore,
  of: { readonly parents: Int32Array; readonly column: number },
) {
  const times = timesOf(store);
  const moments = defined(target.columns[of.column], 'column was read').numbers;
  const hit = new Set<number>();
  let [children, before, after] = [0, 0, 0];
  for (const [row, parent] of of.parents.entries()) {
    const moment = parent < 0 ? Number.NaN : (moments[parent] as number);
    if (Number.isNaN(moment)) continue;
    children += 1;
    if ((times[row] as number) <= moment) before += 1;
    if ((times[row] as number) >= moment - OPENING_US) after += 1;
    if (times[row] === moment) hit.add(parent);
  }
  const known = moments.reduce((sum, one) => sum + (Number.isNaN(one) ? 0 : 1), 0);
  const coinciding = known < 5 ? 0 : hit.size / known;
  const share = (count: number) => (children === 0 ? 0 : count / children);
  return { coinciding, before: share(before), after: share(after) };
}

function echoesOf(
  store: TableStore,
  target: TableStore,
  of: { readonly parents: Int32Array; readonly relation: number },
): EchoField[] {
  const echoes: EchoField[] = [];
  const key = new Set([...store.layout.relations.flatMap((one) => one.columns)]);
  for (const [column, schema] of store.layout.table.columns.entries()) {
    if (schema.kind === 'key' || schema.kind === 'guid' || schema.kind === 'boolean') continue;
    if (key.has(column) || column === store.layout.time || schema.kind === 'time') continue;
    const sources = [...target.layout.table.columns.entries()].filter(
      ([, two]) => two.kind === schema.kind && two.protection === schema.protection,
    );
    for (const [source] of sources) {
      const own = defined(store.columns[column], 'column was read');
      const other = defined(target.columns[source], 'column was read');
      if (!isText(schema.kind) || agreement(own, other, of.parents) < ECHOING) continue;
      echoes.push({ type: 'echo', column, relation: of.relation, source });
      break;
    }
  }
  return echoes;
}

function isText(kind: string): boolean {
  return kind === 'path' || kind === 'text';
}

/** Share of the rows with a parent whose text is the parent's. */
function agreement(own: ColumnStore, other: ColumnStore, parents: Int32Array): number {
  let [known, same] = [0, 0];
  for (const [row, parent] of parents.entries()) {
    if (parent < 0) continue;
    const left = own.dictionary?.values[own.codes[row] as number];
    const right = other.dictionary?.values[other.codes[parent] as number];
    if (left === undefined || right === undefined) continue;
    known += 1;
    if (left === right) same += 1;
  }
  return known < 20 ? 0 : same / known;
}

/** Columns of each table (`table column`) that rows of other tables set. */
export function markedColumns(database: DatabaseStore): Set<string> {
  const marked = new Set<string>();
  for (const store of database.tables.values()) {
    for (const rule of learnRelations(store, { database })) {
      const target = store.layout.relations[rule.relation]?.target ?? '';
      for (const mark of rule.marks) marked.add(`${target} ${mark.column}`);
    }
  }
  return marked;
}
