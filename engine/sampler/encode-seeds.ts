import { defined } from '../core/invariant.ts';
import { type IdentityField, MARK } from '../encoders/field.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import { type DatabaseStore, timesOf } from '../sequences/table-store.ts';
import { scopeOfName } from './learn-domains.ts';
import { setCode } from './record-codes.ts';
import { type KnownActivities, type KnownActivity, knownActivities } from './seed-activities.ts';
import {
  ROOT_NUMBER,
  type SeedActivity,
  type SeedName,
  type SeedRow,
  type SeedScript,
  type SeedTimeline,
  timelineKey,
} from './seed-script.ts';
import { birthSort, openSeedTable, type SeedTable, seedCell, seedCodes } from './seed-table.ts';
import type { ScopeStory, Story, TableStory } from './story.ts';
import { tieCode, tieEdge, tupleColumns } from './tie.ts';

/** What seeds are encoded for. */
export interface SeedSource {
  readonly layout: GenerationLayout;
  readonly story: Story;
}

/** A subject while its rows are encoded. */
interface SeedWalk {
  readonly subject: number;
  readonly rows: SeedRow[];
  readonly names: SeedName[];
  readonly nameNumbers: Map<string, number>;
  /** By table: number of each row that was opened, and its last two rows. */
  readonly numbers: ReadonlyMap<string, Map<number, number>>;
  readonly past: ReadonlyMap<string, { last: number; beforeLast: number }>;
}

/** What is known of a row that is encoded. */
interface RowPlace {
  readonly walk: SeedWalk;
  readonly scope: ScopeStory;
  readonly known: KnownActivities;
  readonly offset: number;
  readonly tie: number;
}

/**
 * Turns real subjects into scripts, by the encoders with which the generator was trained: what its
 * codes cannot say (a rare value, a digit beyond a bin, a name) is not in them.
 */
export function encodeSeeds(source: SeedSource, database: DatabaseStore): SeedScript[] {
  const encoder = new SeedEncoder(source, database);
  return Array.from({ length: database.subjects }, (_, subject) => encoder.encode(subject));
}

class SeedEncoder {
  readonly #layout: GenerationLayout;
  readonly #story: Story;
  readonly #tables: ReadonlyMap<string, SeedTable>;
  readonly #known: readonly KnownActivities[];

  constructor({ layout, story }: SeedSource, database: DatabaseStore) {
    this.#layout = layout;
    this.#story = story;
    const open = [...database.tables].map(
      ([name, one]) => [name, openSeedTable(one, story)] as const,
    );
    this.#tables = new Map(open);
    this.#known = story.scopes.map((scope) => knownActivities(scope, story, database));
  }

