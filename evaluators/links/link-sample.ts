import type { Random } from '../../engine/core/random.ts';
import type { Row, Value } from '../../engine/core/row.ts';
import { columnIndex } from '../../engine/schema/table-schema.ts';
import type { Cell, Frame, FrameColumn } from '../columns/frame.ts';
import type { JudgedColumn } from '../columns/judged-columns.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';
import { addCounts } from '../sequences/gap-law.ts';
import { countLag, emptyLagCounts, type LagCounts } from '../sequences/lag-bins.ts';
import { countDegree, type DegreeCounts, emptyDegreeCounts } from './degree-bins.ts';
import type { LinkEnd, LinkShape, ParentOfEnd } from './link-shape.ts';

const LINKS_PER_SUBJECT = 1_000;
const MOST_JOINED = 100_000;

/** Counts of one end. */
export interface EndCounts {
  readonly rows: number;
  /** Rows with a tuple, or with a link. */
  readonly linkable: number;
  readonly linked: number;
  /** Links per linkable row. */
  readonly degrees: DegreeCounts;
}

/** What is kept of one side's links. */
export interface LinkSample {
  readonly links: number;
  readonly event: EndCounts;
  readonly flow: EndCounts;
  readonly byMethod: ReadonlyMap<string, number>;
  readonly lags: LagCounts;
  /** One row a link: columns of the event end and its parents. */
  readonly eventFrame: Frame;
  /** The flow end of the same links. */
  readonly flowFrame: Frame;
  /** Times of both ends of the same links, microseconds. */
  readonly times: readonly (readonly [number, number])[];
}

/** Gathers links subject by subject; keeps at most 100,000 joined rows. */
export interface LinkSampler {
  add(subject: SubjectRows, own: ReadonlySet<Value>): void;
  sample(): LinkSample;
}

/** Opens the sampler of the link table. */
export function createLinkSampler(shape: LinkShape, random: Random): LinkSampler {
  const event = openEnd(shape.event);
  const flow = openEnd(shape.flow);
  const laws = { links: 0, byMethod: new Map<string, number>(), lags: emptyLagCounts() };
  const times: [number, number][] = [];
  const join = (links: readonly Row[], ends: LinkedEnds, own: ReadonlySet<Value>) => {
    for (const link of links) {
      const eventRow = ends.events.get(shape.event.keyIn(link));
      const flowRow = ends.flows.get(shape.flow.keyIn(link));
      if (eventRow === undefined || flowRow === undefined) continue;
      event.join(eventRow, own);
      flow.join(flowRow, own);
      times.push([event.timeOf(eventRow), flow.timeOf(flowRow)]);
    }
  };
  const add = (subject: SubjectRows, own: ReadonlySet<Value>) => {
    const links = subject.tables.get(shape.table.name) ?? [];
    const events = event.index(subject, links.map(shape.event.keyIn));
    const flows = flow.index(subject, links.map(shape.flow.keyIn));
    laws.links += links.length;
    for (const link of links) countLaws(laws, shape, link);
    const room = Math.min(LINKS_PER_SUBJECT, MOST_JOINED - times.length);
    join(someOf(links, room, random), { events, flows }, own);
  };
  const sample = () => ({
    ...laws,
    event: event.counts(),
    flow: flow.counts(),
    eventFrame: event.frame(),
    flowFrame: flow.frame(),
    times,
  });
  return { add, sample };
}

interface LinkedEnds {
  readonly events: KeyedRows;
  readonly flows: KeyedRows;
}

function countLaws(
  laws: { readonly byMethod: Map<string, number>; readonly lags: LagCounts },
  shape: LinkShape,
  link: Row,
): void {
  const method = shape.method(link);
  laws.byMethod.set(method, (laws.byMethod.get(method) ?? 0) + 1);
  const lag = shape.lagMs(link);
  if (lag !== null) countLag(laws.lags, lag);
}

/** Both samples as one. */
export function concatLinkSamples(
  one: LinkSample,
  other: LinkSample,
  concat: (one: Frame, other: Frame) => Frame,
): LinkSample {
  const methods = [...new Set([...one.byMethod.keys(), ...other.byMethod.keys()])].sort();
  const methodCount = (name: string) =>
    (one.byMethod.get(name) ?? 0) + (other.byMethod.get(name) ?? 0);
  return {
    links: one.links + other.links,
    event: addEnds(one.event, other.event),
    flow: addEnds(one.flow, other.flow),
    byMethod: new Map(methods.map((name) => [name, methodCount(name)])),
    lags: addCounts(one.lags, other.lags),
    eventFrame: concat(one.eventFrame, other.eventFrame),
    flowFrame: concat(one.flowFrame, other.flowFrame),
    times: [...one.times, ...other.times],
  };
}

