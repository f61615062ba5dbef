import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Field } from '../encoders/field.ts';
import { RecencyList } from '../sequences/recency.ts';
import { drawTimeline } from './draw-timeline.ts';
import type { DrawnRow } from './drawn-row.ts';
import { shapeOf } from './encode-fields.ts';
import { drawCodes } from './plan-world.ts';
import type { ScopeStory } from './story.ts';
import { StubQueue } from './stub-queue.ts';
import {
  type DrawnLink,
  type DrawSource,
  newRow,
  placeOf,
  type SubjectState,
  tableOf,
  UNFORCED,
} from './subject-state.ts';
import { clearTable, EncoderCache, openTables, type TableDraw } from './table-draw.ts';

/** All rows of a subject, keys not yet filled in. */
export interface DrawnSubject {
  readonly subject: number;
  readonly rows: ReadonlyMap<string, readonly DrawnRow[]>;
  readonly links: readonly DrawnLink[];
}

/** Draws subjects one after the other; the tables' encoders are opened once. */
export class SubjectDrawer {
  readonly #source: DrawSource;
  readonly #random: Random;
  readonly #tables: Map<string, TableDraw>;
  readonly #encoders = new EncoderCache();

  constructor(source: DrawSource, random: Random) {
    this.#source = source;
    this.#random = random;
    const { story, world, cellOf, startUs, layout } = source;
    const task = { domains: world.domains, shapes: story.domains.map(shapeOf), cellOf, startUs };
    this.#tables = openTables(layout, story, task);
  }

  /** Draws all rows of a subject (0 .. subjects - 1), scope after scope. */
  draw(subject: number): DrawnSubject {
    const state = this.#open(subject);
    const root = drawRoot(state);
    const rows = new Map<string, DrawnRow[]>([[root.table, [root]]]);
    for (const [index, scope] of this.#source.story.scopes.entries()) {
      const before = state.rows.length;
      const owners = rows.get(scope.parent) ?? [];
      for (const owner of owners) drawTimeline(state, timelineOf(state, { index, scope, owner }));
      for (const row of state.rows.slice(before)) {
        const list = rows.get(row.table);
        if (list === undefined) rows.set(row.table, [row]);
        else list.push(row);
      }
    }
    return { subject, rows, links: state.links };
  }

  #open(subject: number): SubjectState {
    const { story, world } = this.#source;
    for (const table of this.#tables.values()) clearTable(table);
    const stubs = world.domains.map(
      (one) => new StubQueue(one.stubs.subarray(one.offsets[subject], one.offsets[subject + 1])),
    );
    return {
      source: this.#source,
      random: this.#random,
      subject,
      tables: this.#tables,
      encoders: this.#encoders,
      rows: [],
      links: [],
      met: story.domains.map(() => new RecencyList()),
      stubs,
      account: `${this.#random.pick(story.words)}${this.#random.integer(90) + 10}`,
    };
  }
}

/** The subject's row: its codes are the plan's. */
function drawRoot(state: SubjectState): DrawnRow {
  const { layout, world } = state.source;
  const table = tableOf(state, layout.root.table.name);
  const row = newRow(state, table, null);
  const base = state.subject * table.width;
  const planned = world.rootCodes.subarray(base, base + table.width);
  row.codes.set(planned);
  const draw = (variable: number) => planned[variable] as number;
  const place = placeOf(state, table, { row, forced: UNFORCED, draw });
  for (const [index, field] of table.story.fields.entries()) {
    if (field.type === 'slot') fillSlot(state, row, field);
    table.fields[index]?.(place);
  }
  row.codes.set(planned);
  state.rows.push(row);
  return row;
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
  row.tokens[field.column] = token;
  row.cells[field.column] = token < 0 ? null : (domain?.values[token] ?? null);
}

/** The root's timeline is the plan's; those below are drawn given their owner. */
function timelineOf(
  state: SubjectState,
  of: { readonly index: number; readonly scope: ScopeStory; readonly owner: DrawnRow },
) {
  const { index, scope, owner } = of;
  const { story, world, layout } = state.source;
  const width = defined(story.space[scope.latentRecord], 'record exists').variables.length;
  const tables = scope.tables.map((name) => tableOf(state, name));
  const timed = scope.kinds.map((kind) =>
    kind.slots.some((at) => (layout.tables.get(scope.tables[at] ?? '')?.time ?? -1) >= 0),
  );
  const fixed = { scope, owner, tables, timed };
  if (index === 0) {
    const [from, to] = [state.subject * width, (state.subject + 1) * width];
    const latentCodes = world.latentCodes.subarray(from, to);
    return { ...fixed, latentCodes, latents: world.latents.subarray(from, to) };
  }
  const latentCodes = new Int32Array(width);
  drawCodes(state.source, scope.latentRecord, [latentCodes, owner.codes], state.random);
  const stats = [...scope.counts, scope.start, scope.span];
  const latents = Float64Array.from(stats, (one, variable) => {
    const code = latentCodes[variable] as number;
    const value = one === null ? null : state.encoders.of(one).decode(code, state.random);
    return value ?? Number.NaN;
  });
  return { ...fixed, latentCodes, latents };
}
