import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import { type Field, MARK, RELATION } from '../encoders/field.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import type { Frame, SequenceModel } from '../models/sequence-model.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import type { GenerationLayout, TableLayout } from '../sequences/generation-layout.ts';
import { PaceState, ratioCode } from '../sequences/pace.ts';
import { RecencyList } from '../sequences/recency.ts';
import { type FieldDrawer, type Forced, fieldDrawer, StubQueue } from './draw-fields.ts';
import type { DrawnRow } from './drawn-row.ts';
import { shapeOf } from './encode-fields.ts';
import { tieEdge } from './encode-story.ts';
import { GAP, KIND } from './learn-scope.ts';
import { drawCodes, type PlannedWorld } from './plan-world.ts';
import type { ScopeStory, Story, TableStory } from './story.ts';
import { tiedParts, tupleColumns } from './tie.ts';

/** A link row with the two rows that it ties. */
export interface DrawnLink {
  readonly row: DrawnRow;
  readonly from: DrawnRow;
  readonly to: DrawnRow;
}

/** All rows of a subject, keys not yet filled in. */
export interface DrawnSubject {
  readonly subject: number;
  readonly rows: ReadonlyMap<string, readonly DrawnRow[]>;
  readonly links: readonly DrawnLink[];
}

/** What subjects are drawn from. */
export interface DrawSource {
  readonly layout: GenerationLayout;
  readonly story: Story;
  readonly model: SequenceModel;
  readonly world: PlannedWorld;
  readonly startUs: number;
  /** Cell of a reference row: key part of a name's token. */
  readonly valueOf: (domain: number, token: number, part: number) => Value;
}

interface TableDraw {
  readonly layout: TableLayout;
  readonly story: TableStory;
  readonly fields: readonly (FieldDrawer | null)[];
  readonly width: number;
  readonly offset: ReturnType<typeof numericEncoder>;
  /** Closing columns of the parents, by relation. */
  readonly closing: readonly (readonly number[])[];
  last: DrawnRow | null;
  beforeLast: DrawnRow | null;
  first: DrawnRow | null;
  /** Orders of the rows that others may name, by last use. */
  rows: RecencyList;
}

interface Timeline {
  readonly scope: ScopeStory;
  readonly owner: DrawnRow;
  readonly latentCodes: Int32Array;
  readonly latents: Float64Array;
  readonly tables: readonly TableDraw[];
}

interface Activity {
  readonly kind: number;
  readonly codes: Int32Array;
  readonly time: number;
  readonly left: number;
}

/** Draws subjects one after the other; the tables' encoders are opened once. */
export class SubjectDrawer {
  readonly #source: DrawSource;
  readonly #tables = new Map<string, TableDraw>();
  readonly #encoders = new Map<object, ReturnType<typeof numericEncoder>>();
  readonly #timedKinds: readonly (readonly boolean[])[];
  #random: Random;
  #subject = 0;
  #all: DrawnRow[] = [];
  #links: DrawnLink[] = [];
  #met: RecencyList[] = [];
  #stubs: StubQueue[] = [];
  #account = '';

