import type { EncoderForm } from '../core/encoder-form.ts';
import { defined } from '../core/invariant.ts';
import { createRandom, type Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import type { Sample } from '../encoders/encoder.ts';
import { privateTokens } from '../encoders/private-tokens.ts';
import { knownValues, publicValues } from '../encoders/public-values.ts';
import type { ValuesSpent } from '../models/privacy/split-budget.ts';
import { activitiesOf, type ScopeActivities } from '../sequences/activities.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import { type DatabaseStore, type TableStore, timesOf } from '../sequences/table-store.ts';
import { type RowTypes, rowTypes } from '../sequences/type-column.ts';
import { learnAddressSpace } from '../subjects/address-space.ts';
import { learnNameStyle } from '../subjects/fresh-names.ts';
import { freshVocabulary } from '../subjects/fresh-words.ts';
import type { LearnedBirths } from './births.ts';
import { checkEncoders } from './check-encoders.ts';
import { type DomainPlan, planDomains } from './domain-plan.ts';
import {
  type DomainSource,
  type LearnedDomain,
  learnDomains,
  type TokensOf,
  tokenizer,
} from './learn-domains.ts';
import { learnReferences } from './learn-references.ts';
import { markedColumns } from './learn-relations.ts';
import { learnSlots } from './learn-slots.ts';
import { learnSpace } from './learn-space.ts';
import type { FieldSource } from './learn-value-fields.ts';
import { type ValuePrivacy, ValueProtection } from './protect-values.ts';
import type { Story } from './story.ts';

/** How to learn a story. */
export interface StoryOptions {
  readonly seed: number;
  readonly k: number;
  readonly publicValues: Readonly<Record<string, readonly string[]>>;
  /** By `table.column`: how its values are coded, where the choice by the data is wrong. */
  readonly encoders: Readonly<Record<string, EncoderForm>>;
  /** What values and bounds may spend; without it they are protected by k subjects alone. */
  readonly valuePrivacy?: ValuePrivacy;
}

/** A story with what the encoding of the training data needs beside it. */
export interface LearnedStory {
  readonly story: Story;
  readonly activities: readonly ScopeActivities[];
  /** By scope: rows that are born, counted. */
  readonly births: readonly (readonly LearnedBirths[])[];
  readonly domains: readonly LearnedDomain[];
  readonly tokens: TokensOf;
  /** What protecting values has cost; null without a budget. */
  readonly valuesSpent: ValuesSpent | null;
}

const HOUR_US = 3_600_000_000;
const VOCABULARY = 1500;
const MOST_SALT = 2 ** 31;

/**
 * Learns everything about the data but the laws of codes.
 *
 * @throws ScenarioError if a column has no such encoder as the options ask for
 */
export function learnStory(
  layout: GenerationLayout,
  database: DatabaseStore,
  options: StoryOptions,
): LearnedStory {
  checkEncoders(layout, options.encoders);
  const plan = planDomains(layout);
  const isPublic = publicValues(options.publicValues);
  const protection = protectionOf(layout, plan, options);
  const base = { layout, plan, database, isPublic, k: options.k };
  const source: DomainSource = protection === null ? base : { ...base, protection };
  const tokens = tokenizer(source);
  const domains = learnDomains(source, tokens);
  const names = namesOf(source);
  const baseUs = startOf(database);
  const fieldSource: Omit<FieldSource, 'profiles'> = {
    ...source,
    domains,
    baseUs,
    encoders: options.encoders,
    salt: createRandom(options.seed, 'text salt').integer(MOST_SALT),
    privateTokens: privateTokens({ ...names, hosts: hostsOf(source) }),
    marked: markedColumns(database),
    holders: holdersOf(domains, database.subjects),
  };
  const { activities, typeColumns } = learnActivities(source);
  const parts = learnSpace({ layout, source: fieldSource, activities, typeColumns });
  const random = createRandom(options.seed, 'story');
  const story: Story = {
    k: options.k,
    subjects: database.subjects,
    baseUs,
    reachUs: parts.reachUs,
    space: parts.space,
    domains: domains.map((one) => one.story),
    slots: learnSlots(domains, options.k),
    tables: parts.tables,
    scopes: parts.scopes,
    references: learnReferences(source, domains, tokens),
    ...learnNames(source, names, random),
  };
  const valuesSpent = protection?.spent() ?? null;
  return { story, activities, births: parts.births, domains, tokens, valuesSpent };
}

function protectionOf(layout: GenerationLayout, plan: DomainPlan, options: StoryOptions) {
  const { k, valuePrivacy } = options;
  if (valuePrivacy === undefined) return null;
  return new ValueProtection({ layout, plan, k }, knownValues(options.publicValues), valuePrivacy);
}

/** The activities of each scope, and by table the column that says what its rows are. */
function learnActivities(source: DomainSource) {
  const { layout, database } = source;
  const types = new Map(
    layout.scopes.flatMap((one) => one.tables.map((name) => [name, typesOf(name, source)])),
  );
  const activities = layout.scopes.map((one) =>
    activitiesOf(
      one,
      database,
      one.tables.map((name) => defined(types.get(name), 'table has types')),
    ),
  );
  const typeColumns = new Map([...types].map(([name, one]) => [name, one.column]));
  return { activities, typeColumns };
}

/** What names of the new world look like. */
function learnNames(source: DomainSource, names: ReturnType<typeof namesOf>, random: Random) {
  const taken = takenWords(names);
  const users = names.user;
  return {
    addresses: learnAddressSpace(names.address, random),
    names: learnNameStyle(names.fqdn, { k: source.k, users, hosts: hostsOf(source) }),
    accountsWithRealm: users.filter((one) => one.includes('\\')).length / Math.max(1, users.length),
    words: freshVocabulary(VOCABULARY, random, (word) => taken.has(word)),
  };
}

/** What the rows of a table are: types that at least k subjects share, or that are no secret. */
function typesOf(name: string, source: DomainSource): RowTypes {
  const store = defined(source.database.tables.get(name), 'table was read');
  return rowTypes(store, (column, value) => {
    const schema = defined(store.layout.table.columns[column], 'column exists');
    if (source.isPublic(name, schema.name, schema.kind, String(value))) return true;
    if (schema.protection === 'fresh') return false;
    const told = source.protection?.labels(
      { table: store.layout, schema },
      labelsOf(store, column),
    );
    if (told !== undefined) return heldBy(told, value) >= source.k;
    return subjectsOf(store, column, value) >= source.k;
  });
}

function labelsOf(store: TableStore, column: number): Sample<string> {
  const { codes, dictionary } = defined(store.columns[column], 'column was read');
  return {
    length: store.rows,
    value: (row) => (dictionary?.values[codes[row] as number] ?? null) as string | null,
    subject: (row) => store.subjects[row] ?? row,
  };
}

function heldBy(sample: Sample<string>, value: Value): number {
  let held = 0;
  for (let row = 0; row < sample.length; row += 1) if (sample.value(row) === value) held += 1;
  return held;
}

function subjectsOf(store: TableStore, column: number, value: Value): number {
  const { codes, dictionary } = defined(store.columns[column], 'column was read');
  const wanted = dictionary?.values.findIndex((one) => one === value) ?? -1;
  const subjects = new Set<number>();
  for (const [row, code] of codes.entries()) {
    if (code === wanted) subjects.add(store.subjects[row] as number);
  }
  return subjects.size;
}

/** Subjects that bear the same name of their own are one host's; without a name each is one. */
function holdersOf(domains: readonly LearnedDomain[], subjects: number): Int32Array {
  const own = domains.flatMap((one) => one.slotTokens.slice(0, 1));
  const numbers = new Map<string, number>();
  return Int32Array.from({ length: subjects }, (_, subject) => {
    const tokens = own.map((one) => one[subject] ?? -1);
    const key = tokens.every((one) => one < 0) ? `subject ${subject}` : tokens.join();
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}

/** All names of the data, by sort. */
function namesOf(source: DomainSource): Record<'address' | 'fqdn' | 'user', string[]> {
  const names: Record<'address' | 'fqdn' | 'user', string[]> = { address: [], fqdn: [], user: [] };
  const seen = new Set<unknown>();
  for (const store of source.database.tables.values()) {
    for (const [column, schema] of store.layout.table.columns.entries()) {
      const { kind } = schema;
      if (kind !== 'address' && kind !== 'fqdn' && kind !== 'user') continue;
      const { dictionary } = defined(store.columns[column], 'column was read');
      if (dictionary === null || seen.has(dictionary)) continue;
      seen.add(dictionary);
      for (const value of dictionary.values) {
        if (!source.isPublic('', '', kind, String(value))) names[kind].push(String(value));
      }
    }
  }
  return names;
}

/** Names of the subjects themselves. */
function hostsOf(source: DomainSource): string[] {
  const store = defined(source.database.tables.get(source.layout.root.table.name), 'root was read');
  return store.layout.table.columns.flatMap((one, column) => {
    const { codes, dictionary } = defined(store.columns[column], 'column was read');
    if (one.kind !== 'fqdn') return [];
    return [...new Set(codes)].flatMap((code) => String(dictionary?.values[code] ?? ''));
  });
}

function takenWords(names: Readonly<Record<string, readonly string[]>>): Set<string> {
  const texts = Object.values(names).flat();
  return new Set(texts.flatMap((one) => one.toLowerCase().split(/[^a-z]+/)));
}

/** The earliest time below the root, cut to the hour. */
function startOf(database: DatabaseStore): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const store of database.tables.values()) {
    if (store.layout.context === null) continue;
    for (const time of timesOf(store)) if (time < earliest) earliest = time;
  }
  return Number.isFinite(earliest) ? Math.floor(earliest / HOUR_US) * HOUR_US : 0;
}
