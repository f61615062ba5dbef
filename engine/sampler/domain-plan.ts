import { defined } from '../core/invariant.ts';
import type { ColumnSchema } from '../schema/column.ts';
import { columnIndex } from '../schema/table-schema.ts';
import type { GenerationLayout, TableLayout } from '../sequences/generation-layout.ts';
import type { DomainStory } from './story.ts';

/** A sort of names, before anything was learned about it. */
export interface DomainDraft {
  readonly name: string;
  readonly sort: DomainStory['sort'];
  readonly table: string | null;
}

/** Which columns hold names, and of which domain. */
export interface DomainPlan {
  readonly domains: readonly DomainDraft[];
  /** Domain of a column alone, -1 where it holds no name. */
  readonly ofColumn: (layout: TableLayout, column: number) => number;
  /** Keys towards reference tables: their columns and domain. */
  readonly ofReferences: (
    layout: TableLayout,
  ) => readonly { readonly columns: readonly number[]; readonly domain: number }[];
}

const NAMED: readonly DomainStory['sort'][] = ['address', 'fqdn', 'user'];
const KINDS: readonly string[] = NAMED;

/**
 * Finds the sorts of names: one each for addresses, domain names and accounts, one for each
 * reference table that is keyed by something else, one for each other text that is always fresh.
 */
export function planDomains(layout: GenerationLayout): DomainPlan {
  const drafts: DomainDraft[] = NAMED.map((sort) => ({ name: sort, sort, table: null }));
  const find = (name: string, make: () => DomainDraft) => {
    const known = drafts.findIndex((one) => one.name === name);
    return known >= 0 ? known : drafts.push(make()) - 1;
  };
  const ofTable = (name: string) => {
    const target = defined(layout.tables.get(name), 'reference table exists');
    const [key, ...rest] = target.table.primaryKey.map((one) => columnIndex(target.table, one));
    const kind = target.table.columns[key ?? 0]?.kind;
    const named = KINDS.indexOf(kind ?? '');
    if (rest.length === 0 && named >= 0) return named;
    return find(`table ${name}`, () => ({ name: `table ${name}`, sort: 'table', table: name }));
  };
  const ofReferences: DomainPlan['ofReferences'] = (one) =>
    one.references.map((key) => ({
      columns: key.columns.map((name) => columnIndex(one.table, name)),
      domain: ofTable(key.target),
    }));
  for (const one of layout.tables.values()) ofReferences(one);
  const ofColumn: DomainPlan['ofColumn'] = (one, column) => {
    const schema = defined(one.table.columns[column], 'column exists');
    const named = KINDS.indexOf(schema.kind);
    if (named >= 0 || !isFreshText(schema)) return named;
    const name = `${one.table.name}.${schema.name}`;
    return find(name, () => ({ name, sort: 'label', table: null }));
  };
  for (const one of layout.tables.values()) {
    for (const column of one.table.columns.keys()) ofColumn(one, column);
  }
  return { domains: drafts, ofColumn, ofReferences };
}

function isFreshText(column: ColumnSchema): boolean {
  const isText = column.kind === 'category' || column.kind === 'path' || column.kind === 'text';
  return column.protection === 'fresh' && isText;
}
