import { defined } from '../core/invariant.ts';
import { type NumericStats, numericEncoder } from '../encoders/numeric-encoder.ts';
import type { GenerationLayout, TableLayout } from '../sequences/generation-layout.ts';
import { RecencyList } from '../sequences/recency.ts';
import { fieldDrawer } from './draw-fields.ts';
import type { DrawTask, FieldDrawer } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import type { Story, TableStory } from './story.ts';

/** A table while a subject's rows are drawn. */
export interface TableDraw {
  readonly layout: TableLayout;
  readonly story: TableStory;
  readonly fields: readonly (FieldDrawer | null)[];
  /** Variables of the table's record. */
  readonly width: number;
  readonly offset: ReturnType<typeof numericEncoder>;
  /** By relation: columns of the parent after which no row names it. */
  readonly closing: readonly (readonly number[])[];
  /** Last two rows and the first of the subject. */
  last: DrawnRow | null;
  beforeLast: DrawnRow | null;
  first: DrawnRow | null;
  /** Orders of the rows that others may name, by last use. */
  rows: RecencyList;
}

/** Opens every table's drawers once. */
export function openTables(
  layout: GenerationLayout,
  story: Story,
  task: DrawTask,
): Map<string, TableDraw> {
  const tables = new Map<string, TableDraw>();
  for (const [name, one] of layout.tables) {
    const own = defined(story.tables[name], 'table has a story');
    const fields = own.fields.map((field) => fieldDrawer(field, task));
    tables.set(name, {
      layout: one,
      story: own,
      fields,
      width: story.space[own.record]?.variables.length ?? 0,
      offset: numericEncoder(own.offsetStats),
      closing: closingColumns(own, one),
      last: null,
      beforeLast: null,
      first: null,
      rows: new RecencyList(),
    });
  }
  return tables;
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
  table.rows = new RecencyList();
}

/** Makes a row the last of its table. */
export function rememberRow(table: TableDraw, row: DrawnRow): void {
  table.beforeLast = table.last;
  table.last = row;
  table.first ??= row;
  table.rows.touch(row.order);
}

/** Opens each law of a number once. */
export class EncoderCache {
  readonly #known = new Map<NumericStats, ReturnType<typeof numericEncoder>>();

  of(stats: NumericStats): ReturnType<typeof numericEncoder> {
    const known = this.#known.get(stats) ?? numericEncoder(stats);
    this.#known.set(stats, known);
    return known;
  }
}
