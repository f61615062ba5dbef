import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Row } from '../core/row.ts';
import type { GenerationLayout, TableLayout } from '../sequences/generation-layout.ts';
import type { DrawnSubject } from './draw-subject.ts';
import type { DrawnRow } from './drawn-row.ts';
import { hideSeed } from './seed-hiding.ts';
import { type CommunityHash, type LinkFacts, settleLink } from './settle-link.ts';
import type { Story } from './story.ts';
import { closingColumns } from './table-draw.ts';
import { tupleColumns } from './tie.ts';

/** Keys of a subject's rows are the subject's key times this, plus the position. */
const KEY_SPAN = 10_000_000;

/** What emission needs beside the rows. */
export interface EmitSource {
  readonly layout: GenerationLayout;
  readonly story: Story;
  readonly communityId: CommunityHash;
  readonly facts: LinkFacts;
  readonly random: Random;
  /** True if the rows of a seed come out too. */
  readonly includeSeed?: boolean;
}

type Rows = Map<string, DrawnRow[]>;

/**
 * Puts a subject's rows in order, gives them keys, ties what was left for later, and drops rows
 * that a law of the schema would forbid (with the rows that hang on them).
 *
 * @returns rows by table, sorted by (time, primary key)
 */
export function emitSubject(drawn: DrawnSubject, source: EmitSource): Map<string, Row[]> {
  const rows: Rows = new Map();
  for (const [name, list] of drawn.rows) rows.set(name, sortRows(list));
  tieLater(rows, source);
  if (source.includeSeed !== true && drawn.told.size > 0) {
    hideSeed({ rows, told: drawn.told, layout: source.layout, random: source.random });
  }
  const linked = new Set<DrawnRow>();
  for (const one of drawn.links) {
    linkEnds(one, source.layout);
    settleTie(one, source, linked);
    const list = rows.get(one.row.table);
    if (list === undefined) rows.set(one.row.table, [one.row]);
    else list.push(one.row);
  }
  settleLooseLinks(rows, source, linked);
  dropBroken(rows, source.layout);
  return writeRows(rows, drawn.subject + 1, source.layout);
}

function sortRows(list: readonly DrawnRow[]): DrawnRow[] {
  const time = (row: DrawnRow) => (Number.isNaN(row.time) ? 0 : row.time);
  return [...list].sort((a, b) => time(a) - time(b) || a.order - b.order);
}

/** Picks, among all rows, the parents that did not exist when the row was drawn. */
function tieLater(rows: Rows, source: EmitSource): void {
  for (const [name, list] of rows) {
    const layout = layoutOf(source.layout, name);
    const { relations } = layout;
    const story = defined(source.story.tables[name], 'table has a story');
    const closing = closingColumns(story, layout);
    for (const row of list) {
      for (const [index, one] of relations.entries()) {
        if (row.parents[index] !== undefined) continue;
        const { temporal, kind, required } = one.relationship;
        const known = rows.get(one.target) ?? [];
        const count = temporal ? beforeOrAt(known, row.time) : known.length;
        row.parents[index] = pickParent(known, count, {
          row,
          isSelf: kind === 'self',
          closing: required ? [] : (closing[index] ?? []),
          random: source.random,
        });
        if (row.parents[index] === null && required) row.isDropped = true;
      }
    }
  }
}

/** Rows that do not begin after the time: they stand first. */
function beforeOrAt(rows: readonly DrawnRow[], time: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as DrawnRow).time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pickParent(
  rows: readonly DrawnRow[],
  count: number,
  of: {
    readonly row: DrawnRow;
    readonly isSelf: boolean;
    readonly closing: readonly number[];
    readonly random: Random;
  },
): DrawnRow | null {
  for (let tries = 0; tries < 16 && count > 0; tries += 1) {
    const one = rows[of.random.integer(count)] as DrawnRow;
    const isClosed = of.closing.some(
      (column) => Number(one.cells[column] ?? Infinity) < of.row.time,
    );
    if (!one.isDropped && !isClosed && (!of.isSelf || one.order < of.row.order)) return one;
  }
  return null;
}

/** Enters the two rows of a link as the parents that its table names first. */
function linkEnds(link: DrawnSubject['links'][number], layout: GenerationLayout): void {
  const { relations } = layoutOf(layout, link.row.table);
  const ends = relations.flatMap((one, index) => (one.relationship.required ? [index] : []));
  const [first, second] = ends;
  const isInOrder = relations[first ?? 0]?.target === link.from.table;
  if (first !== undefined) link.row.parents[first] = isInOrder ? link.from : link.to;
  if (second !== undefined) link.row.parents[second] = isInOrder ? link.to : link.from;
}

/** Settles a link of rows drawn together; where nothing ties them, an end not linked takes over the tuple. */
function settleTie(
  link: DrawnSubject['links'][number],
  source: EmitSource,
  linked: Set<DrawnRow>,
): void {
  const ends = link.row.parents.filter((one) => one !== null && one !== undefined);
  settleEnds(link.row, ends, { source, linked, mayCopy: false });
  if (!link.row.isDropped || ends.length < 2 || !isWhole(ends[0], link.row, source)) return;
  link.row.isDropped = false;
  settleEnds(link.row, ends, { source, linked, mayCopy: true });
}

