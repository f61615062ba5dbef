import { defined } from '../core/invariant.ts';
import type { RecordSpec, ViewSpec } from '../models/code-space.ts';
import type { ScopeActivities } from '../sequences/activities.ts';
import type { GenerationLayout, Scope } from '../sequences/generation-layout.ts';
import { countBirths, type LearnedBirths } from './births.ts';
import { type LearnedTable, learnTable } from './learn-fields.ts';
import {
  activityVariables,
  latentVariables,
  learnOffsets,
  learnScope,
  type ScopeSource,
  scopeStory,
} from './learn-scope.ts';
import type { FieldSource } from './learn-value-fields.ts';
import { relationsOf } from './row-views.ts';
import { ruleOutCodes } from './rule-out-codes.ts';
import type { ScopeStory, TableStory } from './story.ts';

/** The records of a schema and how their rows are coded. */
export interface LearnedSpace {
  readonly space: readonly RecordSpec[];
  readonly tables: Readonly<Record<string, TableStory>>;
  readonly scopes: readonly ScopeStory[];
  /** By scope: rows that are born, counted. */
  readonly births: readonly (readonly LearnedBirths[])[];
  /** How far from the start a time may lie. */
  readonly reachUs: number;
}

const HOUR_US = 3_600_000_000;
const NO_OFFSET = { type: 'numeric', exact: [0], edges: [], step: 1 } as const;
const PLAIN = { slots: 1, offsetStats: NO_OFFSET, typeColumn: -1, isTight: false };

/** Collects records while they are learned; every record's number is known before. */
class SpaceBook {
  readonly space: RecordSpec[] = [];
  readonly tables: Record<string, TableStory> = {};
  /** By table: codes of its profile. */
  readonly profiles = new Map<string, number>();
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.#numbers = new Map(names.map((name, at) => [name, at]));
  }

  number(name: string): number {
    return defined(this.#numbers.get(name), `record ${name}`);
  }

  readonly view = (name: string, of: string): ViewSpec => ({
    name,
    record: this.number(of),
    from: 0,
  });

  put(spec: RecordSpec): void {
    this.space[this.number(spec.name)] = spec;
  }

  putTable(name: string, learned: LearnedTable, views: readonly ViewSpec[]): void {
    this.tables[name] = { ...learned.story, record: this.number(name) };
    this.profiles.set(name, learned.variables[learned.story.profile]?.cardinality ?? 0);
    this.put({ name, variables: learned.variables, views });
  }
}

/** What the space is learned from. */
export interface SpaceSource {
  readonly layout: GenerationLayout;
  readonly source: Omit<FieldSource, 'profiles'>;
  readonly activities: readonly ScopeActivities[];
  /** By table: the column that its kind of activity decides, -1 for none. */
  readonly typeColumns: ReadonlyMap<string, number>;
}

/** Learns the variables of every record: tables, timelines, activities. */
export function learnSpace(of: SpaceSource): LearnedSpace {
  const { layout, activities, typeColumns } = of;
  const book = new SpaceBook(recordNames(layout));
  const source: FieldSource = { ...of.source, profiles: book.profiles };
  for (const { table } of [layout.root, ...layout.references]) {
    const learned = learnTable(storeOf(source, table.name), source, PLAIN);
    book.putTable(table.name, learned, [book.view('self', table.name)]);
  }
  const births: (readonly LearnedBirths[])[] = [];
  const scopes = layout.scopes.map((scope, at) => {
    const demands = at === 0 ? source.domains.map((one) => one.demands) : [];
    const { k, database, baseUs, protection } = source;
    const own = defined(activities[at], 'scope has activities');
    const noise = protection === undefined ? {} : { protection };
    const base = { scope, activities: own, database, k, baseUs, demands, ...noise };
    putRows(book, { ...base, births: [] }, { layout, source, typeColumns });
    const owners = storeOf(source, scope.parent).rows;
    const counted = countBirths(scope, own, { database, stories: book.tables, owners });
    births.push(counted);
    return putTimeline(book, { ...base, births: counted });
  });
  const reachUs = scopes.reduce((sum, one) => sum + reachOf(one), 0);
  const { space, tables } = book;
  const isPrivate = source.protection !== undefined;
  const told = isPrivate ? ruleOutCodes(layout, { space, tables, scopes }) : space;
  return { space: told, tables, scopes, births, reachUs };
}

