import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Field } from '../encoders/field.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { Frame } from '../models/frame.ts';
import { RecencyList } from '../sequences/recency.ts';
import { CodeArena } from './code-arena.ts';
import { DrawPlace } from './draw-place.ts';
import { drawTimeline } from './draw-timeline.ts';
import type { DrawnRow } from './drawn-row.ts';
import { shapeOf } from './encode-fields.ts';
import { birthsAt, latentStats } from './latents.ts';
import { drawCodes } from './plan-world.ts';
import { relationsOf } from './row-views.ts';
import { encodeLatents, onlySeed } from './seed-latents.ts';
import { openReplay, replayedTimeline, settleReplay } from './seed-replay.ts';
import type { ScopeStory, Story } from './story.ts';
import { StubQueue } from './stub-queue.ts';
import { subjectAccount } from './subject-account.ts';
import { subjectMaker } from './subject-maker.ts';
import {
  type DrawnLink,
  type DrawSource,
  newRow,
  type SubjectState,
  type Timeline,
  tableOf,
} from './subject-state.ts';
import { clearTable, openTables, type TableDraw } from './table-draw.ts';

/** All rows of a subject, keys not yet filled in. */
export interface DrawnSubject {
  readonly subject: number;
  readonly rows: ReadonlyMap<string, readonly DrawnRow[]>;
  readonly links: readonly DrawnLink[];
  /** The rows that its seed told. */
  readonly told: ReadonlySet<DrawnRow>;
}

/** Draws subjects one after the other; the tables' encoders are opened once. */
export class SubjectDrawer {
  readonly #source: DrawSource;
  readonly #random: Random;
  readonly #tables: Map<string, TableDraw>;
  readonly #arena: CodeArena;
  readonly #frames: readonly ScopeFrames[];
  readonly #rootPlace: RootPlace;

