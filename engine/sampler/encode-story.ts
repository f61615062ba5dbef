import { defined } from '../core/invariant.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { RecordCodes } from '../models/code-space.ts';
import type { ScopeActivities } from '../sequences/activities.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import { PaceState } from '../sequences/pace.ts';
import { RecencyList } from '../sequences/recency.ts';
import { type DatabaseStore, timesOf } from '../sequences/table-store.ts';
import { fieldEncoder } from './encode-fields.ts';
import { bornBelow, encodeLatents } from './encode-latents.ts';
import { encodeLinks, encodeLostLinks, tieOf } from './encode-links.ts';
import { RowEncoder } from './encode-rows.ts';
import { GAP, KIND, timedRange } from './learn-scope.ts';
import type { LearnedStory } from './learn-story.ts';
import { emptyCodes, setCode, show } from './record-codes.ts';
import { ACTIVITY_VIEW, rowViews } from './row-views.ts';
import type { ScopeStory } from './story.ts';
import {
  type ActivityWalk,
  closeRow,
  emptyPast,
  openRow,
  type SubjectWalk,
  type TableWalk,
} from './table-walk.ts';

/** Turns training rows into codes, walking each subject as generation will. */
export class StoryEncoder {
  readonly #layout: GenerationLayout;
  readonly #learned: LearnedStory;
  readonly #database: DatabaseStore;
  readonly #codes: RecordCodes[];
  readonly #tables = new Map<string, TableWalk>();
  readonly #rows: RowEncoder;

  constructor(layout: GenerationLayout, learned: LearnedStory, database: DatabaseStore) {
    this.#layout = layout;
    this.#learned = learned;
    this.#database = database;
    const { story } = learned;
    this.#codes = story.space.map((spec) => emptyCodes(spec, this.#rowsOf(spec.name)));
    for (const name of layout.tables.keys()) this.#tables.set(name, this.#openTable(name));
    this.#rows = new RowEncoder(this.#tables, learned.domains);
  }

  /** Encodes everything; `advance` is told of finished subjects. */
  encode(advance: (subjects: number) => void): readonly RecordCodes[] {
    const { story, activities } = this.#learned;
    this.#encodePlain();
    for (let subject = 0; subject < this.#database.subjects; subject += 1) {
      const walk = { subject, met: this.#noNames() };
      this.#forget();
      for (const [at, scope] of story.scopes.entries()) {
        this.#encodeScope(scope, defined(activities[at], 'scope has activities'), walk);
      }
      if (subject % 256 === 255) advance(256);
    }
    encodeLostLinks(this.#tables, this.#noNames());
    return this.#codes;
  }

  /** By domain: no name met yet. */
  #noNames(): RecencyList[] {
    return this.#learned.story.domains.map(() => new RecencyList());
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
    const met = this.#noNames();
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
    const learned = this.#learned;
    const latents = defined(this.#codes[scope.latentRecord], 'record has codes');
    for (let owner = from; owner < to; owner += 1) {
      encodeLatents(scope, { activities, owner, owners, learned, codes: latents });
      this.#encodeTimeline(scope, activities, { owner, walk });
    }
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
    const unborn = Int32Array.from(bornBelow(this.#learned, scope, owner));
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
      setCode(
        table.codes,
        table.story.tie,
        row,
        tieOf(scope, { kind, slot, rows, tables, all: this.#tables }),
      );
      const offset = time - (activities.times[at] as number);
      const offsetCode = Number.isNaN(offset) ? 0 : table.offsetOf(offset);
      setCode(table.codes, table.story.offset, row, offsetCode);
      this.#rows.encode(table, row, place);
      latest[position] = row;
      closeRow(table, row, first + slot);
    }
    encodeLinks(scope, {
      at,
      kind,
      rows,
      tables,
      activities,
      layout: this.#layout,
      met: this.#noNames(),
      all: this.#tables,
    });
  }
}
