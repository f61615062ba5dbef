import { defined } from '../core/invariant.ts';
import type { Value } from '../core/row.ts';
import {
  type ActivityGraph,
  activityGraph,
  type Births,
  type Tie,
  tableOf,
  timeOf,
} from './activity-graph.ts';
import type { Scope } from './generation-layout.ts';
import type { DatabaseStore } from './table-store.ts';
import type { RowTypes } from './type-column.ts';

/** A link row between two slots of an activity. */
export interface LinkEdge {
  /** Position in the scope's links. */
  readonly link: number;
  readonly from: number;
  readonly to: number;
}

/** A form of activity: which rows it has and how they hang together. */
export interface ActivityKind {
  /** By slot: position in the scope's tables. */
  readonly slots: readonly number[];
  /** By slot: value of the column that says what the row is, null where nothing does. */
  readonly types: readonly Value[];
  readonly links: readonly LinkEdge[];
}

/** The activities of a scope, by owner row and then in order of time. */
export interface ScopeActivities {
  readonly kinds: readonly ActivityKind[];
  /** First activity of each owner row, and the end of the last. */
  readonly offsets: Int32Array;
  readonly kindOf: Int32Array;
  /** Earliest time of the activity's rows, NaN where none has one. */
  readonly times: Float64Array;
  readonly slotOffsets: Int32Array;
  readonly slotRows: Int32Array;
  readonly linkOffsets: Int32Array;
  readonly linkRows: Int32Array;
  /** Link rows that were left out because their component was too large or its form too rare. */
  readonly lostLinks: number;
  /** Rows that appear with a row that names them: they stand in no slot. */
  readonly births: Births;
  /** By table of the scope and relation: the table that it names. */
  readonly targets: readonly (readonly string[])[];
  /** True if activities without time stand after the timed ones of their owner. */
  readonly untimedLast: boolean;
}

const MAX_SLOTS = 6;
const MAX_KINDS = 96;
const NO_TIES: readonly Tie[] = [];

interface TypedGraph extends ActivityGraph {
  readonly types: readonly RowTypes[];
}

interface Component {
  readonly nodes: readonly number[];
  readonly ties: readonly Tie[];
}

/**
 * Cuts the rows of a scope into activities: connected components of the links. A row that appears
 * with the first one that names it belongs to that one's activity without a slot of its own.
 *
 * A component grows to six rows at most; rarer forms than the 96 most frequent fall apart into
 * single rows (their links are counted as lost).
 *
 * @param types by table of the scope: what its rows are
 */
export function activitiesOf(
  scope: Scope,
  database: DatabaseStore,
  types: readonly RowTypes[],
): ScopeActivities {
  const graph: TypedGraph = { ...activityGraph(scope, database), types };
  const whole = componentsOf(graph);
  const frequency = new Map<string, number>();
  for (const one of whole) {
    const form = formOf(one, graph);
    frequency.set(form, (frequency.get(form) ?? 0) + 1);
  }
  const kept = [...frequency]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MAX_KINDS)
    .map(([form]) => form);
  const isKept = new Set(kept);
  const components = whole.flatMap((one) =>
    one.nodes.length === 1 || isKept.has(formOf(one, graph))
      ? [one]
      : one.nodes.map((node) => ({ nodes: [node], ties: NO_TIES })),
  );
  return pack(components, graph, defined(database.tables.get(scope.parent), 'parent').rows);
}

/** Union-find whose sets stop growing at `MAX_SLOTS`. */
function componentsOf(graph: ActivityGraph): Component[] {
  const leader = Int32Array.from({ length: graph.nodes }, (_, node) => node);
  const size = new Uint8Array(graph.nodes).fill(1);
  const find = (node: number) => {
    let at = node;
    while (leader[at] !== at) at = leader[at] = leader[leader[at] as number] as number;
    return at;
  };
  for (const tie of graph.ties) {
    const [a, b] = [find(tie.a), find(tie.b)];
    if (a === b || (size[a] as number) + (size[b] as number) > MAX_SLOTS) continue;
    leader[b] = a;
    size[a] = (size[a] as number) + (size[b] as number);
  }
  const tiesOf = new Map<number, Tie[]>();
  for (const tie of graph.ties) {
    const root = find(tie.a);
    if (root !== find(tie.b)) continue;
    const list = tiesOf.get(root);
    if (list === undefined) tiesOf.set(root, [tie]);
    else list.push(tie);
  }
  const nodesOf = new Map<number, number[]>();
  const components: Component[] = [];
  for (let node = 0; node < graph.nodes; node += 1) {
    if (graph.isBorn[node] === 1) continue;
    const root = find(node);
    if (size[root] === 1) components.push({ nodes: [node], ties: tiesOf.get(root) ?? NO_TIES });
    else if (nodesOf.has(root)) nodesOf.get(root)?.push(node);
    else nodesOf.set(root, [node]);
  }
  for (const [root, nodes] of nodesOf) components.push({ nodes, ties: tiesOf.get(root) ?? [] });
  return components.map((one) => (one.nodes.length > 1 ? inOrder(one, graph) : one));
}

