import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import type { Frame } from '../models/frame.ts';
import type { SequenceModel } from '../models/sequence-model.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import type { CodeArena } from './code-arena.ts';
import type { DrawSubject } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import type { PlannedWorld } from './plan-world.ts';
import type { TableRelation } from './row-views.ts';
import type { SeedReplay } from './seed-replay.ts';
import type { SeedScript } from './seed-script.ts';
import type { ScopeStory, Story } from './story.ts';
import type { TableDraw } from './table-draw.ts';

/** What subjects are drawn from. */
export interface DrawSource {
  readonly layout: GenerationLayout;
  readonly story: Story;
  readonly model: SequenceModel;
  readonly world: PlannedWorld;
  readonly startUs: number;
  /** No activity begins after it, microseconds UTC. */
  readonly endUs: number;
  /** Cell of a reference row: key part of a name's token. */
  readonly cellOf: (domain: number, token: number, part: number) => Value;
  /** By subject: the real rows that it goes on from. */
  readonly seeds?: readonly SeedScript[];
}

/** A link row with the two rows that it ties. */
export interface DrawnLink {
  readonly row: DrawnRow;
  readonly from: DrawnRow;
  readonly to: DrawnRow;
}

/** A subject while its rows are drawn. */
export interface SubjectState extends DrawSubject {
  readonly source: DrawSource;
  readonly arena: CodeArena;
  readonly random: Random;
  readonly tables: ReadonlyMap<string, TableDraw>;
  /** All rows but the links', in the order of drawing. */
  readonly rows: DrawnRow[];
  readonly links: DrawnLink[];
  /** Its seed, null without one. */
  readonly seed: SeedReplay | null;
}

/** The timeline below one row. */
export interface Timeline {
  readonly scope: ScopeStory;
  readonly owner: DrawnRow;
  /** Place of the latents' codes in the arena. */
  readonly latentAt: number;
  readonly latents: Float64Array;
  readonly tables: readonly TableDraw[];
  /** By kind: whether any of its rows has a time. */
  readonly timed: readonly boolean[];
  readonly besides: readonly TableRelation[];
  readonly frame: Frame;
  /** By sort: rows that are to be born yet. */
  readonly unborn: Int32Array;
}

/** One activity of a timeline. */
export interface Activity {
  readonly kind: number;
  /** Place of its codes in the arena. */
  readonly at: number;
  /** Microseconds UTC, NaN where none of its rows has a time. */
  readonly time: number;
  /** Activities that are left, with this one. */
  readonly left: number;
  /** By slot: number of the seed's row; undefined for a new activity. */
  readonly told: readonly number[] | undefined;
}

/** The table of that name. */
export function tableOf(state: SubjectState, name: string): TableDraw {
  return defined(state.tables.get(name), `table ${name} is open`);
}

const NO_PARENTS: (DrawnRow | null | undefined)[] = [];

/** An empty row of a table, the last of the subject's. */
export function newRow(state: SubjectState, table: TableDraw, owner: DrawnRow | null): DrawnRow {
  const row = blankRow(state, table, owner);
  state.rows.push(row);
  return row;
}

/** An empty row of a table that stands outside the order of rows. */
export function blankRow(state: SubjectState, table: TableDraw, owner: DrawnRow | null): DrawnRow {
  const { columns } = table.layout.table;
  const { relations } = table.layout;
  const at = state.arena.take(table.width + columns.length);
  return {
    table: table.layout.table.name,
    cells: new Array<Value>(columns.length).fill(null),
    at,
    tokensAt: at + table.width,
    time: Number.NaN,
    owner,
    parents: relations.length === 0 ? NO_PARENTS : relations.map(() => null),
    order: state.rows.length,
    lastUse: Number.NEGATIVE_INFINITY,
    key: 0,
    isDropped: false,
  };
}
