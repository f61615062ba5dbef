import { defined } from '../core/invariant.ts';
import { analyzeNumeric, numericEncoder } from '../encoders/numeric-encoder.ts';
import type { IsPublic } from '../encoders/public-values.ts';
import { columnIndex } from '../schema/table-schema.ts';
import type { Dictionary } from '../sequences/dictionary.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import type { DatabaseStore, TableStore } from '../sequences/table-store.ts';
import { addressScope } from '../subjects/address-space.ts';
import type { DomainPlan } from './domain-plan.ts';
import { groupTokens, type IdentityRows, type TokenGroups } from './entity-groups.ts';
import { demandsOf, gatherMeetings } from './met-names.ts';
import { learnOwnMeetings } from './own-meetings.ts';
import type { ValueProtection } from './protect-values.ts';
import type { DomainStory, EntityClass, EntityGroup } from './story.ts';

/** A domain with the numbers (tokens) that its names have in the training data. */
export interface LearnedDomain {
  readonly story: DomainStory;
  readonly scopes: number;
  /** By token: its scope. */
  readonly scopeOf: Uint8Array;
  /** By slot: the subject's own token, -1 for none. */
  readonly slotTokens: readonly Int32Array[];
  /** By token: position among the public names, -1 for none. */
  readonly literalOf: Int32Array;
  readonly classOf: Int32Array;
  /** By group: distinct names of it that each subject meets. */
  readonly demands: readonly Int32Array[];
}

/** Tokens of the cells of one identity field. */
export type TokensOf = (table: string, columns: readonly number[]) => Int32Array;

/** Where domains are learned from. */
export interface DomainSource {
  readonly layout: GenerationLayout;
  readonly plan: DomainPlan;
  readonly database: DatabaseStore;
  readonly isPublic: IsPublic;
  readonly k: number;
  /** Counts values with noise; absent without a budget of differential privacy. */
  readonly protection?: ValueProtection;
}

/** Number of classes of a name by the subjects that meet it: one, two to four, more. */
export const DEGREE_CLASSES = 3;

const SCOPES: Readonly<Record<DomainStory['sort'], number>> = {
  address: 5,
  fqdn: 2,
  user: 2,
  label: 1,
  table: 1,
};
const MAX_LITERALS = 48;

/** Scope of a name: where an address lies, whether a name has labels or an account a realm. */
export function scopeOfName(sort: DomainStory['sort'], name: string): number {
  if (sort === 'address') return addressScope(name);
  if (sort === 'fqdn') return name.includes('.') ? 1 : 0;
  if (sort === 'user') return name.includes('\\') ? 1 : 0;
  return 0;
}

/** The group of a class of names. */
export function groupOfClass(kind: number): number {
  return Math.floor(kind / DEGREE_CLASSES);
}

/** Scopes of a sort of names. */
export function scopesOf(sort: DomainStory['sort']): number {
  return SCOPES[sort];
}

/** Numbers the names of every identity field; a name is one number wherever it stands. */
export function tokenizer(source: DomainSource): TokensOf {
  const { plan, database, layout } = source;
  const keys = new Map<string, Map<string, number>>();
  const keysOf = (table: string) => {
    const known = keys.get(table);
    if (known !== undefined) return known;
    const store = defined(database.tables.get(table), 'reference table was read');
    const columns = store.layout.table.primaryKey.map((one) =>
      columnIndex(store.layout.table, one),
    );
    const fresh = new Map<string, number>();
    for (let row = 0; row < store.rows; row += 1) fresh.set(cellsKey(store, columns, row), row);
    keys.set(table, fresh);
    return fresh;
  };
  return (table, columns) => {
    const store = defined(database.tables.get(table), 'table was read');
    const own = defined(layout.tables.get(table), 'table has a layout');
    const reference = plan.ofReferences(own).find((one) => one.columns.join() === columns.join());
    const target = reference === undefined ? null : plan.domains[reference.domain]?.table;
    const codes = store.columns[columns[0] ?? 0]?.codes ?? new Int32Array(0);
    if (target === null || target === undefined) return codes;
    const rows = keysOf(target);
    return Int32Array.from(
      { length: store.rows },
      (_, row) => rows.get(cellsKey(store, columns, row)) ?? -1,
    );
  };
}

function cellsKey(store: TableStore, columns: readonly number[], row: number): string {
  return JSON.stringify(
    columns.map((one) => {
      const column = defined(store.columns[one], 'column was read');
      return column.numbers.length > 0
        ? (column.numbers[row] ?? null)
        : (column.dictionary?.values[column.codes[row] as number] ?? null);
    }),
  );
}

/** Learns who meets how many names, and by how many subjects a name is met. */
export function learnDomains(source: DomainSource, tokens: TokensOf): LearnedDomain[] {
  return source.plan.domains.map((_, domain) => learnDomain(source, domain, tokens));
}

