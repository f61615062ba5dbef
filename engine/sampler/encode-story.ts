import { defined } from '../core/invariant.ts';
import type { RelationField } from '../encoders/field.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { RecordCodes } from '../models/code-space.ts';
import type { ScopeActivities } from '../sequences/activities.ts';
import type { Births } from '../sequences/activity-graph.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import { PaceState } from '../sequences/pace.ts';
import { RecencyList } from '../sequences/recency.ts';
import { type DatabaseStore, timesOf } from '../sequences/table-store.ts';
import { birthIndex } from './births.ts';
import { cellAt, fieldEncoder } from './encode-fields.ts';
import { latentStats } from './latents.ts';
import { anchorOf, GAP, KIND, timedRange } from './learn-scope.ts';
import type { LearnedStory } from './learn-story.ts';
import { emptyCodes, setCode, show } from './record-codes.ts';
import { ACTIVITY_VIEW, LINK_VIEW, relationsOf, rowViews } from './row-views.ts';
import type { ScopeStory } from './story.ts';
import {
  type ActivityWalk,
  closeRow,
  emptyPast,
  encodeMark,
  encodeRatios,
  encodeRelation,
  openRow,
  type SubjectWalk,
  showName,
  type TableWalk,
} from './table-walk.ts';
import { tieCode, tieEdge, tupleColumns } from './tie.ts';

/** A row while it is encoded. */
interface RowWalk extends ActivityWalk {
  readonly slot: number;
  readonly latest: readonly number[];
  readonly births: Births;
}

/** Turns training rows into codes, walking each subject as generation will. */
export class StoryEncoder {
  readonly #layout: GenerationLayout;
  readonly #learned: LearnedStory;
  readonly #database: DatabaseStore;
  readonly #codes: RecordCodes[];
  readonly #tables = new Map<string, TableWalk>();

  constructor(layout: GenerationLayout, learned: LearnedStory, database: DatabaseStore) {
    this.#layout = layout;
    this.#learned = learned;
    this.#database = database;
    const { story } = learned;
    this.#codes = story.space.map((spec) => emptyCodes(spec, this.#rowsOf(spec.name)));
    for (const name of layout.tables.keys()) this.#tables.set(name, this.#openTable(name));
  }

  /** Encodes everything; `advance` is told of finished subjects. */
  encode(advance: (subjects: number) => void): readonly RecordCodes[] {
    const { story, activities } = this.#learned;
    this.#encodePlain();
    for (let subject = 0; subject < this.#database.subjects; subject += 1) {
      const walk = { subject, met: story.domains.map(() => new RecencyList()) };
      this.#forget();
      for (const [at, scope] of story.scopes.entries()) {
        this.#encodeScope(scope, defined(activities[at], 'scope has activities'), walk);
      }
      if (subject % 256 === 255) advance(256);
    }
    this.#encodeLostLinks();
    return this.#codes;
  }

  /** Empties the past of every table, and tells each which keys may name its rows. */
  #forget(): void {
    const tables = [...this.#tables.values()];
    for (const table of tables) {
      Object.assign(table.past, emptyPast(table.story, table.named.length));
    }
    for (const { past, store } of tables) {
      const { name } = store.layout.table;
      past.namers = tables.flatMap((one) =>
        one.past.lists.filter((_, index) => one.store.layout.relations[index]?.target === name),
      );
    }
  }

