import { defined } from '../core/invariant.ts';
import type { CodeSpace } from './code-space.ts';
import type { FamilyChoices } from './families.ts';
import type { TableSize } from './pick-family.ts';

/** A parent table and the tables whose rows share one timeline below each of its rows. */
export interface TimelineTables {
  readonly parent: string;
  readonly tables: readonly string[];
}

/** What decides the family of a record. */
export interface RecordFamilies {
  readonly choices: FamilyChoices;
  readonly sizes: Readonly<Record<string, TableSize>>;
  readonly scopes: readonly TimelineTables[];
}

/**
 * The family of every record: a row's is its table's, a timeline's and its activities' that of the
 * scope's largest table, which they place in time.
 *
 * @returns by record, names
 */
export function familiesByRecord(space: CodeSpace, of: RecordFamilies): readonly string[] {
  const tableOf = new Map(Object.keys(of.choices).map((name) => [name, name]));
  for (const { parent, tables } of of.scopes) {
    const largest = largestTable(tables, of.sizes);
    tableOf.set(`timeline ${parent}`, largest);
    tableOf.set(`activity ${parent}`, largest);
  }
  return space.map(({ name }) => {
    const table = defined(tableOf.get(name), `record ${name} is of a table`);
    return defined(of.choices[table], `table ${table} has a family`).family;
  });
}

/** The first of equal ones. */
function largestTable(tables: readonly string[], sizes: RecordFamilies['sizes']): string {
  const rowsOf = (name: string) => sizes[name]?.rows ?? 0;
  return tables.reduce((most, one) => (rowsOf(one) > rowsOf(most) ? one : most));
}
