import { DirectedGraph } from 'graphology';
import type { EdgeRows } from './edge-rows.ts';

/** Rows and bytes between two endpoints, or at one. */
export interface Volume {
  readonly rows: number;
  readonly bytes: number;
}

/** Who sent to whom: an edge a pair of endpoints, with its rows and bytes. */
export type CommunicationGraph = DirectedGraph<Volume, Volume>;

/**
 * Builds the graph of some rows.
 *
 * Cost: one pass over the rows; the graph holds a node an endpoint and an edge a pair.
 */
export function communicationGraph({
  source,
  destination,
  bytes,
  isExternal,
}: EdgeRows): CommunicationGraph {
  const graph: CommunicationGraph = new DirectedGraph();
  const endpoints = isExternal.length;
  // NOTE: pairs are summed first, since a graph's edges cost more than a map's numbers.
  const pairs = new Map<number, { rows: number; bytes: number }>();
  const nodes = Array.from({ length: endpoints }, () => ({ rows: 0, bytes: 0 }));
  for (let row = 0; row < source.length; row += 1) {
    const [from, to] = [source[row] as number, destination[row] as number];
    const pair = pairs.get(from * endpoints + to) ?? { rows: 0, bytes: 0 };
    pairs.set(from * endpoints + to, addTo(pair, bytes[row] as number));
    addTo(nodes[from], bytes[row] as number);
    if (to !== from) addTo(nodes[to], bytes[row] as number);
  }
  for (const [endpoint, volume] of nodes.entries()) {
    if (volume.rows > 0) graph.addNode(endpoint, volume);
  }
  for (const [pair, volume] of pairs) {
    graph.addDirectedEdge(Math.floor(pair / endpoints), pair % endpoints, volume);
  }
  return graph;
}

/** Numbers of endpoints of the weakly connected components. */
export function componentSizes(graph: CommunicationGraph): readonly number[] {
  const seen = new Set<string>();
  const sizes: number[] = [];
  graph.forEachNode((start) => {
    if (seen.has(start)) return;
    const waiting = [start];
    seen.add(start);
    let size = 0;
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      size += 1;
      graph.forEachNeighbor(node, (other) => {
        if (seen.has(other)) return;
        seen.add(other);
        waiting.push(other);
      });
    }
    sizes.push(size);
  });
  return sizes;
}

function addTo(volume: { rows: number; bytes: number } | undefined, bytes: number) {
  if (volume === undefined) return { rows: 0, bytes: 0 };
  volume.rows += 1;
  volume.bytes += bytes;
  return volume;
}