  constructor(source: DrawSource, random: Random) {
    this.#source = source;
    this.#random = random;
    const { story, world, valueOf, startUs, layout } = source;
    const shapes = story.domains.map(shapeOf);
    const task = { domains: world.domains, shapes, valueOf, startUs };
    for (const [name, one] of layout.tables) {
      const own = defined(story.tables[name], 'table has a story');
      this.#tables.set(
        name,
        openTable(
          one,
          own,
          own.fields.map((field) => fieldDrawer(field, task)),
          story,
        ),
      );
    }
    this.#timedKinds = story.scopes.map((scope) =>
      scope.kinds.map((kind) =>
        kind.slots.some((at) => (layout.tables.get(scope.tables[at] ?? '')?.time ?? -1) >= 0),
      ),
    );
  }

  /** Draws all rows of a subject (0 .. subjects - 1). */
  draw(subject: number): DrawnSubject {
    const { story, world } = this.#source;
    this.#subject = subject;
    this.#all = [];
    this.#links = [];
    this.#met = story.domains.map(() => new RecencyList());
    this.#stubs = world.domains.map(
      (one) => new StubQueue(one.stubs.subarray(one.offsets[subject], one.offsets[subject + 1])),
    );
    this.#account = `${this.#random.pick(story.words)}${this.#random.integer(90) + 10}`;
    for (const table of this.#tables.values()) {
      table.last = table.beforeLast = table.first = null;
      table.rows = new RecencyList();
    }
    const root = this.#drawRoot();
    const byTable = new Map<string, DrawnRow[]>([[root.table, [root]]]);
    for (const [index, scope] of story.scopes.entries()) {
      const before = this.#all.length;
      for (const owner of byTable.get(scope.parent) ?? []) this.#drawTimeline(index, scope, owner);
      for (let at = before; at < this.#all.length; at += 1) {
        const row = this.#all[at] as DrawnRow;
        const list = byTable.get(row.table);
        if (list === undefined) byTable.set(row.table, [row]);
        else list.push(row);
      }
    }
    return { subject, rows: byTable, links: this.#links };
  }

  #newRow(table: TableDraw, time: number, owner: DrawnRow | null): DrawnRow {
    const { columns } = table.layout.table;
    const row: DrawnRow = {
      table: table.layout.table.name,
      cells: new Array<Value>(columns.length).fill(null),
      codes: new Int32Array(table.width),
      tokens: new Int32Array(columns.length).fill(-1),
      time,
      owner,
      parents: table.layout.relations.map(() => null),
      order: this.#all.length,
      key: 0,
      isDropped: false,
    };
    return row;
  }

  /** The subject's row: its codes are the plan's. */
  #drawRoot(): DrawnRow {
    const { layout, world } = this.#source;
    const table = this.#tableNamed(layout.root.table.name);
    const row = this.#newRow(table, Number.NaN, null);
    const base = this.#subject * table.width;
    row.codes.set(world.rootCodes.subarray(base, base + table.width));
    const planned = row.codes.slice();
    for (const [index, field] of table.story.fields.entries()) {
      if (field.type === 'slot') this.#fillSlot(row, field);
      table.fields[index]?.({
        ...this.#place(row, table),
        draw: (variable) => planned[variable] as number,
      });
    }
    row.codes.set(planned);
    this.#all.push(row);
    return row;
  }

  #fillSlot(row: DrawnRow, field: Extract<Field, { readonly type: 'slot' }>): void {
    const { story, world } = this.#source;
    const position = story.domains[field.domain]?.slots.indexOf(field.column) ?? -1;
    const domain = world.domains[field.domain];
    const token = domain?.own[position]?.[this.#subject] ?? -1;
    row.tokens[field.column] = token;
    row.cells[field.column] = token < 0 ? null : (domain?.values[token] ?? null);
  }

  #place(row: DrawnRow, table: TableDraw, forced: ReadonlyMap<number, Forced> = NONE) {
    return {
      row,
      lag1: table.last,
      lag2: table.beforeLast,
      random: this.#random,
      subject: this.#subject,
      maker: {
        account: () => this.#account,
        word: (random: Random) => random.pick(this.#source.story.words),
      },
      met: this.#met,
      stubs: this.#stubs,
      forced,
    };
  }

  #tableNamed(name: string): TableDraw {
    return defined(this.#tables.get(name), `table ${name} is open`);
  }

  #encoder(stats: Parameters<typeof numericEncoder>[0]) {
    const known = this.#encoders.get(stats) ?? numericEncoder(stats);
    this.#encoders.set(stats, known);
    return known;
  }

  #drawTimeline(index: number, scope: ScopeStory, owner: DrawnRow): void {
    const { story, world } = this.#source;
    const width = story.space[scope.latentRecord]?.variables.length ?? 0;
    let latentCodes = world.latentCodes.subarray(
      this.#subject * width,
      (this.#subject + 1) * width,
    );
    let latents = world.latents.subarray(this.#subject * width, (this.#subject + 1) * width);
    if (index > 0) {
      latentCodes = new Int32Array(width);
      drawCodes(this.#source, scope.latentRecord, [latentCodes, owner.codes], this.#random);
      latents = this.#decodeLatents(scope, latentCodes);
    }
    const tables = scope.tables.map((name) => this.#tableNamed(name));
    const timeline = { scope, owner, latentCodes, latents, tables };
    this.#drawActivities(timeline, defined(this.#timedKinds[index], 'scope has kinds'));
  }

  #decodeLatents(scope: ScopeStory, codes: Int32Array): Float64Array {
    const stats = [...scope.counts, scope.start, scope.span];
    return Float64Array.from(stats, (one, variable) =>
      one === null
        ? Number.NaN
        : (this.#encoder(one).decode(codes[variable] as number, this.#random) ?? Number.NaN),
    );
  }

  #drawActivities(line: Timeline, timed: readonly boolean[]): void {
    const { scope, latents, owner } = line;
    const kinds = scope.kinds.length;
    const remaining = scope.kinds.map((_, kind) =>
      Math.max(0, Math.round(latents[kind] as number) || 0),
    );
    const total = remaining.reduce((sum, one) => sum + one, 0);
    let timedLeft = remaining.reduce((sum, one, kind) => sum + (timed[kind] ? one : 0), 0);
    const start = this.#startOf(line);
    const end = start + Math.max(0, Math.round(latents[kinds + 1] as number) || 0);
    const pace = new PaceState();
    let before = Number.NaN;
    let lag: Int32Array | null = null;
    for (let left = total; left > 0; left -= 1) {
      const codes = new Int32Array(GAP + 1);
      pace.write(codes, Number.isNaN(before) ? end - start : end - before, left);
      const frame = this.#activityFrame(line, codes, lag);
      const wantsTimed = timedLeft === 0 ? false : timedLeft === left || scope.untimedLast;
      const kind = this.#drawKind(scope, frame, {
        remaining,
        allowed: (one) => timed[one] === wantsTimed,
      });
      codes[KIND] = FIRST + kind;
      remaining[kind] = (remaining[kind] ?? 0) - 1;
      let time = Number.NaN;
      if (timed[kind]) {
        time = this.#nextTime(scope, frame, { before, start, end, timedLeft });
        if (!Number.isNaN(before)) pace.observe(time - before);
        before = time;
        timedLeft -= 1;
      }
      this.#drawSlots(line, { kind, codes, time, left });
      lag = codes;
    }
    void owner;
  }

  /** When the owner's timeline begins; not before the owner where that is a law. */
  #startOf(line: Timeline): number {
    const { scope, latents, owner, tables } = line;
    const anchor = Number.isNaN(owner.time) ? this.#source.startUs : owner.time;
    const distance = Math.round(latents[scope.kinds.length] as number) || 0;
    const isTemporal = tables.some((one) =>
      one.layout.table.relationships.some((two) => two.kind === 'context' && two.temporal),
    );
    return anchor + (isTemporal ? Math.max(0, distance) : distance);
  }

  #activityFrame(line: Timeline, codes: Int32Array, lag: Int32Array | null): Frame {
    return [
      codes,
      lag,
      line.owner.codes,
      line.latentCodes,
      ...line.tables.map((one) => one.last?.codes ?? null),
    ];
  }

  /** Draws among the kinds that are left: the model's odds times what is left of each. */
  #drawKind(
    scope: ScopeStory,
    frame: Frame,
    of: { readonly remaining: readonly number[]; readonly allowed: (kind: number) => boolean },
  ): number {
    const open = scope.kinds
      .map((_, kind) => kind)
      .filter((kind) => (of.remaining[kind] ?? 0) > 0 && of.allowed(kind));
    if (open.length === 1) return open[0] as number;
    const odds = new Float64Array(FIRST + scope.kinds.length);
    this.#source.model.weigh(scope.activityRecord, KIND, frame, odds);
    const all = scope.kindWeights.reduce((sum, one) => sum + one, 0);
    const weights = open.map((kind) => {
      const usual = (scope.kindWeights[kind] ?? 1) / all;
      const ready = this.#isReady(scope, kind) ? 1 : 1e-6;
      return (
        (((odds[FIRST + kind] as number) + 0.002 * usual) / usual) *
        (of.remaining[kind] ?? 0) *
        ready
      );
    });
    const total = weights.reduce((sum, one) => sum + one, 0);
    let left = this.#random.next() * total;
    for (const [at, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return open[at] as number;
    }
    return open[open.length - 1] as number;
  }

  /** False while a required parent of one of the kind's rows has no row yet. */
  #isReady(scope: ScopeStory, kind: number): boolean {
    const form = defined(scope.kinds[kind], 'kind exists');
    return form.slots.every((at, slot) =>
      this.#tableNamed(scope.tables[at] ?? '').layout.relations.every(
        (one, relation) =>
          !one.relationship.required ||
          form.births.some((two) => two.child === slot && two.relation === relation) ||
          this.#tableNamed(one.target).rows.size > 0,
      ),
    );
  }

  #nextTime(
    scope: ScopeStory,
    frame: Frame,
    of: {
      readonly before: number;
      readonly start: number;
      readonly end: number;
      readonly timedLeft: number;
    },
  ): number {
    const codes = frame[0] as Int32Array;
    codes[GAP] = MISSING;
    if (Number.isNaN(of.before) || scope.gaps === null) return of.start;
    const encoder = this.#encoder(scope.gaps);
    const room = of.end - of.before;
    let gap = room;
    if (of.timedLeft > 1) {
      for (let tries = 0; tries < 4; tries += 1) {
        const code = this.#source.model.draw(scope.activityRecord, GAP, frame, this.#random);
        gap = encoder.decode(code, this.#random) ?? 0;
        if (gap <= room) break;
      }
      if (gap > room) gap = Math.floor((room * this.#random.next()) / of.timedLeft);
    }
    codes[GAP] = encoder.encode(gap);
    return of.before + gap;
  }

  #drawSlots(line: Timeline, activity: Activity): void {
    const { scope, tables } = line;
    const kind = defined(scope.kinds[activity.kind], 'kind exists');
    const latest: (DrawnRow | null)[] = tables.map(() => null);
    const rows: DrawnRow[] = [];
    let isAnchored = false;
    for (const [slot, position] of kind.slots.entries()) {
      const table = defined(tables[position], 'table is open');
      const born = kind.births.filter((one) => one.child === slot);
      const draft = this.#openSlot(line, activity, { slot, table, latest });
      const twin = born.map((one) => rows[one.parent]).find((one) => one !== undefined);
      const offset = this.#offsetOf(table, draft, {
        kind,
        slot,
        activity,
        twin,
        isAnchored,
        tables,
      });
      if (offset === 0) isAnchored = true;
      const row = {
        ...draft.row,
        time: table.layout.time < 0 ? Number.NaN : activity.time + offset,
      };
      const frame = [row.codes, ...draft.frame.slice(1)];
      const forced = this.#forcedBy(scope, kind, { slot, rows, table, frame });
      this.#drawRow(table, row, {
        frame,
        forced,
        born: born.map((one) => ({ ...one, row: rows[one.parent] as DrawnRow })),
      });
      rows.push(row);
      this.#all.push(row);
      latest[position] = row;
      table.beforeLast = table.last;
      table.last = row;
      table.first ??= row;
      table.rows.touch(row.order);
    }
    this.#drawLinks(line, activity, rows);
  }

  #openSlot(
    line: Timeline,
    activity: Activity,
    of: {
      readonly slot: number;
      readonly table: TableDraw;
      readonly latest: readonly (DrawnRow | null)[];
    },
  ) {
    const { scope, owner, latentCodes } = line;
    const { table } = of;
    const row = this.#newRow(table, Number.NaN, owner);
    row.codes[0] = FIRST + (scope.slotBases[activity.kind] as number) + of.slot;
    for (const { domain, variable } of table.story.ratios) {
      row.codes[variable] = ratioCode(this.#stubs[domain]?.size ?? 0, activity.left);
    }
    const frame: (Int32Array | null)[] = [
      row.codes,
      table.last?.codes ?? null,
      table.first?.codes ?? null,
      activity.codes,
      owner.codes,
      latentCodes,
      ...of.latest.map((one) => one?.codes ?? null),
      ...table.layout.relations.map(() => null),
    ];
    return { row, frame };
  }

  /** Microseconds from the activity's time; that of the parent for a child born with it. */
  #offsetOf(
    table: TableDraw,
    draft: { readonly row: DrawnRow; readonly frame: Frame },
    of: {
      readonly kind: ScopeStory['kinds'][number];
      readonly slot: number;
      readonly activity: Activity;
      readonly twin: DrawnRow | undefined;
      readonly isAnchored: boolean;
      readonly tables: readonly TableDraw[];
    },
  ): number {
    if (table.layout.time < 0) return 0;
    const later = of.kind.slots.slice(of.slot + 1);
    const isLast = later.every((at) => (of.tables[at]?.layout.time ?? -1) < 0);
    let offset = 0;
    if (of.twin !== undefined) offset = of.twin.time - of.activity.time;
    else if (of.kind.slots.length > 1 && (of.isAnchored || !isLast)) {
      const code = this.#source.model.draw(
        table.story.record,
        table.story.offset,
        draft.frame,
        this.#random,
      );
      offset = Math.max(0, table.offset.decode(code, this.#random) ?? 0);
    }
    draft.row.codes[table.story.offset] = table.offset.encode(offset);
    return offset;
  }

  /** Cells that repeat the tuple of the row to which the slot is linked. */
  #forcedBy(
    scope: ScopeStory,
    kind: ScopeStory['kinds'][number],
    of: {
      readonly slot: number;
      readonly rows: readonly DrawnRow[];
      readonly table: TableDraw;
      readonly frame: Frame;
    },
  ): ReadonlyMap<number, Forced> {
    const edge = tieEdge(kind, of.slot);
    const link = edge && this.#source.layout.tables.get(scope.links[edge.link]?.table ?? '');
    const other = edge ? of.rows[edge.other] : undefined;
    if (!link?.table.endpointTuple || other === undefined) return NONE;
    const code = this.#source.model.draw(
      of.table.story.record,
      of.table.story.tie,
      of.frame,
      this.#random,
    );
    (of.frame[0] as Int32Array)[of.table.story.tie] = code;
    const own = tupleColumns(of.table.layout.table, link.table.endpointTuple);
    const theirs = tupleColumns(
      this.#tableNamed(other.table).layout.table,
      link.table.endpointTuple,
    );
    const forced = new Map<number, Forced>();
    for (const [part, from] of tiedParts(code).entries()) {
      if (from < 0) continue;
      const column = theirs[from] as number;
      const value = other.cells[column] ?? null;
      forced.set(own[part] as number, { value, token: other.tokens[column] ?? -1 });
    }
    return forced;
  }

  #drawRow(
    table: TableDraw,
    row: DrawnRow,
    of: {
      readonly frame: (Int32Array | null)[];
      readonly forced: ReadonlyMap<number, Forced>;
      readonly born: readonly { readonly relation: number; readonly row: DrawnRow }[];
    },
  ): void {
    const { model } = this.#source;
    const { record } = table.story;
    const draw = (variable: number) => model.draw(record, variable, of.frame, this.#random);
    const place = { ...this.#place(row, table, of.forced), draw };
    for (const [index, field] of table.story.fields.entries()) {
      if (field.type === 'relation') this.#drawRelation(table, row, { ...of, field, draw });
      else if (field.type === 'mark') this.#drawMark(row, { field, draw });
      else if (field.type === 'echo') this.#drawEcho(table, row, field);
      else table.fields[index]?.(place);
    }
  }

  #drawRelation(
    table: TableDraw,
    row: DrawnRow,
    of: {
      readonly frame: (Int32Array | null)[];
      readonly field: Extract<Field, { readonly type: 'relation' }>;
      readonly draw: (variable: number) => number;
      readonly born: readonly { readonly relation: number; readonly row: DrawnRow }[];
    },
  ): void {
    const { field } = of;
    const layout = defined(table.layout.relations[field.relation], 'relation exists');
    const target = this.#tableNamed(layout.target);
    const born = of.born.find((one) => one.relation === field.relation);
    let parent: DrawnRow | null | undefined = born?.row;
    if (born === undefined) {
      const code = of.draw(field.variable);
      row.codes[field.variable] = code;
      parent = this.#parentOf(code, { table, target, row, relation: field.relation });
    }
    row.parents[field.relation] = parent;
    if (!parent) return;
    target.rows.touch(parent.order);
    of.frame[of.frame.length - table.layout.relations.length + field.relation] = parent.codes;
  }

  #parentOf(
    code: number,
    of: {
      readonly table: TableDraw;
      readonly target: TableDraw;
      readonly row: DrawnRow;
      readonly relation: number;
    },
  ): DrawnRow | null | undefined {
    const { relationship } = defined(of.table.layout.relations[of.relation], 'relation exists');
    if (code <= RELATION.missing) return relationship.required ? undefined : null;
    if (code === RELATION.later) return undefined;
    const closing = of.table.closing[of.relation] ?? [];
    const isAllowed = (order: number) => {
      const parent = this.#all[order] as DrawnRow;
      if (relationship.temporal && !(parent.time <= of.row.time)) return false;
      return closing.every((column) => {
        const end = parent.cells[column];
        return typeof end !== 'number' || end >= of.row.time;
      });
    };
    const { rows } = of.target;
    if (code === RELATION.older) {
      for (let tries = 0; tries < 16 && rows.size > 0; tries += 1) {
        const order = rows.at(this.#random.integer(rows.size));
        if (isAllowed(order)) return this.#all[order];
      }
    }
    const rank = code === RELATION.older ? 1 : code - RELATION.rank + 1;
    const order = rows.ofRank(rank, RELATION.ranks, isAllowed);
    return order < 0 ? undefined : this.#all[order];
  }

  #drawMark(
    row: DrawnRow,
    of: {
      readonly field: Extract<Field, { readonly type: 'mark' }>;
      readonly draw: (variable: number) => number;
    },
  ): void {
    const { field } = of;
    const parent = row.parents[field.relation];
    if (!parent) return;
    const isFree = parent.cells[field.column] === null && !Number.isNaN(row.time);
    const code = isFree ? of.draw(field.variable) : MARK.no;
    row.codes[field.variable] = code;
    if (code === MARK.yes) parent.cells[field.column] = row.time;
  }

  #drawEcho(
    table: TableDraw,
    row: DrawnRow,
    field: Extract<Field, { readonly type: 'echo' }>,
  ): void {
    const value = row.parents[field.relation]?.cells[field.source];
    if (value === null || value === undefined) return;
    row.cells[field.column] = value;
    const own = table.story.fields.find(
      (one) => one.type === 'text' && one.column === field.column,
    );
    if (own?.type === 'text') row.codes[own.variable] = this.#textCode(own.stats, String(value));
  }

  readonly #texts = new Map<object, ReturnType<typeof textEncoder>>();

  #textCode(stats: Parameters<typeof textEncoder>[0], value: string): number {
    const encoder = this.#texts.get(stats) ?? textEncoder(stats);
    this.#texts.set(stats, encoder);
    return encoder.encode(value);
  }

  #drawLinks(line: Timeline, activity: Activity, rows: readonly DrawnRow[]): void {
    const { scope } = line;
    const kind = defined(scope.kinds[activity.kind], 'kind exists');
    for (const edge of kind.links) {
      const table = this.#tableNamed(scope.links[edge.link]?.table ?? '');
      const [from, to] = [rows[edge.from], rows[edge.to]];
      if (from === undefined || to === undefined) continue;
      const row = this.#newRow(table, Number.NaN, line.owner);
      row.codes[0] = FIRST;
      const frame = [row.codes, from.codes, to.codes, activity.codes];
      this.#drawRow(table, row, { frame, forced: NONE, born: [] });
      this.#links.push({ row, from, to });
    }
  }
}

const NONE: ReadonlyMap<number, Forced> = new Map();

function openTable(
  layout: TableLayout,
  story: TableStory,
  fields: readonly (FieldDrawer | null)[],
  whole: Story,
): TableDraw {
  const closing = layout.relations.map((_, relation) =>
    story.fields.flatMap((one) =>
      one.type === 'mark' && one.relation === relation && one.closes ? [one.column] : [],
    ),
  );
  return {
    layout,
    story,
    fields,
    width: whole.space[story.record]?.variables.length ?? 0,
    offset: numericEncoder(story.offsetStats),
    closing,
    last: null,
    beforeLast: null,
    first: null,
    rows: new RecencyList(),
  };
}