  constructor(source: DrawSource, random: Random) {
    this.#source = source;
    this.#random = random;
    const { story, world, cellOf, startUs, layout, model } = source;
    this.#arena = new CodeArena(widestRecord(story));
    const task = { domains: world.domains, shapes: story.domains.map(shapeOf), cellOf, startUs };
    this.#tables = openTables({ layout, story, model, arena: this.#arena, task });
    this.#frames = story.scopes.map((one) => ({
      activity: this.#arena.frame(story.space[one.activityRecord]?.views.length ?? 1),
      latent: this.#arena.frame(story.space[one.latentRecord]?.views.length ?? 1),
    }));
    this.#rootPlace = new RootPlace(this.#arena, model, { record: 0, views: 1 });
  }

  /** Draws all rows of a subject (0 .. subjects - 1), scope after scope. */
  draw(subject: number): DrawnSubject {
    const state = this.#open(subject);
    const root = drawRoot(state, this.#rootPlace);
    const rows = new Map<string, DrawnRow[]>([[root.table, [root]]]);
    for (const [index, scope] of this.#source.story.scopes.entries()) {
      const before = state.rows.length;
      const owners = rows.get(scope.parent) ?? [];
      const frames = defined(this.#frames[index], 'scope has frames');
      for (const owner of owners) {
        drawTimeline(state, timelineOf(state, { index, scope, owner, frames }));
      }
      for (const row of state.rows.slice(before)) {
        const list = rows.get(row.table);
        if (list === undefined) rows.set(row.table, [row]);
        else list.push(row);
      }
    }
    if (state.seed !== null) settleReplay(state.seed);
    return { subject, rows, links: state.links, told: new Set(state.seed?.numbers.keys()) };
  }

  #open(subject: number): SubjectState {
    const { story, world } = this.#source;
    for (const table of this.#tables.values()) clearTable(table);
    this.#arena.clear();
    const stubs = world.domains.map(
      (one) =>
        new StubQueue(
          one.stubs.subarray(one.offsets[subject], one.offsets[subject + 1]),
          one.classes,
        ),
    );
    const random = this.#random;
    const script = this.#source.seeds?.[subject];
    const own = world.domains.map((one) => one.own.map((tokens) => tokens[subject] as number));
    const account = subjectAccount(story, own, subject);
    return {
      source: this.#source,
      arena: this.#arena,
      random,
      subject,
      maker: subjectMaker(subject, { story, world, account }),
      tables: this.#tables,
      rows: [],
      links: [],
      seed: script === undefined ? null : openReplay(script),
      met: story.domains.map(() => new RecencyList()),
      stubs,
      own,
    };
  }
}

/** Codes and tokens of the widest row. */
function widestRecord(story: Story): number {
  return story.space.reduce((most, one) => Math.max(most, one.variables.length), 1) + 1;
}

/** The subject's row: its codes are the plan's. */
function drawRoot(state: SubjectState, place: RootPlace): DrawnRow {
  const { layout, world } = state.source;
  const table = tableOf(state, layout.root.table.name);
  const row = newRow(state, table, null);
  const base = state.subject * table.width;
  const planned = world.rootCodes.subarray(base, base + table.width);
  place.planned = planned;
  place.move(row, state);
  for (const [index, field] of table.story.fields.entries()) {
    if (field.type === 'slot') fillSlot(state, row, field);
    table.fields[index]?.(place);
  }
  state.arena.codes.set(planned, row.at);
  state.rows.push(row);
  return row;
}

/** The place of the root's row, whose codes are planned. */
class RootPlace extends DrawPlace {
  planned: Int32Array = new Int32Array(0);

  override draw(variable: number): number {
    return this.planned[variable] as number;
  }
}

/** Frames of a scope's activities and of its timelines. */
interface ScopeFrames {
  readonly activity: Frame;
  readonly latent: Frame;
}

function fillSlot(
  state: SubjectState,
  row: DrawnRow,
  field: Extract<Field, { readonly type: 'slot' }>,
): void {
  const { story, world } = state.source;
  const position = story.domains[field.domain]?.slots.indexOf(field.column) ?? -1;
  const domain = world.domains[field.domain];
  const token = domain?.own[position]?.[state.subject] ?? -1;
  state.arena.codes[row.tokensAt + field.column] = token + 1;
  row.cells[field.column] = token < 0 ? null : (domain?.values[token] ?? null);
}

/** The root's timeline is the plan's; those below are drawn given their owner. */
function timelineOf(
  state: SubjectState,
  of: {
    readonly index: number;
    readonly scope: ScopeStory;
    readonly owner: DrawnRow;
    readonly frames: ScopeFrames;
  },
): Timeline {
  const { index, scope, owner, frames } = of;
  const { story, world, layout } = state.source;
  const width = defined(story.space[scope.latentRecord], 'record exists').variables.length;
  const tables = scope.tables.map((name) => tableOf(state, name));
  const timed = scope.kinds.map((kind) =>
    kind.slots.some((at) => (layout.tables.get(scope.tables[at] ?? '')?.time ?? -1) >= 0),
  );
  const latentAt = state.arena.take(width);
  const besides = relationsOf(layout, scope);
  const fixed = { scope, owner, tables, timed, latentAt, besides, frame: frames.activity };
  if (index === 0) {
    const [from, to] = [state.subject * width, (state.subject + 1) * width];
    state.arena.codes.set(world.latentCodes.subarray(from, to), latentAt);
    const latents = world.latents.subarray(from, to);
    return { ...fixed, latents, unborn: unbornOf(scope, latents) };
  }
  frames.latent.at.set([latentAt, owner.at]);
  drawCodes(state.source, scope.latentRecord, { frame: frames.latent, random: state.random });
  const latents = Float64Array.from(latentStats(scope), (one, variable) => {
    const code = state.arena.codes[latentAt + variable] as number;
    const value = one === null ? null : numericEncoder(one).decode(code, state.random);
    return value ?? Number.NaN;
  });
  const seed = replayedTimeline(state.seed, owner);
  if (seed !== undefined) {
    onlySeed(scope, latents, seed);
    encodeLatents(scope, latents, state.arena.codes.subarray(latentAt, latentAt + width));
  }
  return { ...fixed, latents, unborn: unbornOf(scope, latents) };
}

/** By sort: rows that are to be born. */
function unbornOf(scope: ScopeStory, latents: Float64Array): Int32Array {
  const base = birthsAt(scope);
  const sorts = scope.births.reduce((sum, one) => sum + one.laws.length, 0);
  return Int32Array.from(
    { length: sorts },
    (_, at) => Math.round(latents[base + at] as number) || 0,
  );
}
