import { defined } from '../core/invariant.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { RecordCodes } from '../models/code-space.ts';
import type { ScopeActivities } from '../sequences/activities.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import { PaceState, ratioCode } from '../sequences/pace.ts';
import { RecencyList } from '../sequences/recency.ts';
import { type DatabaseStore, timesOf } from '../sequences/table-store.ts';
import { cellAt, fieldEncoder } from './encode-fields.ts';
import { anchorOf, GAP, KIND, timedRange } from './learn-scope.ts';
import type { LearnedStory } from './learn-story.ts';
import { ACTIVITY_VIEW, emptyCodes, LINK_VIEW, setCode, show } from './record-codes.ts';
import type { ScopeStory } from './story.ts';
import { EncoderCache } from './table-draw.ts';
import {
  type ActivityWalk,
  encodeMark,
  encodeRelation,
  type SubjectWalk,
  showRow,
  type TableWalk,
} from './table-walk.ts';
import { tieCode, tieEdge, tupleColumns } from './tie.ts';

/** Turns training rows into codes, walking each subject as generation will. */
export class StoryEncoder {
  readonly #learned: LearnedStory;
  readonly #database: DatabaseStore;
  readonly #codes: RecordCodes[];
  readonly #tables = new Map<string, TableWalk>();

  constructor(layout: GenerationLayout, learned: LearnedStory, database: DatabaseStore) {
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
      for (const table of this.#tables.values()) {
        table.last = table.beforeLast = table.first = -1;
        table.rows = new RecencyList();
      }
      for (const [at, scope] of story.scopes.entries()) {
        this.#encodeScope(scope, defined(activities[at], 'scope has activities'), walk);
      }
      if (subject % 256 === 255) advance(256);
    }
    return this.#codes;
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
    const encoder = numericEncoder(own.offsetStats);
    return {
      store,
      story: own,
      codes,
      fields: own.fields.map((field) => fieldEncoder(field, task)),
      offsetOf: encoder.encode,
      last: -1,
      beforeLast: -1,
      first: -1,
      rows: new RecencyList(),
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
    const to = activities.offsets[owner + 1] as number;
    for (let at = activities.offsets[owner] as number; at < to; at += 1) {
      const kind = activities.kindOf[at] as number;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    const range = timedRange(activities, owner);
    const time = (at: number) => activities.times[at] as number;
    const anchor = anchorOf(owners, owner, this.#learned.story.baseUs);
    const values = [
      ...counts.map((one, kind) => ({
        value: one as number | null,
        stats: scope.counts[kind] ?? null,
      })),
      { value: range && time(range[0]) - anchor, stats: scope.start },
      { value: range && time(range[1]) - time(range[0]), stats: scope.span },
      ...scope.demands.map((stats, domain) => ({
        value: this.#learned.domains[domain]?.demands[owner] ?? 0,
        stats,
      })),
    ];
    for (const [variable, one] of values.entries()) {
      if (one.stats !== null)
        setCode(codes, variable, owner, this.#encoders.of(one.stats).encode(one.value));
    }
    codes.subjects[owner] = owners.subjects[owner] ?? owner;
    const view = codes.views[1];
    if (view !== undefined) view[owner] = owner;
  }

  readonly #encoders = new EncoderCache();

  #encodeTimeline(
    scope: ScopeStory,
    activities: ScopeActivities,
    of: { readonly owner: number; readonly walk: SubjectWalk },
  ): void {
    const { owner, walk } = of;
    const codes = defined(this.#codes[scope.activityRecord], 'record has codes');
    const pace = new PaceState();
    const state = new Int32Array(KIND);
    const [from, to] = [
      activities.offsets[owner] as number,
      activities.offsets[owner + 1] as number,
    ];
    const end = activities.times[timedRange(activities, owner)?.[1] ?? from] ?? Number.NaN;
    const tables = scope.tables.map((name) => defined(this.#tables.get(name), 'table is open'));
    for (let at = from; at < to; at += 1) {
      const time = activities.times[at] as number;
      const before = at > from ? (activities.times[at - 1] as number) : Number.NaN;
      const gap = time - before;
      pace.write(state, Number.isNaN(before) ? end - time : end - before, to - at);
      codes.subjects[at] = walk.subject;
      for (const [variable, code] of state.entries()) setCode(codes, variable, at, code);
      setCode(codes, KIND, at, FIRST + (activities.kindOf[at] as number));
      if (scope.gaps !== null) setCode(codes, GAP, at, this.#encoders.of(scope.gaps).encode(gap));
      show(codes, ACTIVITY_VIEW.lag, at, at > from ? at - 1 : -1);
      show(codes, ACTIVITY_VIEW.owner, at, owner);
      show(codes, ACTIVITY_VIEW.timeline, at, owner);
      for (const [index, table] of tables.entries()) {
        show(codes, ACTIVITY_VIEW.last + index, at, table.last);
      }
      this.#encodeSlots(scope, activities, { at, owner, walk, left: to - at, tables });
      if (!Number.isNaN(gap)) pace.observe(gap);
    }
  }

  #encodeSlots(scope: ScopeStory, activities: ScopeActivities, of: ActivityWalk): void {
    const { at, tables } = of;
    const kind = defined(scope.kinds[activities.kindOf[at] as number], 'kind exists');
    const base = activities.slotOffsets[at] as number;
    const rows = kind.slots.map((_, slot) => activities.slotRows[base + slot] as number);
    const latest = tables.map(() => -1);
    for (const [slot, position] of kind.slots.entries()) {
      const table = defined(tables[position], 'table is open');
      const row = rows[slot] as number;
      const born = kind.births.filter((one) => one.child === slot).map((one) => one.relation);
      const time = timesOf(table.store)[row] ?? Number.NaN;
      const number = (scope.slotBases[activities.kindOf[at] as number] as number) + slot;
      setCode(table.codes, 0, row, FIRST + number);
      table.codes.subjects[row] = of.walk.subject;
      setCode(table.codes, table.story.tie, row, this.#tieOf(scope, kind, { slot, rows, tables }));
      const offset = time - (activities.times[at] as number);
      setCode(
        table.codes,
        table.story.offset,
        row,
        Number.isNaN(offset) ? 0 : table.offsetOf(offset),
      );
      showRow(table, row, { at, owner: of.owner, latest });
      this.#encodeRow(table, row, { born, time, left: of.left, walk: of.walk });
      latest[position] = row;
      table.beforeLast = table.last;
      table.last = row;
      if (table.first < 0) table.first = row;
      table.rows.touch(row);
    }
    this.#encodeLinks(scope, activities, { at, kind, rows });
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

  #encodeRow(
    table: TableWalk,
    row: number,
    of: {
      readonly born: readonly number[];
      readonly time: number;
      readonly left: number;
      readonly walk: SubjectWalk;
    },
  ): void {
    const { walk } = of;
    for (const { domain, variable } of table.story.ratios) {
      const left =
        (this.#learned.domains[domain]?.demands[walk.subject] ?? 0) - (walk.met[domain]?.size ?? 0);
      setCode(table.codes, variable, row, ratioCode(left, of.left));
    }
    const place = {
      row,
      subject: walk.subject,
      lag1: table.last,
      lag2: table.beforeLast,
      met: walk.met,
    };
    for (const [index, field] of table.story.fields.entries()) {
      table.fields[index]?.(place);
      if (field.type !== 'relation' && field.type !== 'mark') continue;
      const name = table.store.layout.relations[field.relation]?.target ?? '';
      const target = defined(this.#tables.get(name), 'target is open');
      if (field.type === 'mark') encodeMark(field, row, { table, target });
      else {
        const isBorn = of.born.includes(field.relation);
        encodeRelation(field, row, { table, target, isBorn, time: of.time });
      }
    }
  }

  #encodeLinks(
    scope: ScopeStory,
    activities: ScopeActivities,
    of: {
      readonly at: number;
      readonly kind: ScopeStory['kinds'][number];
      readonly rows: readonly number[];
    },
  ): void {
    const base = activities.linkOffsets[of.at] as number;
    const met = this.#learned.story.domains.map(() => new RecencyList());
    for (const [index, edge] of of.kind.links.entries()) {
      const row = activities.linkRows[base + index] as number;
      const table = defined(this.#tables.get(scope.links[edge.link]?.table ?? ''), 'link is open');
      setCode(table.codes, 0, row, FIRST);
      show(table.codes, LINK_VIEW.from, row, of.rows[edge.from] ?? -1);
      show(table.codes, LINK_VIEW.to, row, of.rows[edge.to] ?? -1);
      show(table.codes, LINK_VIEW.activity, row, of.at);
      const subject = table.store.subjects[row] as number;
      table.codes.subjects[row] = subject;
      for (const encode of table.fields) encode?.({ row, subject, lag1: -1, lag2: -1, met });
    }
  }
}
