import { defined } from '../core/invariant.ts';
import type { Value } from '../core/row.ts';
import type { RecordCodes } from '../models/code-space.ts';
import type { TableStore } from '../sequences/table-store.ts';
import { birthIndex } from './births.ts';
import { cellAt, type FieldEncoder, fieldEncoder } from './encode-fields.ts';
import { emptyCodes } from './record-codes.ts';
import type { ScopeStory, Story, TableStory } from './story.ts';

/** A table of the seeds. */
export interface SeedTable {
  readonly store: TableStore;
  readonly story: TableStory;
  readonly codes: RecordCodes;
  /** By field; null where the replay settles it. */
  readonly fields: readonly (FieldEncoder | null)[];
}

/** Opens a table of the seeds, with the encoders that the generator was trained with. */
export function openSeedTable(store: TableStore, story: Story): SeedTable {
  const own = defined(story.tables[store.layout.table.name], 'table has a story');
  const codes = emptyCodes(defined(story.space[own.record], 'record exists'), store.rows);
  const tokensOf = () => new Int32Array(0);
  const task = { store, codes, domains: [], tokensOf, baseUs: story.baseUs };
  const fields = own.fields.map((field) =>
    field.type === 'identity' || field.type === 'slot' ? null : fieldEncoder(field, task),
  );
  return { store, story: own, codes, fields };
}

/** A cell of a seed. */
export function seedCell(table: SeedTable, column: number, row: number): Value {
  return cellAt(defined(table.store.columns[column], 'column was read'), row);
}

/** Codes of a row, by variable. */
export function seedCodes(table: SeedTable, row: number): Int32Array {
  return Int32Array.from(table.codes.codes, (one) => one[row] as number);
}

/** Position of a row among the sorts of rows that are born below an owner, -1 for none. */
export function birthSort(table: SeedTable, codes: Int32Array, scope: ScopeStory): number {
  const { profile } = table.story;
  const code = profile < 0 ? 0 : (codes[profile] ?? 0);
  return birthIndex(scope.births, scope.tables.indexOf(table.store.layout.table.name), code);
}
