import { defined } from '../core/invariant.ts';
import type { Scope } from './generation-layout.ts';
import { type DatabaseStore, type TableStore, timesOf } from './table-store.ts';

/** Two rows of a scope that belong together; a birth has no link, a link no relation. */
export interface Tie {
  readonly a: number;
  readonly b: number;
  readonly link: number;
  readonly relation: number;
  readonly row: number;
}

/** The rows of a scope as nodes, and their ties. */
export interface ActivityGraph {
  readonly stores: readonly TableStore[];
  /** First node of each table; a node is a row of any table of the scope. */
  readonly bases: readonly number[];
  readonly nodes: number;
  readonly ties: readonly Tie[];
  /** Rows without time stand after the timed ones if any of them names a timed row. */
  readonly untimedLast: boolean;
}

/** Numbers the rows of a scope's tables and finds their ties. */
export function activityGraph(scope: Scope, database: DatabaseStore): ActivityGraph {
  const stores = scope.tables.map((name) => defined(database.tables.get(name), 'table was read'));
  const bases: number[] = [];
  let nodes = 0;
  for (const store of stores) {
    bases.push(nodes);
    nodes += store.rows;
  }
  const ties = [...birthTies(scope, stores, bases), ...linkTies(scope, database, bases)];
  const isTimed = (name: string) => timed.has(name);
  const timed = new Set(
    stores.filter((one) => one.layout.time >= 0).map((one) => one.layout.table.name),
  );
  const untimedLast = stores.some(
    (one) => one.layout.time < 0 && one.layout.relations.some((two) => isTimed(two.target)),
  );
  return { stores, bases, nodes, ties, untimedLast };
}

function* birthTies(scope: Scope, stores: readonly TableStore[], bases: readonly number[]) {
  const absorbed = new Set<number>();
  for (const [index, store] of stores.entries()) {
    for (const [relation, one] of store.layout.relations.entries()) {
      const target = scope.tables.indexOf(one.target);
      const other = stores[target];
      if (other === undefined || store.layout.time < 0 || other.layout.time < 0) continue;
      const parents = defined(store.parents[relation], 'relation was resolved');
      const times = timesOf(store);
      const otherTimes = timesOf(other);
      for (let row = 0; row < store.rows; row += 1) {
        const parent = parents[row] as number;
        if (
          parent < 0 ||
          times[row] !== otherTimes[parent] ||
          other.owners[parent] !== store.owners[row]
        )
          continue;
        const a = (bases[target] as number) + parent;
        if (absorbed.has(a) || (target === index && parent >= row)) continue;
        absorbed.add(a);
        yield { a, b: (bases[index] as number) + row, link: -1, relation, row: -1 };
      }
    }
  }
}

function* linkTies(scope: Scope, database: DatabaseStore, bases: readonly number[]) {
  for (const [link, layout] of scope.links.entries()) {
    const store = defined(database.tables.get(layout.table), 'link table was read');
    const [first, second] = layout.ends.map((end) => store.parents[end]);
    const [one, two] = layout.tables.map((name) => bases[scope.tables.indexOf(name)] as number);
    for (let row = 0; row < store.rows; row += 1) {
      const [from, to] = [first?.[row] ?? -1, second?.[row] ?? -1];
      if (from < 0 || to < 0) continue;
      yield { a: (one ?? 0) + from, b: (two ?? 0) + to, link, relation: -1, row };
    }
  }
}

/** Position of a node's table in the scope. */
export function tableOf(node: number, graph: ActivityGraph): number {
  let table = graph.bases.length - 1;
  while (node < (graph.bases[table] as number)) table -= 1;
  return table;
}

/** Time of a node's row, minus infinity without. */
export function timeOf(node: number, graph: ActivityGraph): number {
  const table = tableOf(node, graph);
  const store = defined(graph.stores[table], 'node has a table');
  return timesOf(store)[node - (graph.bases[table] as number)] ?? Number.NEGATIVE_INFINITY;
}
