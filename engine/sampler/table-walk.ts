import { defined } from '../core/invariant.ts';
import { type Field, MARK, RANK, RELATION } from '../encoders/field.ts';
import type { RecordCodes } from '../models/code-space.ts';
import { MovingLevel } from '../sequences/moving-level.ts';
import { ratioCode } from '../sequences/pace.ts';
import type { RecencyList } from '../sequences/recency.ts';
import { RowLists } from '../sequences/row-lists.ts';
import { type TableStore, timesOf } from '../sequences/table-store.ts';
import type { FieldEncoder } from './encode-fields.ts';
import { setCode, show } from './record-codes.ts';
import { ROW_VIEW, type RowViews } from './row-views.ts';
import type { ScopeStory, TableStory } from './story.ts';

/** A table while its rows are encoded. */
export interface TableWalk {
  readonly store: TableStore;
  readonly story: TableStory;
  readonly codes: RecordCodes;
  readonly fields: readonly (FieldEncoder | null)[];
  /** By field: tokens of its rows, null where it holds no names. */
  readonly tokens: readonly (Int32Array | null)[];
  readonly offsetOf: (value: number) => number;
  /** Null for tables that have no timeline. */
  readonly views: RowViews | null;
  /** By relation: the row that is shown as named, -1 for none. */
  readonly named: readonly Int32Array[];
  readonly past: TablePast;
}

/** What a subject's rows of a table have been so far. */
export interface TablePast {
  /** Last two rows and the first, -1 for none. */
  last: number;
  beforeLast: number;
  first: number;
  /** By slot number: its last row. */
  alike: Map<number, number>;
  /** By relation: last row that named a row. */
  mates: Map<number, number>[];
  /** By echo: last row with a name. */
  names: Map<number, number>[];
  levels: MovingLevel[];
  /** By relation: rows that it may name. */
  lists: RowLists[];
  /** Lists of all keys, of any table, that may name rows of this one. */
  namers: RowLists[];
}

/** A table's past before its first row. */
export function emptyPast(story: TableStory, relations: number): TablePast {
  return {
    last: -1,
    beforeLast: -1,
    first: -1,
    alike: new Map(),
    mates: Array.from({ length: relations }, () => new Map<number, number>()),
    names: story.echoes.map(() => new Map<number, number>()),
    levels: story.levels.map(() => new MovingLevel()),
    lists: Array.from({ length: relations }, () => new RowLists()),
    namers: [],
  };
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
  readonly scope: ScopeStory;
  /** By sort: rows that are to be born yet. */
  readonly unborn: Int32Array;
}

type Of<T extends Field['type']> = Extract<Field, { readonly type: T }>;

/** What a key's row is, where one is named. */
export interface RelationPlace {
  readonly table: TableWalk;
  readonly target: TableWalk;
  readonly time: number;
  /** By sort: rows that are to be born yet, and the sort of a profile of the target. */
  readonly unborn: Int32Array;
  readonly birthOf: (profile: number) => number;
  /** Activities that are left. */
  readonly left: number;
  /** Encodes the row that appears with this one; null where none does. */
  readonly bear: (() => void) | null;
}

/** Encodes which row a key names, and shows it. */
export function encodeRelation(field: Of<'relation'>, row: number, of: RelationPlace): void {
  const { table } = of;
  const { relation } = field;
  const parent = defined(table.store.parents[relation], 'relation was resolved')[row] ?? -1;
  const lists = defined(table.past.lists[relation], 'relation has lists');
  const isThere = of.bear !== null || lists.has(parent);
  const code = parent < 0 ? RELATION.missing : isThere ? RELATION.there : RELATION.later;
  setCode(table.codes, field.variable, row, code);
  if (code !== RELATION.there) return;
  encodeChoice(field, row, { ...of, lists, parent });
  defined(table.named[relation], 'relation is shown')[row] = parent;
  lists.touch(parent);
  const { views } = table;
  if (views === null) return;
  show(table.codes, views.relation + relation, row, parent);
  show(table.codes, views.mate + relation, row, table.past.mates[relation]?.get(parent) ?? -1);
  table.past.mates[relation]?.set(parent, row);
}

