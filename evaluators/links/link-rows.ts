import type { Row, Value } from '../../engine/core/row.ts';
import { columnIndex, type TableSchema } from '../../engine/schema/table-schema.ts';
import type { Cell, ColumnType, FrameColumn } from '../columns/frame.ts';
import { type JudgedColumn, ownAddresses } from '../columns/judged-columns.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';
import { type SubjectRows, subjectTableOf } from '../relations/subject-walk.ts';
import { countKeys } from './link-degrees.ts';
import type { LinkEnd, LinkShape, ParentOfEnd } from './link-shape.ts';

/** Where a column of a link's row comes from: an end, or a further parent of an end's row. */
export type LinkSide = 'event' | 'flow' | 'parent';

/** A column over the links. */
export interface LinkColumn extends FrameColumn {
  readonly side: LinkSide;
}

/** The links of a sample, a row each, with what both ends and their parents hold. */
export interface LinkRows {
  readonly columns: readonly LinkColumn[];
  /** Position of each link's subject, ascending. */
  readonly subject: Int32Array; // [links]
  /** Corrected event time less flow start, milliseconds; NaN where a time is missing. */
  readonly lagsMs: Float64Array; // [links]
  /** Links of the link's event, and of its flow. */
  readonly eventDegrees: Int32Array; // [links]
  readonly flowDegrees: Int32Array; // [links]
}

/** `column`: the link row's own lag, where it has one; `ends`: always from the ends' times. */
export type LagSource = 'column' | 'ends';

/**
 * Joins the link rows of a sample with both ends and their parents.
 *
 * Links with an end that is not there are orphans, which integrity counts; they are left out.
 */
export function joinLinks(
  sample: SubjectSample,
  shape: LinkShape,
  lagSource: LagSource = 'column',
): LinkRows {
  const ends = { event: openEnd(shape.event, 'event'), flow: openEnd(shape.flow, 'flow') };
  const root = subjectTableOf(sample.schema);
  const lists = { subject: [] as number[], lags: [] as number[] };
  const degrees = { event: [] as number[], flow: [] as number[] };
  const lagOf = (link: Row, event: Row, flow: Row) => {
    const betweenEnds = (ends.event.timeOf(event) - ends.flow.timeOf(flow)) / 1000;
    return lagSource === 'ends' ? betweenEnds : (shape.lagMs(link) ?? betweenEnds);
  };
  const addLinks = (subject: SubjectRows, position: number, links: readonly Row[]) => {
    const own = ownAddresses(root, subject.row);
    const events = ends.event.open({ subject, links, own });
    const flows = ends.flow.open({ subject, links, own });
    for (const link of links) {
      const [event, flow] = [events.rowOf(link), flows.rowOf(link)];
      if (event === undefined || flow === undefined) continue;
      lists.subject.push(position);
      degrees.event.push(events.join(event));
      degrees.flow.push(flows.join(flow));
      lists.lags.push(lagOf(link, event, flow));
    }
  };
  for (const [position, subject] of sample.subjects.entries()) {
    const links = subject.tables.get(shape.table.name) ?? [];
    if (links.length > 0) addLinks(subject, position, links);
  }
  return {
    columns: [...ends.event.columns(), ...ends.flow.columns()],
    subject: Int32Array.from(lists.subject),
    lagsMs: Float64Array.from(lists.lags),
    eventDegrees: Int32Array.from(degrees.event),
    flowDegrees: Int32Array.from(degrees.flow),
  };
}

interface JoinedColumn {
  readonly name: string;
  readonly side: LinkSide;
  readonly column: JudgedColumn;
  readonly parent: ParentOfEnd | null;
  readonly values: Cell[];
}

interface OpenedSubject {
  readonly subject: SubjectRows;
  readonly links: readonly Row[];
  readonly own: ReadonlySet<Value>;
}

function openEnd(end: LinkEnd, side: 'event' | 'flow') {
  const joined = joinedColumns(end, side);
  const open = ({ subject, links, own }: OpenedSubject) => {
    const degrees = countKeys(links.map(end.keyIn));
    const rows = linkedRows(end, subject, degrees);
    const parents = indexParents(end, subject);
    const sourceOf = (row: Row, parent: ParentOfEnd | null) =>
      parent === null ? row : parents.get(parent)?.get(parent.keyIn(row) ?? '');
    /** Adds the row's columns; gives its number of links. */
    const join = (row: Row): number => {
      for (const { column, parent, values } of joined) {
        const from = sourceOf(row, parent);
        values.push(from === undefined ? null : column.read(from, own));
      }
      return degrees.get(end.keyOf(row)) ?? 0;
    };
    return { rowOf: (link: Row) => rows.get(end.keyIn(link)), join };
  };
  return { open, timeOf: timeReader(end.table), columns: () => joined.map(linkColumn) };
}

function linkedRows(
  end: LinkEnd,
  { tables }: SubjectRows,
  degrees: ReadonlyMap<string, number>,
): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const row of tables.get(end.table.name) ?? []) {
    if (degrees.has(end.keyOf(row))) rows.set(end.keyOf(row), row);
  }
  return rows;
}

function linkColumn({ name, side, column, values }: JoinedColumn): LinkColumn {
  const type: ColumnType = column.type;
  return { name, side, role: 'target', type, values };
}

function joinedColumns(end: LinkEnd, side: 'event' | 'flow'): readonly JoinedColumn[] {
  const own = end.columns.map((column) => ({
    ...{ name: `${end.table.name}.${column.name}`, side, column, parent: null },
    values: [] as Cell[],
  }));
  const further = end.parents.flatMap((parent) =>
    parent.columns.map((column) => ({
      ...{ name: `${parent.table.name}.${column.name}`, side: 'parent' as const, column, parent },
      values: [] as Cell[],
    })),
  );
  return [...own, ...further];
}

function indexParents(
  end: LinkEnd,
  subject: SubjectRows,
): ReadonlyMap<ParentOfEnd, ReadonlyMap<string, Row>> {
  const rowsOf = (parent: ParentOfEnd) => subject.tables.get(parent.table.name) ?? [];
  return new Map(
    end.parents.map((parent) => [
      parent,
      new Map(rowsOf(parent).map((row) => [parent.keyOf(row), row])),
    ]),
  );
}

function timeReader(table: TableSchema): (row: Row) => number {
  if (table.timeColumn === null) return () => Number.NaN;
  const at = columnIndex(table, table.timeColumn);
  return (row) => (typeof row[at] === 'number' ? row[at] : Number.NaN);
}
