import { defined } from '../core/invariant.ts';
import { createRandom } from '../core/random.ts';
import { privateTokens } from '../encoders/private-tokens.ts';
import { publicValues } from '../encoders/public-values.ts';
import type { RecordSpec, ViewSpec } from '../models/code-space.ts';
import { activitiesOf, type ScopeActivities } from '../sequences/activities.ts';
import type { GenerationLayout, Scope } from '../sequences/generation-layout.ts';
import { type DatabaseStore, timesOf } from '../sequences/table-store.ts';
import { learnAddressSpace } from '../subjects/address-space.ts';
import { learnNameStyle } from '../subjects/fresh-names.ts';
import { freshVocabulary } from '../subjects/fresh-words.ts';
import { planDomains } from './domain-plan.ts';
import type { LearnedDomain } from './learn-domains.ts';
import {
  type DomainSource,
  learnDomains,
  learnSlots,
  type TokensOf,
  tokenizer,
} from './learn-domains.ts';
import { type FieldSource, type LearnedTable, learnTable } from './learn-fields.ts';
import { learnReferences } from './learn-references.ts';
import { markedColumns } from './learn-relations.ts';
import {
  activityVariables,
  latentVariables,
  learnOffsets,
  learnScope,
  type ScopeSource,
  scopeStory,
} from './learn-scope.ts';
import type { Story, TableStory } from './story.ts';

/** How to learn a story. */
export interface StoryOptions {
  readonly seed: number;
  readonly k: number;
  readonly publicValues: Readonly<Record<string, readonly string[]>>;
}

/** A story with what the encoding of the training data needs beside it. */
export interface LearnedStory {
  readonly story: Story;
  readonly activities: readonly ScopeActivities[];
  readonly domains: readonly LearnedDomain[];
  readonly tokens: TokensOf;
}

const HOUR_US = 3_600_000_000;
const VOCABULARY = 1500;
const NO_OFFSET = { type: 'numeric', exact: [0], edges: [], step: 1 } as const;
const PLAIN = { slots: 1, offsetStats: NO_OFFSET, isTight: false };

/** Learns everything about the data but the laws of codes. */
export function learnStory(
  layout: GenerationLayout,
  database: DatabaseStore,
  options: StoryOptions,
): LearnedStory {
  const plan = planDomains(layout);
  const isPublic = publicValues(options.publicValues);
  const source: DomainSource = { layout, plan, database, isPublic, k: options.k };
  const tokens = tokenizer(source);
  const domains = learnDomains(source, tokens);
  const names = namesOf(source);
  const baseUs = startOf(layout, database);
  const fieldSource: FieldSource = {
    ...source,
    domains,
    baseUs,
    privateTokens: privateTokens(names),
    marked: markedColumns(database),
  };
  const activities = layout.scopes.map((one) => activitiesOf(one, database));
  const parts = learnParts(layout, fieldSource, activities);
  const random = createRandom(options.seed, 'story');
  const taken = takenWords(names);
  const story: Story = {
    k: options.k,
    subjects: database.subjects,
    baseUs,
    reachUs: parts.reachUs,
    space: parts.space,
    domains: domains.map((one) => one.story),
    slots: learnSlots(domains),
    tables: parts.tables,
    scopes: parts.scopes,
    references: learnReferences(source, domains, tokens),
    addresses: learnAddressSpace(names.address, random),
    names: learnNameStyle(names.fqdn),
    accountsWithRealm:
      names.user.filter((one) => one.includes('\\')).length / Math.max(1, names.user.length),
    words: freshVocabulary(VOCABULARY, random, (word) => taken.has(word)),
  };
  return { story, activities, domains, tokens };
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

function takenWords(names: Readonly<Record<string, readonly string[]>>): Set<string> {
  const texts = Object.values(names).flat();
  return new Set(texts.flatMap((one) => one.toLowerCase().split(/[^a-z]+/)));
}

/** The earliest time below the root, cut to the hour. */
function startOf(layout: GenerationLayout, database: DatabaseStore): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const store of database.tables.values()) {
    if (store.layout.context === null) continue;
    for (const time of timesOf(store)) if (time < earliest) earliest = time;
  }
  void layout;
  return Number.isFinite(earliest) ? Math.floor(earliest / HOUR_US) * HOUR_US : 0;
}

interface Parts {
  readonly space: readonly RecordSpec[];
  readonly tables: Record<string, TableStory>;
  readonly scopes: ReturnType<typeof scopeStory>[];
  readonly reachUs: number;
}