function putTimeline(book: SpaceBook, source: ScopeSource): ScopeStory {
  const { scope } = source;
  const learned = learnScope(source);
  const [timeline, activity] = [`timeline ${scope.parent}`, `activity ${scope.parent}`];
  book.put({
    name: timeline,
    variables: latentVariables(learned),
    views: [book.view('self', timeline), book.view('owner', scope.parent)],
  });
  book.put({
    name: activity,
    variables: activityVariables(learned, source.activities.kinds.length),
    views: activityViews(scope, book.view),
  });
  const records = { latent: book.number(timeline), activity: book.number(activity) };
  return scopeStory(source, learned, records);
}

function putRows(
  book: SpaceBook,
  scopeSource: ScopeSource,
  of: Pick<SpaceSource, 'layout' | 'typeColumns'> & { readonly source: FieldSource },
): void {
  const { scope, activities } = scopeSource;
  const { layout, source, typeColumns } = of;
  const { view } = book;
  const slots = activities.kinds.reduce((sum, one) => sum + one.slots.length, 0);
  for (const [position, name] of scope.tables.entries()) {
    const form = {
      slots,
      offsetStats: learnOffsets(scopeSource, position),
      typeColumn: typeColumns.get(name) ?? -1,
      isTight: false,
    };
    const learned = learnTable(storeOf(source, name), source, form);
    book.putTable(name, learned, viewsOfRows({ layout, scope, name, learned, view }));
  }
  const named = relationsOf(layout, scope);
  for (const link of scope.links) {
    const [from, to] = link.tables;
    const learned = learnTable(storeOf(source, link.table), source, { ...PLAIN, isTight: true });
    book.putTable(link.table, learned, [
      view('self', link.table),
      view('from', from),
      view('to', to),
      view('activity', `activity ${scope.parent}`),
      ...named.map((one) => view(`named ${one.table}.${one.relation}`, one.target)),
    ]);
  }
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

/** As `ACTIVITY_VIEW` orders them. */
function activityViews(scope: Scope, view: MakeView): ViewSpec[] {
  const own = `activity ${scope.parent}`;
  return [
    view('self', own),
    view('lag', own),
    view('lag2', own),
    view('lag3', own),
    view('owner', scope.parent),
    view('timeline', `timeline ${scope.parent}`),
    ...scope.tables.map((name) => view(`last ${name}`, name)),
  ];
}

interface RowsOfTable {
  readonly layout: GenerationLayout;
  readonly scope: Scope;
  readonly name: string;
  readonly learned: LearnedTable;
  readonly view: MakeView;
}

/** As `ROW_VIEW` and `rowViews` order them; what a key or a name decides is seen after it only. */
function viewsOfRows({ layout, scope, name, learned, view }: RowsOfTable): ViewSpec[] {
  const { fields, echoes } = learned.story;
  const relations = layout.tables.get(name)?.relations ?? [];
  const chosen = relations.map((_, index) => {
    const field = fields.find((one) => one.type === 'relation' && one.relation === index);
    return field?.type === 'relation' ? field.rank + 1 : 0;
  });
  const named = echoes.map((at) => {
    const field = fields[at];
    return field?.type === 'identity' ? field.classVariable + 1 : 0;
  });
  const after = (label: string, of: string, from: number) => ({ ...view(label, of), from });
  return [
    view('self', name),
    view('lag', name),
    view('lag2', name),
    view('first', name),
    view('alike', name),
    view('activity', `activity ${scope.parent}`),
    view('owner', scope.parent),
    view('timeline', `timeline ${scope.parent}`),
    ...scope.tables.map((one) => view(`with ${one}`, one)),
    ...relationsOf(layout, scope).map((one) =>
      view(`beside ${one.table}.${one.relation}`, one.target),
    ),
    ...relations.map((one, index) => after(`relation ${index}`, one.target, chosen[index] ?? 0)),
    ...relations.map((_, index) => after(`mate ${index}`, name, chosen[index] ?? 0)),
    ...named.map((from, index) => after(`name ${index}`, name, from)),
  ];
}

function reachOf(story: ScopeStory): number {
  const most = (
    stats: { readonly exact: readonly number[]; readonly edges: readonly number[] } | null,
  ) => (stats === null ? 0 : Math.max(0, ...[...stats.exact, ...stats.edges].map(Math.abs)));
  return most(story.start) + most(story.span) + 24 * HOUR_US;
}
