import { SchemaError } from '../core/errors.ts';
import { defined } from '../core/invariant.ts';
import { type DatabaseSchema, tableNamed } from '../schema/database-schema.ts';
import type { Relationship } from '../schema/relationship.ts';
import { columnIndex, contextOf, type TableSchema } from '../schema/table-schema.ts';

/** A `parent` or `self` key of a table, by column position. */
export interface RelationLayout {
  readonly relationship: Relationship;
  readonly target: string;
  /** The key's columns beside the subject's, and the target's they point to. */
  readonly columns: readonly number[];
  readonly targetColumns: readonly number[];
}

/** A table as the generator walks it: positions instead of names. */
export interface TableLayout {
  readonly table: TableSchema;
  /** Position of the subject's key; -1 for reference tables. */
  readonly subject: number;
  /** Position of the column that numbers the rows, -1 without. */
  readonly key: number;
  /** Position of the column that orders the rows, -1 without. */
  readonly time: number;
  /** The table that owns the rows, null for the root and for reference tables. */
  readonly context: string | null;
  /** Key towards the owner beside the subject's; empty where the owner is the root. */
  readonly contextColumns: readonly number[];
  readonly contextTargets: readonly number[];
  readonly relations: readonly RelationLayout[];
  readonly references: readonly Relationship[];
}

/** A link table whose two ends lie in one scope: its rows are drawn with the rows they tie. */
export interface LinkLayout {
  readonly table: string;
  /** Positions in `relations` of the link table. */
  readonly ends: readonly [number, number];
  readonly tables: readonly [string, string];
}

/** A parent table and the tables whose rows share one timeline below each of its rows. */
export interface Scope {
  readonly parent: string;
  readonly tables: readonly string[];
  readonly links: readonly LinkLayout[];
}

/** How the generator reads a schema. */
export interface GenerationLayout {
  readonly schema: DatabaseSchema;
  readonly root: TableLayout;
  readonly tables: ReadonlyMap<string, TableLayout>;
  /** Parents before children; the first is the root's. */
  readonly scopes: readonly Scope[];
  readonly references: readonly TableLayout[];
}

/**
 * Derives scopes, keys and links from a schema, by roles and relationships only.
 *
 * @throws SchemaError if the schema has no root or more than one
 */
export function layoutOf(schema: DatabaseSchema): GenerationLayout {
  const roots = schema.tables.filter((one) => one.role === 'subject');
  const root = roots[0];
  if (root === undefined || roots.length > 1) {
    throw new SchemaError(
      `schema: tables of role subject: ${roots.length}; give exactly one such table`,
    );
  }
  const tables = new Map(schema.tables.map((one) => [one.name, tableLayout(one, schema)]));
  const layouts = [...tables.values()];
  return {
    schema,
    root: defined(tables.get(root.name), 'the root has a layout'),
    tables,
    scopes: scopesBelow(root.name, layouts),
    references: layouts.filter((one) => one.table.role === 'reference'),
  };
}

function tableLayout(table: TableSchema, schema: DatabaseSchema): TableLayout {
  const context = contextOf(table);
  const foreign = new Set(table.relationships.flatMap((one) => one.columns));
  const isReference = table.role === 'reference';
  const subjectName = context?.columns[0] ?? table.primaryKey[0];
  const own = table.primaryKey.filter((name) => !foreign.has(name) && name !== subjectName);
  const keyName = own.find((name) => table.columns[columnIndex(table, name)]?.kind === 'key');
  const subject = isReference || subjectName === undefined ? -1 : columnIndex(table, subjectName);
  const rest = context?.columns.slice(1) ?? [];
  const owner = context === undefined ? undefined : tableNamed(schema, context.target);
  return {
    table,
    subject,
    key: keyName === undefined ? -1 : columnIndex(table, keyName),
    time: table.timeColumn === null ? -1 : columnIndex(table, table.timeColumn),
    context: context?.target ?? null,
    contextColumns: rest.map((name) => columnIndex(table, name)),
    contextTargets: owner === undefined ? [] : targets(owner, context?.targetColumns ?? []),
    relations: table.relationships
      .filter((one) => one.kind === 'parent' || one.kind === 'self')
      .map((one) => ({
        relationship: one,
        target: one.target,
        columns: one.columns.slice(1).map((name) => columnIndex(table, name)),
        targetColumns: targets(tableNamed(schema, one.target), one.targetColumns),
      })),
    references: table.relationships.filter((one) => one.kind === 'reference'),
  };
}

function targets(owner: TableSchema, names: readonly string[]): number[] {
  return names.slice(1).map((name) => columnIndex(owner, name));
}

/** Breadth first from the root, so that a scope's parent rows exist before its own. */
function scopesBelow(root: string, layouts: readonly TableLayout[]): Scope[] {
  const scopes: Scope[] = [];
  const queue = [root];
  for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
    const children = layouts.filter((one) => one.context === parent);
    const links = children.map((one) => tightLink(one, children)).filter((one) => one !== null);
    const linked = new Set(links.map((one) => one.table));
    const tables = children.map((one) => one.table.name).filter((name) => !linked.has(name));
    if (tables.length === 0) continue;
    scopes.push({ parent, tables, links });
    queue.push(...tables);
  }
  return scopes;
}

/** A link table is tight if both ends are siblings that own no link themselves. */
function tightLink(layout: TableLayout, siblings: readonly TableLayout[]): LinkLayout | null {
  if (layout.table.role !== 'link') return null;
  const ends = layout.relations
    .map((one, index) => ({ index, target: one.target, required: one.relationship.required }))
    .filter((one) => one.required && siblings.some((two) => isEnd(two, one.target)));
  const [first, second] = ends;
  if (first === undefined || second === undefined) return null;
  return {
    table: layout.table.name,
    ends: [first.index, second.index],
    tables: [first.target, second.target],
  };
}

function isEnd(layout: TableLayout, name: string): boolean {
  return layout.table.name === name && layout.table.role === 'sequence';
}
