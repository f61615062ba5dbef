import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import type { SequenceModel } from '../models/sequence-model.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import type { RecencyList } from '../sequences/recency.ts';
import type { DrawPlace, Forced } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import type { PlannedWorld } from './plan-world.ts';
import type { ScopeStory, Story } from './story.ts';
import type { StubQueue } from './stub-queue.ts';
import type { EncoderCache, TableDraw } from './table-draw.ts';

/** What subjects are drawn from. */
export interface DrawSource {
  readonly layout: GenerationLayout;
  readonly story: Story;
  readonly model: SequenceModel;
  readonly world: PlannedWorld;
  readonly startUs: number;
  /** Cell of a reference row: key part of a name's token. */
  readonly cellOf: (domain: number, token: number, part: number) => Value;
}

/** A link row with the two rows that it ties. */
export interface DrawnLink {
  readonly row: DrawnRow;
  readonly from: DrawnRow;
  readonly to: DrawnRow;
}

/** A subject while its rows are drawn. */
export interface SubjectState {
  readonly source: DrawSource;
  readonly random: Random;
  readonly subject: number;
  readonly tables: ReadonlyMap<string, TableDraw>;
  readonly encoders: EncoderCache;
  /** All rows but the links', in the order of drawing. */
  readonly rows: DrawnRow[];
  readonly links: DrawnLink[];
  /** By domain: names met, and those still to be met. */
  readonly met: readonly RecencyList[];
  readonly stubs: readonly StubQueue[];
  /** Stands for the account in profile directories. */
  readonly account: string;
}

/** The timeline below one row. */
export interface Timeline {
  readonly scope: ScopeStory;
  readonly owner: DrawnRow;
  readonly latentCodes: Int32Array;
  readonly latents: Float64Array;
  readonly tables: readonly TableDraw[];
  /** By kind: whether any of its rows has a time. */
  readonly timed: readonly boolean[];
}

/** One activity of a timeline. */
export interface Activity {
  readonly kind: number;
  readonly codes: Int32Array;
  /** Microseconds UTC, NaN where none of its rows has a time. */
  readonly time: number;
  /** Activities that are left, with this one. */
  readonly left: number;
}

/** No cell is given from outside. */
export const UNFORCED: ReadonlyMap<number, Forced> = new Map();

/** The table of that name. */
export function tableOf(state: SubjectState, name: string): TableDraw {
  return defined(state.tables.get(name), `table ${name} is open`);
}

/** An empty row of a table. */
export function newRow(state: SubjectState, table: TableDraw, owner: DrawnRow | null): DrawnRow {
  const { columns } = table.layout.table;
  return {
    table: table.layout.table.name,
    cells: new Array<Value>(columns.length).fill(null),
    codes: new Int32Array(table.width),
    tokens: new Int32Array(columns.length).fill(-1),
    time: Number.NaN,
    owner,
    parents: table.layout.relations.map(() => null),
    order: state.rows.length,
    lastUse: Number.NEGATIVE_INFINITY,
    key: 0,
    isDropped: false,
  };
}

/** Where the cells of a row are drawn. */
export function placeOf(
  state: SubjectState,
  table: TableDraw,
  of: Pick<DrawPlace, 'row' | 'forced' | 'draw'>,
): DrawPlace {
  const { words } = state.source.story;
  return {
    ...of,
    lag1: table.last,
    lag2: table.beforeLast,
    random: state.random,
    subject: state.subject,
    maker: { account: () => state.account, word: (random) => random.pick(words) },
    met: state.met,
    stubs: state.stubs,
  };
}
