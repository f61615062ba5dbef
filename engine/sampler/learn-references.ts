import { defined } from '../core/invariant.ts';
import { columnIndex } from '../schema/table-schema.ts';
import type { DomainSource, LearnedDomain, TokensOf } from './learn-domains.ts';
import type { ReferenceStory } from './story.ts';

const MAX_ROWS_BY_NAME = 12;

/**
 * Learns how many rows each reference table has, and whether it tells about the names of another:
 * its key starts with a name that is no foreign key, and it is no key's target itself.
 */
export function learnReferences(
  source: DomainSource,
  domains: readonly LearnedDomain[],
  tokens: TokensOf,
): Record<string, ReferenceStory> {
  const references: Record<string, ReferenceStory> = {};
  const targets = new Set(
    [...source.layout.tables.values()].flatMap((one) => one.references.map((two) => two.target)),
  );
  for (const layout of source.layout.references) {
    const { name } = layout.table;
    const first = columnIndex(layout.table, layout.table.primaryKey[0] ?? '');
    const foreign = new Set(layout.table.relationships.flatMap((one) => one.columns));
    const isForeign = foreign.has(layout.table.primaryKey[0] ?? '');
    const domain = targets.has(name) || isForeign ? -1 : source.plan.ofColumn(layout, first);
    const rows = defined(source.database.tables.get(name), 'reference table was read').rows;
    const isComposite = layout.table.primaryKey.length > 1;
    const describes = isComposite ? domain : -1;
    const story = { rows, describes, rowsByName: [1] };
    const learned = domains[describes];
    references[name] =
      learned === undefined
        ? story
        : { ...story, rowsByName: countRows(tokens(name, [first]), learned) };
  }
  return references;
}

/** Shares of the names met with 0, 1, … rows. */
function countRows(tokens: Int32Array, learned: LearnedDomain): number[] {
  const rows = new Map<number, number>();
  for (const token of tokens) rows.set(token, (rows.get(token) ?? 0) + 1);
  const shares = new Array<number>(MAX_ROWS_BY_NAME + 1).fill(0);
  const names = Math.max(1, learned.classOf.length);
  for (let token = 0; token < learned.classOf.length; token += 1) {
    const count = Math.min(MAX_ROWS_BY_NAME, rows.get(token) ?? 0);
    shares[count] = (shares[count] ?? 0) + 1 / names;
  }
  return shares;
}