  /** Rows of each sort that are born below an owner. */
  #bornBelow(scope: ScopeStory, owner: number): number[] {
    const at = this.#learned.story.scopes.indexOf(scope);
    return (this.#learned.births[at] ?? []).flatMap((one) =>
      one.counts.map((own) => own[owner] as number),
    );
  }

  #rowsOf(name: string): number {
    const { story, activities } = this.#learned;
    const at = story.scopes.findIndex((one) => name === `activity ${one.parent}`);
    if (at >= 0) return activities[at]?.times.length ?? 0;
    const table = name.startsWith('timeline ') ? name.slice('timeline '.length) : name;
    return defined(this.#database.tables.get(table), `table ${table} was read`).rows;
  }

  #openTable(name: string): TableWalk {
    const { story, domains, tokens } = this.#learned;
    const store = defined(this.#database.tables.get(name), 'table was read');
    const own = defined(story.tables[name], 'table has a story');
    const codes = defined(this.#codes[own.record], 'record has codes');
    const tokensOf = (columns: readonly number[]) => tokens(name, columns);
    const task = { store, codes, domains, tokensOf, baseUs: story.baseUs };
    const scope = this.#layout.scopes.find((one) => one.tables.includes(name));
    const { relations } = store.layout;
    return {
      store,
      story: own,
      codes,
      fields: own.fields.map((field) => fieldEncoder(field, task)),
      tokens: own.fields.map((one) => (one.type === 'identity' ? tokensOf(one.columns) : null)),
      offsetOf: numericEncoder(own.offsetStats).encode,
      views:
        scope === undefined
          ? null
          : rowViews(this.#layout, scope, { table: name, names: own.echoes.length }),
      named: relations.map(() => new Int32Array(store.rows).fill(-1)),
      past: emptyPast(own, relations.length),
    };
  }

  /** The root's rows and the reference rows: each stands for itself. */
  #encodePlain(): void {
    const met = this.#learned.story.domains.map(() => new RecencyList());
    for (const table of this.#tables.values()) {
      if (table.store.layout.context !== null) continue;
      for (let row = 0; row < table.store.rows; row += 1) {
        setCode(table.codes, 0, row, FIRST);
        table.codes.subjects[row] = row;
        for (const encode of table.fields) encode?.({ row, subject: row, lag1: -1, lag2: -1, met });
      }
    }
  }

  /** Link rows of no activity: without their ends, lest a model learns that their cells are empty. */
  #encodeLostLinks(): void {
    const met = this.#learned.story.domains.map(() => new RecencyList());
    for (const { store, codes, fields } of this.#tables.values()) {
      if (store.layout.table.role !== 'link') continue;
      for (let row = 0; row < store.rows; row += 1) {
        if (codes.codes[0]?.[row] !== 0) continue;
        const subject = store.subjects[row] as number;
        setCode(codes, 0, row, FIRST);
        codes.subjects[row] = subject;
        for (const encode of fields) encode?.({ row, subject, lag1: -1, lag2: -1, met });
      }
    }
  }

  #encodeScope(scope: ScopeStory, activities: ScopeActivities, walk: SubjectWalk): void {
    const owners = defined(this.#database.tables.get(scope.parent), 'owner was read');
    const isRoot = owners.layout.context === null;
    const from = isRoot ? walk.subject : (owners.offsets[walk.subject] as number);
    const to = isRoot ? walk.subject + 1 : (owners.offsets[walk.subject + 1] as number);
    for (let owner = from; owner < to; owner += 1) {
      this.#encodeLatent(scope, activities, owner);
      this.#encodeTimeline(scope, activities, { owner, walk });
    }
  }

  #encodeLatent(scope: ScopeStory, activities: ScopeActivities, owner: number): void {
    const codes = defined(this.#codes[scope.latentRecord], 'record has codes');
    const owners = defined(this.#database.tables.get(scope.parent), 'owner was read');
    const counts = scope.kinds.map(() => 0);
    const [from, to] = [activities.offsets[owner] ?? 0, activities.offsets[owner + 1] ?? 0];
    for (let at = from; at < to; at += 1) {
      const kind = activities.kindOf[at] as number;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    const range = timedRange(activities, owner);
    const time = (at: number) => activities.times[at] as number;
    const anchor = anchorOf(owners, owner, this.#learned.story.baseUs);
    const demands = scope.demands.flatMap((groups, domain) =>
      groups.map((_, group) => this.#learned.domains[domain]?.demands[group]?.[owner] ?? 0),
    );
    const values = [
      to - from,
      range && time(range[1]) - time(range[0]),
      range && time(range[0]) - anchor,
      ...counts,
      ...this.#bornBelow(scope, owner),
      ...demands,
    ];
    for (const [variable, stats] of latentStats(scope).entries()) {
      if (stats === null) continue;
      setCode(codes, variable, owner, numericEncoder(stats).encode(values[variable] ?? null));
    }
    codes.subjects[owner] = owners.subjects[owner] ?? owner;
    const view = codes.views[1];
    if (view !== undefined) view[owner] = owner;
  }

  #encodeTimeline(
    scope: ScopeStory,
    activities: ScopeActivities,
    of: { readonly owner: number; readonly walk: SubjectWalk },
  ): void {
    const { owner, walk } = of;
    const codes = defined(this.#codes[scope.activityRecord], 'record has codes');
    const pace = new PaceState();
    const state = new Int32Array(KIND);
    const [from, to] = [activities.offsets[owner] ?? 0, activities.offsets[owner + 1] ?? 0];
    const end = activities.times[timedRange(activities, owner)?.[1] ?? from] ?? Number.NaN;
    const tables = scope.tables.map((name) => defined(this.#tables.get(name), 'table is open'));
    const unborn = Int32Array.from(this.#bornBelow(scope, owner));
    for (let at = from; at < to; at += 1) {
      const time = activities.times[at] as number;
      const before = at > from ? (activities.times[at - 1] as number) : Number.NaN;
      const gap = time - before;
      pace.write(state, Number.isNaN(before) ? end - time : end - before, to - at);
      codes.subjects[at] = walk.subject;
      for (let variable = 0; variable < KIND; variable += 1) {
        setCode(codes, variable, at, state[variable] as number);
      }
      setCode(codes, KIND, at, FIRST + (activities.kindOf[at] as number));
      if (scope.gaps !== null) setCode(codes, GAP, at, numericEncoder(scope.gaps).encode(gap));
      show(codes, ACTIVITY_VIEW.lag, at, at > from ? at - 1 : -1);
      show(codes, ACTIVITY_VIEW.lag2, at, at > from + 1 ? at - 2 : -1);
      show(codes, ACTIVITY_VIEW.lag3, at, at > from + 2 ? at - 3 : -1);
      show(codes, ACTIVITY_VIEW.owner, at, owner);
      show(codes, ACTIVITY_VIEW.timeline, at, owner);
      for (const [index, table] of tables.entries()) {
        show(codes, ACTIVITY_VIEW.last + index, at, table.past.last);
      }
      this.#encodeSlots(scope, activities, {
        at,
        owner,
        walk,
        left: to - at,
        tables,
        unborn,
        scope,
      });
      if (!Number.isNaN(gap)) pace.observe(gap);
    }
  }

  #encodeSlots(scope: ScopeStory, activities: ScopeActivities, of: ActivityWalk): void {
    const { at, tables } = of;
    const kind = defined(scope.kinds[activities.kindOf[at] as number], 'kind exists');
    const base = activities.slotOffsets[at] as number;
    const rows = kind.slots.map((_, slot) => activities.slotRows[base + slot] as number);
    const latest = tables.map(() => -1);
    const first = FIRST + (scope.slotBases[activities.kindOf[at] as number] as number);
    for (const [slot, position] of kind.slots.entries()) {
      const table = defined(tables[position], 'table is open');
      const row = rows[slot] as number;
      const time = timesOf(table.store)[row] ?? Number.NaN;
      const place = { ...of, slot: first + slot, latest, births: activities.births };
      openRow(table, row, place);
      setCode(table.codes, table.story.tie, row, this.#tieOf(scope, kind, { slot, rows, tables }));
      const offset = time - (activities.times[at] as number);
      const offsetCode = Number.isNaN(offset) ? 0 : table.offsetOf(offset);
      setCode(table.codes, table.story.offset, row, offsetCode);
      this.#encodeRow(table, row, place);
      latest[position] = row;
      closeRow(table, row, first + slot);
    }
    this.#encodeLinks(scope, activities, { at, kind, rows, tables });
  }

  /** How the slot's tuple repeats that of the earlier slot to which it is linked. */
  #tieOf(
    scope: ScopeStory,
    kind: ScopeStory['kinds'][number],
    of: {
      readonly slot: number;
      readonly rows: readonly number[];
      readonly tables: readonly TableWalk[];
    },
  ): number {
    const edge = tieEdge(kind, of.slot);
    const tuple =
      edge &&
      this.#tables.get(scope.links[edge.link]?.table ?? '')?.store.layout.table.endpointTuple;
    if (!edge || !tuple) return 0;
    const cells = (slot: number) => {
      const { store } = defined(of.tables[kind.slots[slot] as number], 'table is open');
      return tupleColumns(store.layout.table, tuple).map((column) =>
        cellAt(defined(store.columns[column], 'column was read'), of.rows[slot] as number),
      );
    };
    return tieCode(cells(of.slot), cells(edge.other));
  }

  #encodeRow(table: TableWalk, row: number, of: RowWalk): void {
    const { walk, left } = of;
    const { met, subject } = walk;
    encodeRatios(table, row, { left, met, demands: this.#demandsOf(subject) });
    const place = { row, subject, lag1: table.past.last, lag2: table.past.beforeLast, met };
    for (const [index, field] of table.story.fields.entries()) {
      table.fields[index]?.(place);
      if (field.type === 'identity') showName(table, row, index);
      if (field.type === 'relation') this.#encodeRelation(table, row, { ...of, field });
      if (field.type === 'mark') {
        encodeMark(field, row, { table, target: this.#targetOf(table, field.relation) });
      }
    }
  }

  #targetOf(table: TableWalk, relation: number): TableWalk {
    const name = table.store.layout.relations[relation]?.target ?? '';
    return defined(this.#tables.get(name), 'target is open');
  }

  #encodeRelation(
    table: TableWalk,
    row: number,
    of: RowWalk & { readonly field: RelationField },
  ): void {
    const { field, unborn, left, tables } = of;
    const { relation } = field;
    const target = this.#targetOf(table, relation);
    const [own, at] = [tables.indexOf(table), tables.indexOf(target)];
    const child = of.births[own]?.[relation]?.[row] ?? -1;
    const time = timesOf(table.store)[row] ?? Number.NaN;
    const { births } = of.scope;
    const bear = () => {
      openRow(target, child, of);
      setCode(target.codes, target.story.offset, child, 0);
      this.#encodeRow(target, child, of);
      closeRow(target, child, of.slot);
    };
    encodeRelation(field, row, {
      table,
      target,
      time,
      unborn,
      birthOf: (profile) => birthIndex(births, at, profile),
      left,
      bear: child < 0 ? null : bear,
    });
  }

  #demandsOf(subject: number): readonly number[] {
    if (this.#demands.subject !== subject) {
      const byDomain = this.#learned.domains.map((one) =>
        one.demands.reduce((sum, group) => sum + (group[subject] as number), 0),
      );
      this.#demands = { subject, byDomain };
    }
    return this.#demands.byDomain;
  }

  #demands: { readonly subject: number; readonly byDomain: readonly number[] } = {
    subject: -1,
    byDomain: [],
  };

  #encodeLinks(
    scope: ScopeStory,
    activities: ScopeActivities,
    of: {
      readonly at: number;
      readonly kind: ScopeStory['kinds'][number];
      readonly rows: readonly number[];
      readonly tables: readonly TableWalk[];
    },
  ): void {
    if (of.kind.links.length === 0) return;
    const base = activities.linkOffsets[of.at] as number;
    const met = this.#learned.story.domains.map(() => new RecencyList());
    const named = relationsOf(this.#layout, scope);
    for (const [index, edge] of of.kind.links.entries()) {
      const row = activities.linkRows[base + index] as number;
      const table = defined(this.#tables.get(scope.links[edge.link]?.table ?? ''), 'link is open');
      setCode(table.codes, 0, row, FIRST);
      show(table.codes, LINK_VIEW.from, row, of.rows[edge.from] ?? -1);
      show(table.codes, LINK_VIEW.to, row, of.rows[edge.to] ?? -1);
      show(table.codes, LINK_VIEW.activity, row, of.at);
      for (const [view, one] of named.entries()) {
        const slot = [edge.from, edge.to].find((two) => of.kind.slots[two] === one.table) ?? -1;
        const end = of.rows[slot] ?? -1;
        const parent = of.tables[one.table]?.named[one.relation]?.[end] ?? -1;
        show(table.codes, LINK_VIEW.named + view, row, parent);
      }
      const subject = table.store.subjects[row] as number;
      table.codes.subjects[row] = subject;
      for (const encode of table.fields) encode?.({ row, subject, lag1: -1, lag2: -1, met });
    }
  }
}