/** True if the row has protocol and addresses, so that another can take them over. */
function isWhole(row: DrawnRow | undefined, link: DrawnRow, { layout }: EmitSource): boolean {
  const tuple = layoutOf(layout, link.table).table.endpointTuple;
  if (row === undefined || tuple === undefined) return false;
  const [source, , destination, , protocol] = tupleColumns(
    layoutOf(layout, row.table).table,
    tuple,
  );
  return [source, destination, protocol].every((one) => (row.cells[one] ?? null) !== null);
}

/** Link rows whose ends were drawn apart: the end that is not linked yet takes over the tuple. */
function settleLooseLinks(rows: Rows, source: EmitSource, linked: Set<DrawnRow>): void {
  for (const [name, list] of rows) {
    const layout = layoutOf(source.layout, name);
    if (layout.table.role !== 'link') continue;
    const ends = layout.relations.flatMap((one, index) =>
      one.relationship.required ? [index] : [],
    );
    for (const row of list) {
      if (row.order < 0) continue;
      const parents = ends
        .map((index) => row.parents[index])
        .filter((one) => one !== null && one !== undefined);
      settleEnds(row, parents, { source, linked, mayCopy: true });
    }
  }
}

function settleEnds(
  row: DrawnRow,
  ends: readonly DrawnRow[],
  of: { readonly source: EmitSource; readonly linked: Set<DrawnRow>; readonly mayCopy: boolean },
): void {
  const [first, second] = ends;
  const { source, linked } = of;
  if (first === undefined || second === undefined || row.isDropped) {
    row.isDropped = true;
    return;
  }
  const isSettled = settleLink(row, [first, second], {
    link: layoutOf(source.layout, row.table).table,
    first: layoutOf(source.layout, first.table).table,
    second: layoutOf(source.layout, second.table).table,
    mayCopyTo: of.mayCopy
      ? linked.has(second)
        ? linked.has(first)
          ? null
          : first
        : second
      : null,
    communityId: source.communityId,
    facts: source.facts,
  });
  if (!isSettled) row.isDropped = true;
  else linked.add(first).add(second);
}

/** Drops rows whose owner or required parent is gone, until nothing changes. */
function dropBroken(rows: Rows, layout: GenerationLayout): void {
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [name, list] of rows) {
      const { relations } = layoutOf(layout, name);
      for (const row of list) {
        if (row.isDropped) continue;
        const isLost = (one: DrawnRow | null | undefined) =>
          one === null || one === undefined || one.isDropped;
        const lostParent = relations.some(
          (one, index) => one.relationship.required && isLost(row.parents[index]),
        );
        if (!lostParent && row.owner?.isDropped !== true) continue;
        row.isDropped = true;
        isChanged = true;
      }
    }
  }
}

function writeRows(rows: Rows, subjectKey: number, layout: GenerationLayout): Map<string, Row[]> {
  const kept: Rows = new Map();
  for (const [name, list] of rows) {
    const live = list.filter((one) => !one.isDropped);
    for (const [position, row] of live.entries()) row.key = subjectKey * KEY_SPAN + position + 1;
    kept.set(name, live);
  }
  const written = new Map<string, Row[]>();
  for (const one of layout.tables.values()) {
    if (one.subject < 0) continue;
    for (const row of kept.get(one.table.name) ?? []) writeOwnCells(row, one, subjectKey);
  }
  for (const [name, list] of kept) {
    const one = layoutOf(layout, name);
    for (const row of list) writeForeignCells(row, one);
    written.set(name, withoutTwins(list, one));
  }
  return written;
}

function writeOwnCells(row: DrawnRow, layout: TableLayout, subjectKey: number): void {
  row.cells[layout.subject] = subjectKey;
  if (layout.key >= 0) row.cells[layout.key] = row.key;
  if (layout.time >= 0) row.cells[layout.time] = row.time;
}

function writeForeignCells(row: DrawnRow, layout: TableLayout): void {
  for (const [at, column] of layout.contextColumns.entries()) {
    row.cells[column] = row.owner?.cells[layout.contextTargets[at] ?? 0] ?? null;
  }
  for (const [index, one] of layout.relations.entries()) {
    const parent = row.parents[index];
    const isThere = parent !== null && parent !== undefined && !parent.isDropped;
    for (const [at, column] of one.columns.entries()) {
      row.cells[column] = isThere ? (parent.cells[one.targetColumns[at] ?? 0] ?? null) : null;
    }
  }
}

/** Rows with distinct keys; only tables whose keys are all foreign can repeat one. */
function withoutTwins(list: readonly DrawnRow[], layout: TableLayout): Row[] {
  if (layout.key >= 0) return list.map((one) => one.cells);
  const columns = layout.table.primaryKey.map((name) =>
    layout.table.columns.findIndex((one) => one.name === name),
  );
  const seen = new Set<string>();
  return list
    .filter((one) => {
      const key = JSON.stringify(columns.map((column) => one.cells[column]));
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .map((one) => one.cells);
}

function layoutOf(layout: GenerationLayout, name: string): TableLayout {
  return defined(layout.tables.get(name), `table ${name} has a layout`);
}