/** By table, time and row. */
function inOrder(component: Component, graph: ActivityGraph): Component {
  const rank = (a: number, b: number) =>
    tableOf(a, graph) - tableOf(b, graph) || timeOf(a, graph) - timeOf(b, graph) || a - b;
  return { nodes: [...component.nodes].sort(rank), ties: component.ties };
}

function formOf(component: Component, graph: TypedGraph): string {
  const [first] = component.nodes;
  if (component.nodes.length === 1 && component.ties.length === 0) {
    return `${tableOf(first ?? 0, graph)} ${typeOf(first ?? 0, graph)}`;
  }
  return JSON.stringify(kindOfComponent(component, graph));
}

function kindOfComponent(component: Component, graph: TypedGraph): ActivityKind {
  const slot = (node: number) => component.nodes.indexOf(node);
  return {
    slots: component.nodes.map((node) => tableOf(node, graph)),
    types: component.nodes.map((node) => typeOf(node, graph)),
    links: component.ties.map((one) => ({
      link: one.link,
      from: slot(one.a),
      to: slot(one.b),
    })),
  };
}

function typeOf(node: number, graph: TypedGraph): Value {
  const table = tableOf(node, graph);
  return graph.types[table]?.typeOf(node - (graph.bases[table] as number)) ?? null;
}

function pack(
  components: readonly Component[],
  graph: TypedGraph,
  owners: number,
): ScopeActivities {
  const facts = components.map((one) => factsOf(one, graph));
  const order = Int32Array.from(components.keys()).sort((x, y) => {
    const [a, b] = [facts[x], facts[y]];
    return a && b ? a.owner - b.owner || a.sortTime - b.sortTime || a.node - b.node : 0;
  });
  const kinds: ActivityKind[] = [];
  const forms = new Map<string, number>();
  const offsets = new Int32Array(owners + 1);
  const result = {
    kindOf: new Int32Array(order.length),
    times: new Float64Array(order.length),
    slotOffsets: new Int32Array(order.length + 1),
    linkOffsets: new Int32Array(order.length + 1),
  };
  const slotRows: number[] = [];
  const linkRows: number[] = [];
  for (const [at, index] of order.entries()) {
    const component = defined(components[index], 'in order');
    const fact = defined(facts[index], 'in order');
    const form = formOf(component, graph);
    const known = forms.get(form) ?? kinds.push(kindOfComponent(component, graph)) - 1;
    forms.set(form, known);
    result.kindOf[at] = known;
    result.times[at] = fact.time;
    for (const node of component.nodes) {
      slotRows.push(node - (graph.bases[tableOf(node, graph)] as number));
    }
    for (const tie of component.ties) linkRows.push(tie.row);
    result.slotOffsets[at + 1] = slotRows.length;
    result.linkOffsets[at + 1] = linkRows.length;
    offsets[fact.owner + 1] = at + 1;
  }
  for (let one = 1; one <= owners; one += 1) {
    offsets[one] = Math.max(offsets[one] as number, offsets[one - 1] as number);
  }
  return {
    ...result,
    kinds,
    offsets,
    slotRows: Int32Array.from(slotRows),
    linkRows: Int32Array.from(linkRows),
    lostLinks: graph.ties.length - linkRows.length,
    births: graph.births,
    targets: graph.stores.map((store) => store.layout.relations.map((one) => one.target)),
    untimedLast: graph.untimedLast,
  };
}

/** Owner, earliest time, and first row of a component; untimed ones come first. */
function factsOf(component: Component, graph: ActivityGraph) {
  const node = component.nodes[0] as number;
  const table = tableOf(node, graph);
  const owner = graph.stores[table]?.owners[node - (graph.bases[table] as number)] ?? 0;
  let time = Number.POSITIVE_INFINITY;
  for (const one of component.nodes) {
    const at = timeOf(one, graph);
    if (at > Number.NEGATIVE_INFINITY && at < time) time = at;
  }
  const isTimed = time < Number.POSITIVE_INFINITY;
  return {
    node,
    owner,
    time: isTimed ? time : Number.NaN,
    sortTime: isTimed ? time : graph.untimedLast ? 1e18 : -1e18,
  };
}