function addEnds(one: EndCounts, other: EndCounts): EndCounts {
  return {
    rows: one.rows + other.rows,
    linkable: one.linkable + other.linkable,
    linked: one.linked + other.linked,
    degrees: addCounts(one.degrees, other.degrees),
  };
}

function openEnd(end: LinkEnd) {
  const counter = openEndCounter(end);
  const joined = joinedColumns(end);
  const lists = joined.map((): Cell[] => []);
  const time = end.table.timeColumn === null ? -1 : columnIndex(end.table, end.table.timeColumn);
  let parents: ReadonlyMap<ParentOfEnd, KeyedRows> = new Map();
  const index = (subject: SubjectRows, linkedKeys: readonly string[]) => {
    if (linkedKeys.length > 0) parents = indexParents(end, subject);
    return counter.count(subject.tables.get(end.table.name) ?? [], linkedKeys);
  };
  const join = (row: Row, own: ReadonlySet<Value>) => {
    const rowOf = (parent: ParentOfEnd) => parents.get(parent)?.get(parent.keyIn(row) ?? '');
    for (const [at, { column, parent }] of joined.entries()) {
      const from = parent === null ? row : rowOf(parent);
      lists[at]?.push(from === undefined ? null : column.read(from, own));
    }
  };
  const frame = (): Frame => ({
    rows: lists[0]?.length ?? 0,
    columns: joined.map(
      ({ name, column }, at): FrameColumn => ({
        name,
        role: 'target',
        type: column.type,
        values: lists[at] ?? [],
      }),
    ),
  });
  const timeOf = (row: Row) => Number(row[time] ?? 0);
  return { index, join, frame, timeOf, counts: counter.counts };
}

/** Counts the rows of an end and returns the linked ones by key. */
function openEndCounter(end: LinkEnd) {
  const counts = { rows: 0, linkable: 0, linked: 0 };
  const degrees = emptyDegreeCounts();
  const count = (rows: readonly Row[], linkedKeys: readonly string[]): KeyedRows => {
    const linksOf = countByKey(linkedKeys);
    const linked = new Map<string, Row>();
    counts.rows += rows.length;
    for (const row of rows) {
      const degree = linksOf.get(end.keyOf(row)) ?? 0;
      if (degree > 0) linked.set(end.keyOf(row), row);
      if (degree === 0 && !end.isLinkable(row)) continue;
      counts.linkable += 1;
      countDegree(degrees, degree);
    }
    counts.linked += linked.size;
    return linked;
  };
  return { count, counts: (): EndCounts => ({ ...counts, degrees }) };
}

function countByKey(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

type KeyedRows = ReadonlyMap<string, Row>;

interface JoinedColumn {
  readonly name: string;
  readonly column: JudgedColumn;
  readonly parent: ParentOfEnd | null;
}

function joinedColumns(end: LinkEnd): readonly JoinedColumn[] {
  const named = (column: JudgedColumn, table: string, parent: ParentOfEnd | null) => ({
    name: `${table}.${column.name}`,
    column,
    parent,
  });
  return [
    ...end.columns.map((column) => named(column, end.table.name, null)),
    ...end.parents.flatMap((parent) =>
      parent.columns.map((column) => named(column, parent.table.name, parent)),
    ),
  ];
}

/** Rows of each further parent of one subject, by key; indexed only where a link needs them. */
function indexParents(end: LinkEnd, subject: SubjectRows): ReadonlyMap<ParentOfEnd, KeyedRows> {
  const rowsOf = (parent: ParentOfEnd) => subject.tables.get(parent.table.name) ?? [];
  return new Map(
    end.parents.map((parent) => [
      parent,
      new Map(rowsOf(parent).map((row) => [parent.keyOf(row), row])),
    ]),
  );
}

/** At most so many of the rows, each alike. */
function someOf(rows: readonly Row[], most: number, random: Random): readonly Row[] {
  if (rows.length <= most) return rows;
  return random.shuffle([...rows]).slice(0, most);
}
