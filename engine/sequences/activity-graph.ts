import { defined } from '../core/invariant.ts';
import type { Scope } from './generation-layout.ts';
import { type DatabaseStore, type TableStore, timesOf } from './table-store.ts';

/** Two rows of a scope that a link row ties together. */
export interface Tie {
  readonly a: number;
  readonly b: number;
  readonly link: number;
  readonly row: number;
}

/** By table of the scope and relation: the row that appears with each row, -1 for none. */
export type Births = readonly (readonly Int32Array[])[];

/** The rows of a scope as nodes, and their ties. */
export interface ActivityGraph {
  readonly stores: readonly TableStore[];
  /** First node of each table; a node is a row of any table of the scope. */
  readonly bases: readonly number[];
  readonly nodes: number;
  readonly ties: readonly Tie[];
  readonly births: Births;
  /** By node: 1 where the row appears with another that names it. */
  readonly isBorn: Uint8Array;
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
  const isBorn = new Uint8Array(nodes);
  const ties = [...linkTies(scope, database, bases)];
  const isTied = new Uint8Array(nodes);
  for (const { a, b } of ties) isTied[a] = isTied[b] = 1;
  const births = birthsOf(scope, stores, { bases, isBorn, isTied });
  const isTimed = (name: string) => timed.has(name);
  const timed = new Set(
    stores.filter((one) => one.layout.time >= 0).map((one) => one.layout.table.name),
  );
  const untimedLast = stores.some(
    (one) => one.layout.time < 0 && one.layout.relations.some((two) => isTimed(two.target)),
  );
  return { stores, bases, nodes, ties, births, isBorn, untimedLast };
}

/**
 * Rows that appear at the time of the first row that names them, below the same owner: they are
 * drawn with it. Each is born once; of its own table a row names earlier ones only.
 */
function birthsOf(
  scope: Scope,
  stores: readonly TableStore[],
  of: {
    readonly bases: readonly number[];
    readonly isBorn: Uint8Array;
    /** By node: 1 where a link names the row: it has a slot of its own. */
    readonly isTied: Uint8Array;
  },
): Births {
  return stores.map((store, index) => {
    const births = store.layout.relations.map(() => new Int32Array(store.rows).fill(-1));
    const targets = store.layout.relations.map((one) => scope.tables.indexOf(one.target));
    const times = timesOf(store);
    for (let row = 0; row < store.rows && store.layout.time >= 0; row += 1) {
      for (const [relation, target] of targets.entries()) {
        const other = stores[target];
        const parent = store.parents[relation]?.[row] ?? -1;
        if (other === undefined || parent < 0 || (target === index && parent >= row)) continue;
        const node = (of.bases[target] as number) + parent;
        const isTwin = timesOf(other)[parent] === times[row];
        const isFree = of.isBorn[node] === 0 && of.isTied[node] === 0;
        if (!isTwin || !isFree || other.owners[parent] !== store.owners[row]) continue;
        of.isBorn[node] = 1;
        defined(births[relation], 'relation has births')[row] = parent;
      }
    }
    return births;
  });
}

function* linkTies(scope: Scope, database: DatabaseStore, bases: readonly number[]) {
  for (const [link, layout] of scope.links.entries()) {
    const store = defined(database.tables.get(layout.table), 'link table was read');
    const [first, second] = layout.ends.map((end) => store.parents[end]);
    const [one, two] = layout.tables.map((name) => bases[scope.tables.indexOf(name)] as number);
    for (let row = 0; row < store.rows; row += 1) {
      const [from, to] = [first?.[row] ?? -1, second?.[row] ?? -1];
      if (from < 0 || to < 0) continue;
      yield { a: (one ?? 0) + from, b: (two ?? 0) + to, link, row };
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