function learnParts(
  layout: GenerationLayout,
  source: FieldSource,
  activities: readonly ScopeActivities[],
): Parts {
  const names = recordNames(layout);
  const index = new Map(names.map((name, at) => [name, at]));
  const record = (name: string) => defined(index.get(name), `record ${name}`);
  const space: RecordSpec[] = [];
  const tables: Record<string, TableStory> = {};
  const put = (name: string, learned: LearnedTable, views: readonly ViewSpec[]) => {
    tables[name] = { ...learned.story, record: record(name) };
    space[record(name)] = { name, variables: learned.variables, views };
  };
  const view = (name: string, of: string): ViewSpec => ({ name, record: record(of) });
  for (const one of [layout.root, ...layout.references]) {
    const { name } = one.table;
    put(name, learnTable(storeOf(source, name), source, PLAIN), [view('self', name)]);
  }
  const scopes: ReturnType<typeof scopeStory>[] = [];
  let reachUs = 0;
  for (const [at, scope] of layout.scopes.entries()) {
    const demands = at === 0 ? source.domains.map((one) => one.demands) : [];
    const acts = defined(activities[at], 'scope has activities');
    const { k, database, baseUs } = source;
    const scopeSource: ScopeSource = { scope, activities: acts, database, k, baseUs, demands };
    const learned = learnScope(scopeSource);
    const [latent, activity] = [
      record(`timeline ${scope.parent}`),
      record(`activity ${scope.parent}`),
    ];
    const story = scopeStory(scopeSource, learned, { latent, activity });
    scopes.push(story);
    reachUs += reachOf(story);
    space[latent] = {
      name: `timeline ${scope.parent}`,
      variables: latentVariables(learned),
      views: [view('self', `timeline ${scope.parent}`), view('owner', scope.parent)],
    };
    space[activity] = {
      name: `activity ${scope.parent}`,
      variables: activityVariables(learned, acts.kinds.length),
      views: activityViews(scope, view),
    };
    const slots = acts.kinds.reduce((sum, one) => sum + one.slots.length, 0);
    for (const [position, name] of scope.tables.entries()) {
      const offsetStats = learnOffsets(scopeSource, position);
      const store = storeOf(source, name);
      put(
        name,
        learnTable(store, source, { slots, offsetStats, isTight: false }),
        rowViews(scope, name, { layout, view }),
      );
    }
    for (const link of scope.links) {
      const store = storeOf(source, link.table);
      const [from, to] = link.tables;
      const views = [view('self', link.table), view('from', from), view('to', to)];
      put(link.table, learnTable(store, source, { ...PLAIN, isTight: true }), [
        ...views,
        view('activity', `activity ${scope.parent}`),
      ]);
    }
  }
  return { space, tables, scopes, reachUs };
}

function storeOf(source: FieldSource, name: string) {
  return defined(source.database.tables.get(name), `table ${name} was read`);
}

function recordNames(layout: GenerationLayout): string[] {
  const of = (scope: Scope) => [
    `timeline ${scope.parent}`,
    `activity ${scope.parent}`,
    ...scope.tables,
    ...scope.links.map((one) => one.table),
  ];
  return [
    layout.root.table.name,
    ...layout.references.map((one) => one.table.name),
    ...layout.scopes.flatMap(of),
  ];
}

type MakeView = (name: string, of: string) => ViewSpec;

/** Self, previous activity, owner, timeline, and the last row of each table. */
function activityViews(scope: Scope, view: MakeView): ViewSpec[] {
  const own = `activity ${scope.parent}`;
  return [
    view('self', own),
    view('lag', own),
    view('owner', scope.parent),
    view('timeline', `timeline ${scope.parent}`),
    ...scope.tables.map((name) => view(`last ${name}`, name)),
  ];
}

/** Self, previous and first row, activity, owner, timeline, rows before in the activity, parents. */
function rowViews(
  scope: Scope,
  name: string,
  of: { readonly layout: GenerationLayout; readonly view: MakeView },
): ViewSpec[] {
  const { view, layout } = of;
  const relations = layout.tables.get(name)?.relations ?? [];
  return [
    view('self', name),
    view('lag', name),
    view('first', name),
    view('activity', `activity ${scope.parent}`),
    view('owner', scope.parent),
    view('timeline', `timeline ${scope.parent}`),
    ...scope.tables.map((one) => view(`with ${one}`, one)),
    ...relations.map((one, index) => view(`relation ${index}`, one.target)),
  ];
}

function reachOf(story: ReturnType<typeof scopeStory>): number {
  const most = (
    stats: { readonly exact: readonly number[]; readonly edges: readonly number[] } | null,
  ) => (stats === null ? 0 : Math.max(0, ...[...stats.exact, ...stats.edges].map(Math.abs)));
  return most(story.start) + most(story.span) + 24 * HOUR_US;
}
