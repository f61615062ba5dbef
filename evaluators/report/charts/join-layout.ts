/** A table on the drawing. */
export interface JoinNode {
  readonly name: string;
  readonly caption: string;
}

/** A foreign key on the drawing. */
export interface JoinEdge {
  readonly child: string;
  readonly parent: string;
  /** Above the line, e.g. `context`. */
  readonly kind: string;
  /** Below the line, e.g. `17,100 rows · 92.1 %`. */
  readonly caption: string;
}

/** A box with its lanes: the levels at which its own edges come in, in drawing units. */
export interface PlacedNode extends JoinNode {
  readonly layer: number;
  readonly y: number;
  readonly height: number;
}

/** An edge with the levels that it keeps in each layer that it crosses, from parent to child. */
export interface PlacedEdge extends JoinEdge {
  readonly fromLayer: number;
  readonly lanes: readonly number[];
}

/** Everything placed: layers count from the left, levels from the top. */
export interface JoinLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly layers: number;
  readonly height: number;
}

const LANE = 38;
const LEAST_HEIGHT = 50;
const GAP = 18;

interface Slot {
  readonly node: JoinNode | null;
  /** Edges that come in here, or the one that passes. */
  readonly edges: readonly JoinEdge[];
}

/**
 * Places tables in layers, parents left of children; a long edge has a lane of its own in every
 * layer that it crosses, so that no line runs through a box and no caption meets another.
 */
export function layOutJoins(nodes: readonly JoinNode[], edges: readonly JoinEdge[]): JoinLayout {
  const depths = depthsOf(nodes, edges);
  const depth = (name: string) => depths.get(name) ?? 0;
  const layers = Math.max(0, ...depths.values()) + 1;
  const placed: PlacedNode[] = [];
  const lanes = new Map(edges.map((edge): [JoinEdge, number[]] => [edge, []]));
  const middleOf = (name: string) => {
    const node = placed.find((one) => one.name === name);
    return node === undefined ? 0 : node.y + node.height / 2;
  };
  const level = (edge: JoinEdge) => lanes.get(edge)?.at(-1) ?? middleOf(edge.parent);
  let height = 0;
  for (let layer = 0; layer < layers; layer += 1) {
    let y = 0;
    for (const { node, edges: own } of slotsOf(layer, nodes, { edges, depth, level })) {
      const room = node === null ? LANE : Math.max(LEAST_HEIGHT, own.length * LANE);
      for (const [at, edge] of own.entries()) {
        lanes.get(edge)?.push(y + (room * (at + 0.5)) / own.length);
      }
      if (node !== null) placed.push({ ...node, layer, y, height: room });
      y += room + GAP;
    }
    height = Math.max(height, y - GAP);
  }
  const drawn = edges.map((edge) => ({
    ...edge,
    fromLayer: depth(edge.parent),
    lanes: lanes.get(edge) ?? [],
  }));
  return { nodes: placed, edges: drawn, layers, height };
}

/** Longest way from a root; as many rounds as tables end a circle of keys. */
function depthsOf(nodes: readonly JoinNode[], edges: readonly JoinEdge[]): Map<string, number> {
  const depths = new Map(nodes.map(({ name }) => [name, 0]));
  for (let round = 1; round < nodes.length; round += 1) {
    for (const { child, parent } of edges) {
      const least = Math.min((depths.get(parent) ?? 0) + 1, nodes.length - 1);
      depths.set(child, Math.max(depths.get(child) ?? 0, least));
    }
  }
  return depths;
}

interface Sketch {
  readonly edges: readonly JoinEdge[];
  readonly depth: (name: string) => number;
  /** Where an edge stands in the layer before. */
  readonly level: (edge: JoinEdge) => number;
}

/** Boxes and passing edges of a layer, in the order of where their edges come from. */
function slotsOf(layer: number, nodes: readonly JoinNode[], sketch: Sketch): readonly Slot[] {
  const { edges, depth, level } = sketch;
  const byLevel = (one: JoinEdge, other: JoinEdge) => level(one) - level(other);
  const own = nodes
    .filter(({ name }) => depth(name) === layer)
    .map((node) => ({
      node,
      edges: edges.filter(({ child }) => child === node.name).sort(byLevel),
    }));
  const passing = edges
    .filter(({ child, parent }) => depth(parent) < layer && depth(child) > layer)
    .map((edge) => ({ node: null, edges: [edge] }));
  const middle = ({ edges: all }: Slot) =>
    all.reduce((sum, edge) => sum + level(edge), 0) / Math.max(1, all.length);
  return [...own, ...passing].sort((one, other) => middle(one) - middle(other));
}