  encode(subject: number): SeedScript {
    const tables = [...this.#tables.keys()];
    const walk: SeedWalk = {
      subject,
      rows: [],
      names: [],
      nameNumbers: new Map(),
      numbers: new Map(tables.map((name) => [name, new Map<number, number>()])),
      past: new Map(tables.map((name) => [name, { last: -1, beforeLast: -1 }])),
    };
    const timelines = new Map<string, SeedTimeline>();
    const root = this.#layout.root.table.name;
    for (const [at, scope] of this.#story.scopes.entries()) {
      const known = defined(this.#known[at], 'scope was cut');
      const owners: Iterable<readonly [number, number]> =
        scope.parent === root
          ? [[subject, ROOT_NUMBER]]
          : defined(walk.numbers.get(scope.parent), 'owner was read');
      for (const [owner, number] of [...owners]) {
        const timeline = this.#timeline(scope, known, { owner, walk });
        timelines.set(timelineKey(scope.parent, number), timeline);
      }
    }
    const rows = walk.rows.map((row) => ({ ...row, parents: this.#parents(row, walk) }));
    return { rootCodes: this.#rootCodes(subject), rows, names: walk.names, timelines };
  }

  /** Rows in the tables become numbers of the script. */
  #parents(row: SeedRow, walk: SeedWalk): number[] {
    const { table, index } = defined(PLACES.get(row), 'row has a place');
    return table.store.layout.relations.map((one, relation) => {
      const parent = table.store.parents[relation]?.[index] ?? -1;
      return walk.numbers.get(one.target)?.get(parent) ?? -1;
    });
  }

  #rootCodes(subject: number): Int32Array {
    const table = this.#table(this.#layout.root.table.name);
    for (const encode of table.fields) {
      encode?.({ row: subject, subject, lag1: -1, lag2: -1, met: [] });
    }
    for (const field of table.story.fields) {
      if (field.type !== 'slot') continue;
      const { literals, sort } = defined(this.#story.domains[field.domain], 'domain exists');
      const value = seedCell(table, field.column, subject);
      if (value === null) continue;
      const literal = literals.indexOf(String(value));
      const own = literal >= 0 ? literal : literals.length + scopeOfName(sort, String(value));
      setCode(table.codes, field.variable, subject, FIRST + own);
    }
    return seedCodes(table, subject);
  }

  #timeline(
    scope: ScopeStory,
    known: KnownActivities,
    of: { readonly owner: number; readonly walk: SeedWalk },
  ): SeedTimeline {
    const own = known.byOwner[of.owner] ?? [];
    const before = of.walk.rows.length;
    const activities = own.map((one) => this.#activity(scope, known, { ...of, activity: one }));
    const slots = new Set(activities.flatMap((one) => one.rows));
    const sorts = scope.births.reduce((sum, one) => sum + one.laws.length, 0);
    const born = new Array<number>(sorts).fill(0);
    for (const row of of.walk.rows.slice(before)) {
      const { table } = defined(PLACES.get(row), 'row has a place');
      const sort = slots.has(row.number) ? -1 : birthSort(table, row.codes, scope);
      if (sort >= 0) born[sort] = (born[sort] as number) + 1;
    }
    const times = activities.flatMap((one) => [
      one.time,
      ...one.rows.map((row) => one.time + (of.walk.rows[row]?.offset ?? 0)),
    ]);
    return { activities, born, ...rangeOf(times) };
  }

  #activity(
    scope: ScopeStory,
    known: KnownActivities,
    of: { readonly walk: SeedWalk; readonly activity: KnownActivity },
  ): SeedActivity {
    const { walk, activity } = of;
    const kind = defined(scope.kinds[activity.kind], 'kind exists');
    const rows = kind.slots.map((table, slot) => {
      const own = this.#table(scope.tables[table] ?? '');
      const row = activity.rows[slot] as number;
      const offset = (timesOf(own.store)[row] ?? Number.NaN) - activity.time;
      const tie = this.#tieOf(scope, activity, slot);
      return this.#row(own, row, { walk, scope, known, offset, tie });
    });
    return { kind: activity.kind, time: activity.time, rows };
  }

  /** Encodes a row and those that appear with it, in the order in which rows are drawn. */
  #row(table: SeedTable, index: number, of: RowPlace): number {
    const { walk, scope, known } = of;
    const { store, story } = table;
    const { name } = store.layout.table;
    const past = defined(walk.past.get(name), 'table has a past');
    const place = { row: index, subject: walk.subject, lag1: past.last, lag2: past.beforeLast };
    const number = walk.rows.length;
    const births = store.layout.relations.map(() => -1);
    const names: [number, number][] = [];
    const row: SeedRow = {
      number,
      codes: new Int32Array(table.codes.codes.length),
      offset: of.offset,
      names,
      parents: [],
      births,
    };
    PLACES.set(row, { table, index });
    walk.rows.push(row);
    walk.numbers.get(name)?.set(index, number);
    const tableAt = scope.tables.indexOf(name);
    for (const [at, field] of story.fields.entries()) {
      table.fields[at]?.({ ...place, met: [] });
      if (field.type === 'identity') {
        names.push([field.columns[0] ?? 0, this.#nameOf(table, index, { walk, field })]);
      }
      if (field.type === 'mark') this.#mark(table, index, field);
      if (field.type !== 'relation') continue;
      const child = known.births[tableAt]?.[field.relation]?.[index] ?? -1;
      if (child < 0) continue;
      const target = this.#table(store.layout.relations[field.relation]?.target ?? '');
      births[field.relation] = this.#row(target, child, { ...of, offset: 0, tie: 0 });
    }
    setCode(table.codes, story.tie, index, of.tie);
    row.codes.set(seedCodes(table, index));
    past.beforeLast = past.last;
    past.last = index;
    return number;
  }

  #mark(
    table: SeedTable,
    row: number,
    field: Extract<TableStory['fields'][number], { readonly type: 'mark' }>,
  ): void {
    const parent = table.store.parents[field.relation]?.[row] ?? -1;
    if (parent < 0) return;
    const target = this.#table(table.store.layout.relations[field.relation]?.target ?? '');
    const moment = target.store.columns[field.column]?.numbers[parent];
    const isHit = timesOf(table.store)[row] === moment;
    setCode(table.codes, field.variable, row, isHit ? MARK.yes : MARK.no);
  }

  /** Number of the name in the walk's list, -1 for none. */
  #nameOf(
    table: SeedTable,
    row: number,
    of: { readonly walk: SeedWalk; readonly field: IdentityField },
  ): number {
    const { walk, field } = of;
    const cells = field.columns.map((column) => seedCell(table, column, row));
    if (cells.includes(null)) return -1;
    const key = JSON.stringify([field.domain, cells]);
    const known = walk.nameNumbers.get(key);
    if (known !== undefined) return known;
    const { sort, literals, slots } = defined(this.#story.domains[field.domain], 'domain exists');
    const value = String(cells[0]);
    const root = this.#table(this.#layout.root.table.name);
    const isPlain = sort !== 'table';
    const slot = slots.findIndex((column) => seedCell(root, column, walk.subject) === cells[0]);
    const number = walk.names.push({
      domain: field.domain,
      slot: isPlain ? slot : -1,
      literal: isPlain ? literals.indexOf(value) : -1,
      scope: scopeOfName(sort, value),
    });
    walk.nameNumbers.set(key, number - 1);
    return number - 1;
  }

  /** How a slot's tuple repeats that of the earlier slot to which it is linked; 0 without one. */
  #tieOf(scope: ScopeStory, activity: KnownActivity, slot: number): number {
    const kind = defined(scope.kinds[activity.kind], 'kind exists');
    const edge = tieEdge(kind, slot);
    const link = edge && this.#tables.get(scope.links[edge.link]?.table ?? '');
    const tuple = link?.store.layout.table.endpointTuple;
    if (!edge || !tuple) return 0;
    const cells = (one: number) => {
      const table = this.#table(scope.tables[kind.slots[one] as number] ?? '');
      return tupleColumns(table.store.layout.table, tuple).map((column) =>
        seedCell(table, column, activity.rows[one] as number),
      );
    };
    return tieCode(cells(slot), cells(edge.other));
  }

  #table(name: string): SeedTable {
    return defined(this.#tables.get(name), 'table was read');
  }
}

/** Where the rows of scripts stand in the tables. */
const PLACES = new WeakMap<SeedRow, { readonly table: SeedTable; readonly index: number }>();

/** First and last of the times, NaN without any. */
function rangeOf(times: readonly number[]): { readonly startUs: number; readonly endUs: number } {
  let [startUs, endUs] = [Number.NaN, Number.NaN];
  for (const time of times) {
    if (Number.isNaN(time)) continue;
    if (!(startUs <= time)) startUs = time;
    if (!(endUs >= time)) endUs = time;
  }
  return { startUs, endUs };
}