function learnDomain(source: DomainSource, domain: number, tokens: TokensOf): LearnedDomain {
  const draft = defined(source.plan.domains[domain], 'domain was planned');
  const { layout, database, k } = source;
  const dictionary = dictionaryOf(source, domain);
  const rootColumns = [...layout.root.table.columns.keys()].filter(
    (column) => source.plan.ofColumn(layout.root, column) === domain,
  );
  const rootStore = defined(database.tables.get(layout.root.table.name), 'root was read');
  const slotTokens = rootColumns.map((one) => rootStore.columns[one]?.codes ?? new Int32Array(0));
  const size = sizeOf(source, domain);
  const scopeOf = Uint8Array.from({ length: size }, (_, token) =>
    scopeOfName(draft.sort, String(dictionary?.values[token] ?? '')),
  );
  const fields = identityRows(source, domain, tokens);
  const scopes = scopesOf(draft.sort);
  const groups = groupTokens({ database, fields, scopeOf, scopes, k });
  const { literals, literalOf } = literalsOf(source, { domain, size, dictionary });
  const { groupOf } = groups;
  const names = gatherMeetings({ database, fields, slotTokens, literalOf });
  const demands = demandsOf(names, groupOf, groups.scopes.length);
  const { degrees } = names;
  const classOf = Int32Array.from(groupOf, (group, token) => {
    return group * DEGREE_CLASSES + degreeClass(degrees[token] as number);
  });
  const met = [...degrees.keys()].filter((token) => (degrees[token] as number) > 0);
  const count = groups.scopes.length * DEGREE_CLASSES;
  const story: DomainStory = {
    ...draft,
    slots: rootColumns,
    literals,
    groups: groupStories(met, groups, new Set(slotTokens.flatMap((one) => [...one]))),
    classes: classesOf(met, { degrees, classOf, count, k }),
    own: learnOwnMeetings({ met: names, slotTokens, groupOf, demands, k }),
  };
  return { story, scopes, scopeOf, slotTokens, literalOf, classOf, demands };
}

/** By group: its scope, and which share of its names are some subject's own. */
function groupStories(
  met: readonly number[],
  groups: TokenGroups,
  own: ReadonlySet<number>,
): EntityGroup[] {
  return groups.scopes.map((scope, group) => {
    const names = met.filter((token) => groups.groupOf[token] === group);
    const ownNames = names.filter((token) => own.has(token)).length;
    return { scope, ownShare: names.length === 0 ? 0 : ownNames / names.length };
  });
}

function degreeClass(degree: number): number {
  if (degree <= 1) return 0;
  return degree <= 4 ? 1 : 2;
}

function sizeOf(source: DomainSource, domain: number): number {
  const table = source.plan.domains[domain]?.table;
  if (table !== null && table !== undefined) return source.database.tables.get(table)?.rows ?? 0;
  return dictionaryOf(source, domain)?.values.length ?? 0;
}

function dictionaryOf(source: DomainSource, domain: number): Dictionary | null {
  for (const layout of source.layout.tables.values()) {
    for (const column of layout.table.columns.keys()) {
      if (source.plan.ofColumn(layout, column) !== domain) continue;
      return source.database.tables.get(layout.table.name)?.columns[column]?.dictionary ?? null;
    }
  }
  return null;
}

/** Public names that occur; keys of reference tables have none. */
function literalsOf(
  source: DomainSource,
  of: { readonly domain: number; readonly size: number; readonly dictionary: Dictionary | null },
) {
  const literalOf = new Int32Array(of.size).fill(-1);
  const literals: string[] = [];
  const draft = source.plan.domains[of.domain];
  if (draft === undefined || draft.table !== null) return { literals, literalOf };
  const [table, column] = draft.name.split('.');
  for (const [token, value] of (of.dictionary?.values ?? []).entries()) {
    if (literals.length >= MAX_LITERALS) break;
    const isPublic = source.isPublic(table ?? '', column ?? '', draft.sort, String(value));
    if (isPublic) literalOf[token] = literals.push(String(value)) - 1;
  }
  return { literals, literalOf };
}

/** Identity fields of the domain below the root. */
function identityRows(source: DomainSource, domain: number, tokens: TokensOf): IdentityRows[] {
  return [...source.layout.tables.values()]
    .filter((one) => one.context !== null)
    .flatMap((one) => identityColumns(one.table.name, source, domain))
    .map((one) => ({ ...one, tokens: tokens(one.table, one.columns) }));
}

/** Identity fields of a table that belong to a domain: keys of reference tables, then columns. */
export function identityColumns(table: string, source: DomainSource, domain: number | null) {
  const layout = defined(source.layout.tables.get(table), 'table has a layout');
  const references = source.plan.ofReferences(layout);
  const covered = new Set(references.flatMap((one) => one.columns));
  const columns = [...layout.table.columns.keys()]
    .filter((column) => !covered.has(column))
    .map((column) => ({ columns: [column], domain: source.plan.ofColumn(layout, column) }));
  return [...references, ...columns]
    .filter((one) => one.domain >= 0 && (domain === null || one.domain === domain))
    .map((one) => ({ ...one, table }));
}

function classesOf(
  met: readonly number[],
  of: {
    readonly degrees: Int32Array;
    readonly classOf: Int32Array;
    readonly count: number;
    readonly k: number;
  },
): EntityClass[] {
  return Array.from({ length: of.count }, (_, index) => {
    const own = met.filter((token) => of.classOf[token] === index);
    const values = own.map((token) => of.degrees[token] as number);
    return { entities: own.length, ...learnCounts(values, of.k) };
  });
}

/** Law of a count over things that are one subject each. */
export function learnCounts(values: readonly number[], k: number) {
  const sample = {
    length: values.length,
    value: (row: number) => values[row] ?? null,
    subject: (row: number) => row,
  };
  const degrees = analyzeNumeric(sample, { k, exactBelow: 2 });
  const encoder = numericEncoder(degrees);
  const degreeWeights = new Array<number>(encoder.cardinality).fill(0);
  for (const value of values) {
    const code = encoder.encode(value);
    degreeWeights[code] = (degreeWeights[code] ?? 0) + 1;
  }
  return { degrees, degreeWeights };
}
