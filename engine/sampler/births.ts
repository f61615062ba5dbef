import { defined } from '../core/invariant.ts';
import { categoryEncoder } from '../encoders/category-encoder.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import type { ScopeActivities } from '../sequences/activities.ts';
import { MISSING } from '../sequences/codes.ts';
import type { Scope } from '../sequences/generation-layout.ts';
import type { DatabaseStore, TableStore } from '../sequences/table-store.ts';
import type { BirthStory, TableStory } from './story.ts';

/** How many rows of each sort are born below each owner. */
export interface LearnedBirths {
  /** Position of the table in the scope. */
  readonly table: number;
  /** By profile code: the group that it counts in. */
  readonly groups: readonly number[];
  /** By group and owner row. */
  readonly counts: readonly Int32Array[];
}

const MOST_GROUPS = 120;

/** Counts, by what they are, the rows that appear with a row that names them. */
export function countBirths(
  scope: Scope,
  activities: ScopeActivities,
  of: {
    readonly database: DatabaseStore;
    readonly stories: Readonly<Record<string, Omit<TableStory, 'record'>>>;
    readonly owners: number;
  },
): LearnedBirths[] {
  return scope.tables.flatMap((name, table) => {
    const store = defined(of.database.tables.get(name), 'table was read');
    const born = bornRows(activities, { name, rows: store.rows });
    if (!born.includes(1)) return [];
    const profiles = profileCodes(store, defined(of.stories[name], 'table has a story'));
    const groups = groupProfiles(profiles, born);
    const counts = Array.from({ length: groups.count }, () => new Int32Array(of.owners));
    for (let row = 0; row < store.rows; row += 1) {
      if (born[row] === 0) continue;
      const own = defined(counts[groups.of[profiles[row] as number] ?? 0], 'group exists');
      const owner = store.owners[row] as number;
      own[owner] = (own[owner] as number) + 1;
    }
    return [{ table, groups: groups.of, counts }];
  });
}

/** By row: 1 where it is born with another. */
function bornRows(
  activities: ScopeActivities,
  of: { readonly name: string; readonly rows: number },
): Uint8Array {
  const born = new Uint8Array(of.rows);
  for (const births of activities.births.flatMap((relations, table) =>
    relations.filter((_, relation) => activities.targets[table]?.[relation] === of.name),
  )) {
    for (const row of births) if (row >= 0) born[row] = 1;
  }
  return born;
}

/** What each row is. */
function profileCodes(store: TableStore, story: Omit<TableStory, 'record'>): Uint16Array {
  const field = story.fields.find(
    (one) => (one.type === 'text' || one.type === 'category') && one.variable === story.profile,
  );
  if (field?.type !== 'text' && field?.type !== 'category') return new Uint16Array(store.rows);
  const { codes, dictionary } = defined(store.columns[field.column], 'column was read');
  const known = (dictionary?.values ?? []).map((value) =>
    field.type === 'text'
      ? textEncoder(field.stats).encode(String(value))
      : categoryEncoder(field.stats).encode(value),
  );
  return Uint16Array.from(codes, (code) => known[code] ?? MISSING);
}

/** The most frequent profiles have a group each; the others share the first. */
function groupProfiles(profiles: Uint16Array, born: Uint8Array) {
  const counts = new Map<number, number>();
  for (const [row, profile] of profiles.entries()) {
    if (born[row] === 1) counts.set(profile, (counts.get(profile) ?? 0) + 1);
  }
  const frequent = [...counts]
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, MOST_GROUPS)
    .map(([profile]) => profile);
  const size = profiles.reduce((most, one) => Math.max(most, one), 0) + 1;
  const of = new Array<number>(size).fill(0);
  for (const [at, profile] of frequent.entries()) of[profile] = at + 1;
  return { of, count: frequent.length + 1 };
}

/** Position, among the groups of all tables of a scope, of a table's profile; -1 if none is born. */
export function birthIndex(births: readonly BirthStory[], table: number, profile: number): number {
  let base = 0;
  for (const one of births) {
    if (one.table === table) return base + (one.groups[profile] ?? 0);
    base += one.laws.length;
  }
  return -1;
}
