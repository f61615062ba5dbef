import { defined } from '../core/invariant.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { SequenceModel } from '../models/sequence-model.ts';
import type { GenerationLayout, TableLayout } from '../sequences/generation-layout.ts';
import { MovingLevel } from '../sequences/moving-level.ts';
import { RowLists } from '../sequences/row-lists.ts';
import type { CodeArena } from './code-arena.ts';
import { fieldDrawer } from './draw-fields.ts';
import { DrawPlace, type DrawTask, type FieldDrawer } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import { type RowViews, rowViews } from './row-views.ts';
import type { Story, TableStory } from './story.ts';

/** A table while a subject's rows are drawn. */
export interface TableDraw {
  readonly layout: TableLayout;
  readonly story: TableStory;
  readonly fields: readonly (FieldDrawer | null)[];
  readonly place: DrawPlace;
  /** Variables of the table's record. */
  readonly width: number;
  /** Null for tables that have no timeline. */
  readonly views: RowViews | null;
  readonly offset: ReturnType<typeof numericEncoder>;
  /** By relation: columns of the parent after which no row names it. */
  readonly closing: readonly (readonly number[])[];
  /** Keys that may name rows of this table. */
  readonly namers: readonly { readonly name: string; readonly relation: number }[];
  /** Last two rows and the first of the subject. */
  last: DrawnRow | null;
  beforeLast: DrawnRow | null;
  first: DrawnRow | null;
  /** By slot number: place of its last row. */
  readonly alike: Map<number, number>;
  /** By relation and the order of the row that is named: place of the last row that did. */
  readonly mates: readonly Map<number, number>[];
  /** By echo and name: place of the last row with it. */
  readonly names: readonly Map<number, number>[];
  readonly levels: readonly MovingLevel[];
  /** By relation: orders of the rows that it may name. */
  lists: RowLists[];
}

/** What tables are opened for. */
export interface OpenTask {
  readonly layout: GenerationLayout;
  readonly story: Story;
  readonly model: SequenceModel;
  readonly arena: CodeArena;
  readonly task: DrawTask;
}

/** Opens every table's drawers once. */
export function openTables(of: OpenTask): Map<string, TableDraw> {
  return new Map([...of.layout.tables].map(([name, one]) => [name, openTable(one, of)]));
}

function openTable(layout: TableLayout, of: OpenTask): TableDraw {
  const { name } = layout.table;
  const story = defined(of.story.tables[name], 'table has a story');
  const scope = of.layout.scopes.find((one) => one.tables.includes(name));
  const spec = of.story.space[story.record];
  const record = { record: story.record, views: spec?.views.length ?? 1 };
  return {
    layout,
    story,
    fields: story.fields.map((field) => fieldDrawer(field, of.task)),
    place: new DrawPlace(of.arena, of.model, record),
    width: spec?.variables.length ?? 0,
    views:
      scope === undefined
        ? null
        : rowViews(of.layout, scope, { table: name, names: story.echoes.length }),
    offset: numericEncoder(story.offsetStats),
    closing: closingColumns(story, layout),
    namers: [...of.layout.tables].flatMap(([namer, one]) =>
      one.relations.flatMap((two, relation) =>
        two.target === name ? [{ name: namer, relation }] : [],
      ),
    ),
    last: null,
    beforeLast: null,
    first: null,
    alike: new Map(),
    mates: layout.relations.map(() => new Map<number, number>()),
    names: story.echoes.map(() => new Map<number, number>()),
    levels: story.levels.map(() => new MovingLevel()),
    lists: layout.relations.map(() => new RowLists()),
  };
}

/** By relation: columns of the parent after which no row of the table names it. */
export function closingColumns(story: TableStory, layout: TableLayout): number[][] {
  return layout.relations.map((_, relation) =>
    story.fields.flatMap((field) =>
      field.type === 'mark' && field.relation === relation && field.closes ? [field.column] : [],
    ),
  );
}

/** Forgets the rows of the subject before. */
export function clearTable(table: TableDraw): void {
  table.last = null;
  table.beforeLast = null;
  table.first = null;
  table.alike.clear();
  for (const one of table.mates) one.clear();
  for (const one of table.names) one.clear();
  for (const one of table.levels) one.clear();
  if (table.lists.length > 0) table.lists = table.lists.map(() => new RowLists());
}

/** Makes a row the last of its table. */
export function rememberRow(table: TableDraw, row: DrawnRow, slot: number): void {
  table.beforeLast = table.last;
  table.last = row;
  table.first ??= row;
  table.alike.set(slot, row.at);
  for (const [index, { column }] of table.story.levels.entries()) {
    const value = row.cells[column];
    table.levels[index]?.observe(typeof value === 'number' ? value : Number.NaN);
  }
}
