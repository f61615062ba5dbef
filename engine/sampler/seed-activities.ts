import { defined } from '../core/invariant.ts';
import { type ActivityKind, activitiesOf, type ScopeActivities } from '../sequences/activities.ts';
import { type DatabaseStore, type TableStore, timesOf } from '../sequences/table-store.ts';
import type { RowTypes } from '../sequences/type-column.ts';
import type { ScopeStory, Story } from './story.ts';

/** An activity of real rows, in a kind that the generator knows. */
export interface KnownActivity {
  readonly kind: number;
  readonly time: number;
  /** By slot: row in its table. */
  readonly rows: readonly number[];
}

/** Activities of a scope's real rows by owner row, with those rows that appear with others. */
export interface KnownActivities {
  readonly byOwner: readonly (readonly KnownActivity[])[];
  readonly births: ScopeActivities['births'];
}

/**
 * Cuts real rows into the activities of a trained story. One of a form that the story does not know
 * falls apart into single rows; a row of a type that it does not know is left out.
 */
export function knownActivities(
  scope: ScopeStory,
  story: Story,
  database: DatabaseStore,
): KnownActivities {
  const stores = scope.tables.map((name) => defined(database.tables.get(name), 'table was read'));
  const types = stores.map((store, table) => knownTypes(store, { scope, story, table }));
  const found = activitiesOf(scope, database, types);
  const numbers = new Map(scope.kinds.map((kind, number) => [formOf(kind), number]));
  const byOwner = Array.from({ length: found.offsets.length - 1 }, (_, owner) => {
    const [from, to] = [found.offsets[owner] as number, found.offsets[owner + 1] as number];
    const own: KnownActivity[] = [];
    for (let at = from; at < to; at += 1) own.push(...inKnownKinds(found, at, { numbers, stores }));
    return inOrder(own, found.untimedLast);
  });
  return { byOwner, births: found.births };
}

/** The types of a table's rows that the kinds of the scope have. */
function knownTypes(
  store: TableStore,
  of: { readonly scope: ScopeStory; readonly story: Story; readonly table: number },
): RowTypes {
  const column = of.story.tables[store.layout.table.name]?.typeColumn ?? -1;
  const cells = store.columns[column];
  const known = new Set(
    of.scope.kinds.flatMap((kind) => kind.types.filter((_, slot) => kind.slots[slot] === of.table)),
  );
  const typeOf = (row: number) => {
    const value = cells?.dictionary?.values[cells.codes[row] as number] ?? null;
    return known.has(value) ? value : null;
  };
  return { column, typeOf };
}

function inKnownKinds(
  found: ScopeActivities,
  at: number,
  of: { readonly numbers: ReadonlyMap<string, number>; readonly stores: readonly TableStore[] },
): KnownActivity[] {
  const kind = defined(found.kinds[found.kindOf[at] as number], 'kind exists');
  const base = found.slotOffsets[at] as number;
  const rows = kind.slots.map((_, slot) => found.slotRows[base + slot] as number);
  const whole = of.numbers.get(formOf(kind));
  if (whole !== undefined) return [{ kind: whole, time: found.times[at] as number, rows }];
  return kind.slots.flatMap((table, slot) => {
    const single = { slots: [table], types: [kind.types[slot] ?? null], links: [] };
    const number = of.numbers.get(formOf(single));
    const row = rows[slot] as number;
    const time = timesOf(defined(of.stores[table], 'table was read'))[row] ?? Number.NaN;
    return number === undefined ? [] : [{ kind: number, time, rows: [row] }];
  });
}

/** By time; those without time first, or last. */
function inOrder(list: readonly KnownActivity[], untimedLast: boolean): KnownActivity[] {
  const untimed = untimedLast ? Number.MAX_VALUE : -Number.MAX_VALUE;
  const time = (one: KnownActivity) => (Number.isNaN(one.time) ? untimed : one.time);
  return [...list].sort((a, b) => time(a) - time(b));
}

function formOf({ slots, types, links }: ActivityKind): string {
  const edges = links.map((one) => [one.link, one.from, one.to]);
  return JSON.stringify([slots, types, edges]);
}
