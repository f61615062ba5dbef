import { MultiDirectedGraph } from 'graphology';
import { topologicalGenerations } from 'graphology-dag';
import { CyclicSchemaError } from '../core/errors.ts';
import { defined } from '../core/invariant.ts';
import { type DatabaseSchema, tableNamed } from './database-schema.ts';
import { RELATIONSHIP_KINDS, type Relationship, type RelationshipKind } from './relationship.ts';
import { contextOf } from './table-schema.ts';

/** What an edge of the graph carries. */
export interface RelationshipEdge {
  readonly kind: RelationshipKind;
  readonly relationship: Relationship;
}

/** Tables as nodes, one edge a relationship, from the parent to the child. */
export type SchemaGraph = MultiDirectedGraph<{ readonly position: number }, RelationshipEdge>;

/** Sequence tables whose rows interleave on one timeline, and the link tables that tie them. */
export interface TimelineGroup {
  readonly tables: readonly string[];
  readonly links: readonly string[];
}

/**
 * The graph of a schema's relationships.
 *
 * Self references are left out: they order the rows of one table, not the tables.
 *
 * @throws UnknownTableError if a relationship names a table that the schema lacks
 */
export function schemaGraph(schema: DatabaseSchema): SchemaGraph {
  const graph: SchemaGraph = new MultiDirectedGraph({ allowSelfLoops: false });
  for (const [position, table] of schema.tables.entries()) graph.addNode(table.name, { position });
  for (const table of schema.tables) {
    for (const relationship of table.relationships) {
      tableNamed(schema, relationship.target);
      if (relationship.target === table.name) continue;
      graph.addEdge(relationship.target, table.name, { kind: relationship.kind, relationship });
    }
  }
  return graph;
}

/**
 * The tables' names, each after all that its rows refer to; ties keep the order of declaration.
 *
 * @throws CyclicSchemaError if tables depend on each other in a circle; `details.path` names it
 * @throws UnknownTableError if a relationship names a table that the schema lacks
 */
export function generationOrder(schema: DatabaseSchema): readonly string[] {
  const graph = schemaGraph(schema);
  const path = circleOf(schema);
  if (path !== null) {
    const circle = path.join(' -> ');
    throw new CyclicSchemaError(
      `schema-graph: tables form a circle: ${circle}; mark one key as non-context`,
      { path },
    );
  }
  const position = (name: string) => graph.getNodeAttribute(name, 'position');
  return topologicalGenerations(graph).flatMap((generation) =>
    generation.sort((left, right) => position(left) - position(right)),
  );
}

/** Names of the tables that refer to a table, in order of declaration, itself left out. */
export function childrenOf(
  schema: DatabaseSchema,
  name: string,
  kinds: readonly RelationshipKind[] = RELATIONSHIP_KINDS,
): readonly string[] {
  tableNamed(schema, name);
  const refers = (one: Relationship) => one.target === name && kinds.includes(one.kind);
  return schema.tables
    .filter((table) => table.name !== name && table.relationships.some(refers))
    .map((table) => table.name);
}

/**
 * The chain of owners of a table's rows, from its context up to the subject table.
 *
 * @throws CyclicSchemaError if the contexts form a circle
 */
export function contextAncestors(schema: DatabaseSchema, name: string): readonly string[] {
  const chain: string[] = [];
  let owner = contextOf(tableNamed(schema, name));
  while (owner !== undefined) {
    if (owner.target === name || chain.includes(owner.target)) {
      const path = [name, ...chain, owner.target];
      throw new CyclicSchemaError(
        `schema-graph: tables form a circle: ${path.join(' -> ')}; mark one key as non-context`,
        { path },
      );
    }
    chain.push(owner.target);
    owner = contextOf(tableNamed(schema, owner.target));
  }
  return chain;
}

/**
 * Groups the sequence tables: those that a link table ties together share one timeline.
 *
 * Every sequence table is in exactly one group; groups and members keep the order of declaration.
 */
export function timelineGroups(schema: DatabaseSchema): readonly TimelineGroup[] {
  const groupOf = new Map<string, string>();
  for (const table of schema.tables) {
    if (table.role === 'sequence') groupOf.set(table.name, table.name);
  }
  const linked = new Map<string, string>();
  for (const table of schema.tables) {
    if (table.role !== 'link') continue;
    const ends = table.relationships.filter((one) => one.kind === 'parent');
    const names = ends.map((one) => one.target).filter((one) => groupOf.has(one));
    for (const name of names) join(groupOf, names[0] as string, name);
    if (names[0] !== undefined) linked.set(table.name, names[0]);
  }
  const leaders = [...groupOf.keys()].filter((name) => groupOf.get(name) === name);
  return leaders.map((leader) => ({
    tables: [...groupOf.keys()].filter((name) => groupOf.get(name) === leader),
    links: [...linked.keys()].filter((link) => groupOf.get(linked.get(link) ?? '') === leader),
  }));
}

/** Puts the second table's whole group under the leader that was declared first. */
function join(groupOf: Map<string, string>, first: string, second: string): void {
  const names = [...groupOf.keys()];
  const leaders = [defined(groupOf.get(first), first), defined(groupOf.get(second), second)];
  leaders.sort((left, right) => names.indexOf(left) - names.indexOf(right));
  for (const name of names) {
    if (groupOf.get(name) === leaders[1]) groupOf.set(name, leaders[0] as string);
  }
}

/** A circle of tables, its first name repeated at the end, or null; follows keys to their target. */
function circleOf(schema: DatabaseSchema): readonly string[] | null {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return null;
    const targets = tableNamed(schema, name).relationships.map((one) => one.target);
    const found = firstFound(
      targets.filter((target) => target !== name),
      (target) => visit(target, [...path, name]),
    );
    done.add(name);
    return found;
  };
  const names = schema.tables.map((table) => table.name);
  return firstFound(names, (name) => visit(name, []));
}

function firstFound<T, R>(items: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
