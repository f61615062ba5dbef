import type { GenerationLayout, Scope } from '../sequences/generation-layout.ts';

/** Views of a sequence row's record that every table has, before those of `rowViews`. */
export const ROW_VIEW = {
  self: 0,
  lag: 1,
  lag2: 2,
  first: 3,
  /** The last row in the same place of an activity of the same kind. */
  alike: 4,
  activity: 5,
  owner: 6,
  timeline: 7,
  with: 8,
} as const;

/** Views of an activity's record, before one view a table of its scope. */
export const ACTIVITY_VIEW = {
  self: 0,
  lag: 1,
  lag2: 2,
  lag3: 3,
  owner: 4,
  timeline: 5,
  last: 6,
} as const;

/** Views of a link row's record, before those that its ends' rows name. */
export const LINK_VIEW = { self: 0, from: 1, to: 2, activity: 3, named: 4 } as const;

/** A key of a table of the scope. */
export interface TableRelation {
  /** Position of the table in the scope. */
  readonly table: number;
  readonly relation: number;
  readonly target: string;
}

/** Where the further views of a row's record begin. */
export interface RowViews {
  /** One a table of the scope: the row before in this activity. */
  readonly with: number;
  /** One a key of a table of the scope: the row that the row before names. */
  readonly beside: number;
  readonly besides: readonly TableRelation[];
  /** One a key of the own table: the row that it names, once chosen. */
  readonly relation: number;
  /** One a key: the last row that named the same. */
  readonly mate: number;
  /** One an identity field: the last row with the same name there. */
  readonly name: number;
  readonly count: number;
}

/** Lays out the views of a table's rows. */
export function rowViews(
  layout: GenerationLayout,
  scope: Scope,
  of: { readonly table: string; readonly names: number },
): RowViews {
  const besides = relationsOf(layout, scope);
  const relations = layout.tables.get(of.table)?.relations.length ?? 0;
  const beside = ROW_VIEW.with + scope.tables.length;
  const relation = beside + besides.length;
  const mate = relation + relations;
  const name = mate + relations;
  return {
    with: ROW_VIEW.with,
    beside,
    besides,
    relation,
    mate,
    name,
    count: name + of.names,
  };
}

/** Keys of all tables of a scope. */
export function relationsOf(layout: GenerationLayout, scope: Scope): TableRelation[] {
  return scope.tables.flatMap((name, table) =>
    (layout.tables.get(name)?.relations ?? []).map((one, relation) => ({
      table,
      relation,
      target: one.target,
    })),
  );
}