function encodeChoice(
  field: Of<'relation'>,
  row: number,
  of: RelationPlace & { readonly lists: RowLists; readonly parent: number },
): void {
  const { table, lists, parent, bear } = of;
  bear?.();
  const profile = lists.profileOf(parent);
  const among = field.profile >= 0 ? lists.of(profile) : lists.all;
  const others = (among?.size ?? 0) - (bear === null ? 0 : 1);
  if (field.profile >= 0) setCode(table.codes, field.profile, row, profile);
  setCode(table.codes, field.known, row, ratioCode(others, 0));
  const sort = of.birthOf(profile);
  setCode(table.codes, field.unborn, row, ratioCode(of.unborn[sort] ?? 0, of.left));
  setCode(table.codes, field.pending, row, ratioCode(of.unborn[sort] ?? 0, 0));
  if (bear !== null && sort >= 0) of.unborn[sort] = (of.unborn[sort] as number) - 1;
  const isAlive = aliveTest(table, of.target, of.time);
  const rank = bear === null ? rankCode(among, parent, isAlive) : RANK.born;
  setCode(table.codes, field.rank, row, rank);
}

/** Rows of a list from which on the one used longest ago is told from the others. */
const LONG_LIST = 4;

function rankCode(
  among: RecencyList | undefined,
  parent: number,
  isAlive: (row: number) => boolean,
): number {
  if (among === undefined) return RANK.older;
  if (among.size >= LONG_LIST && among.oldest === parent) return RANK.oldest;
  const rank = among.rankOf(parent, RANK.ranks, isAlive);
  return rank === 0 ? RANK.older : RANK.first + rank - 1;
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

/** Parents that are not closed before the time, by the marks of the naming table's story. */
function aliveTest(table: TableWalk, target: TableWalk, time: number): (row: number) => boolean {
  const closing = table.story.fields
    .filter((one) => one.type === 'mark' && one.closes)
    .map((one) => (one.type === 'mark' ? target.store.columns[one.column]?.numbers : undefined));
  return (row) => closing.every((one) => !((one?.[row] ?? Number.NaN) < time));
}

/** Shows a row what went before it, and fills in what is given. */
export function openRow(
  table: TableWalk,
  row: number,
  of: ActivityWalk & { readonly slot: number; readonly latest: readonly number[] },
): void {
  const { codes, past, views, story } = table;
  setCode(codes, 0, row, of.slot);
  codes.subjects[row] = of.walk.subject;
  show(codes, ROW_VIEW.lag, row, past.last);
  show(codes, ROW_VIEW.lag2, row, past.beforeLast);
  show(codes, ROW_VIEW.first, row, past.first);
  show(codes, ROW_VIEW.alike, row, past.alike.get(of.slot) ?? -1);
  show(codes, ROW_VIEW.activity, row, of.at);
  show(codes, ROW_VIEW.owner, row, of.owner);
  show(codes, ROW_VIEW.timeline, row, of.owner);
  for (const [index, latest] of of.latest.entries())
    show(codes, ROW_VIEW.with + index, row, latest);
  for (const [index, one] of (views?.besides ?? []).entries()) {
    const beside = of.latest[one.table] ?? -1;
    const named = beside < 0 ? -1 : (of.tables[one.table]?.named[one.relation]?.[beside] ?? -1);
    show(codes, (views?.beside ?? 0) + index, row, named);
  }
  for (const [index, { variable }] of story.levels.entries()) {
    setCode(codes, variable, row, past.levels[index]?.code ?? 0);
  }
}

/** Fills in how many names of each domain are left to be met, and how many were. */
export function encodeRatios(
  table: TableWalk,
  row: number,
  of: {
    readonly left: number;
    readonly met: readonly RecencyList[];
    readonly demands: readonly number[];
  },
): void {
  for (const { domain, left, seen } of table.story.ratios) {
    const size = of.met[domain]?.size ?? 0;
    setCode(table.codes, left, row, ratioCode((of.demands[domain] ?? 0) - size, of.left));
    setCode(table.codes, seen, row, ratioCode(size, 0));
  }
}

/** Shows the last row with the name that a field has here, and remembers this one. */
export function showName(table: TableWalk, row: number, field: number): void {
  const echo = table.story.echoes.indexOf(field);
  const token = table.tokens[field]?.[row] ?? -1;
  if (echo < 0 || token < 0 || table.views === null) return;
  const names = defined(table.past.names[echo], 'echo has a past');
  show(table.codes, table.views.name + echo, row, names.get(token) ?? -1);
  names.set(token, row);
}

/** Makes a row the last of its table. */
export function closeRow(table: TableWalk, row: number, slot: number): void {
  const { past, story, store, codes } = table;
  past.beforeLast = past.last;
  past.last = row;
  if (past.first < 0) past.first = row;
  past.alike.set(slot, row);
  for (const [index, { column }] of story.levels.entries()) {
    past.levels[index]?.observe(store.columns[column]?.numbers[row] ?? Number.NaN);
  }
  const profile = story.profile < 0 ? 0 : (codes.codes[story.profile]?.[row] ?? 0);
  for (const lists of past.namers) lists.add(row, profile);
}
