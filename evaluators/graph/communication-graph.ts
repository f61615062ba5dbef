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
  const rowsAt = new Float64Array(endpoints);
  const bytesAt = new Float64Array(endpoints);
  const pairs = new Map<number, number>();
  // NOTE: pairs are summed first, since an edge of the graph costs more than a place in an array.
  const pairRows = new Float64Array(source.length);
  const pairBytes = new Float64Array(source.length);
  for (let row = 0; row < source.length; row += 1) {
    const [from, to] = [source[row] as number, destination[row] as number];
    const pair = from * endpoints + to;
    const place = pairs.get(pair) ?? pairs.size;
    if (place === pairs.size) pairs.set(pair, place);
    const size = bytes[row] as number;
    add(pairRows, pairBytes, { at: place, size });
    add(rowsAt, bytesAt, { at: from, size });
    if (to !== from) add(rowsAt, bytesAt, { at: to, size });
  }
  const volume = (rows: Float64Array, sizes: Float64Array, at: number): Volume => ({
    rows: rows[at] as number,
    bytes: sizes[at] as number,
  });
  for (const endpoint of rowsAt.keys()) {
    if (rowsAt[endpoint] !== 0) graph.addNode(endpoint, volume(rowsAt, bytesAt, endpoint));
  }
  for (const [pair, place] of pairs) {
    const ends = [Math.floor(pair / endpoints), pair % endpoints] as const;
    graph.addDirectedEdge(...ends, volume(pairRows, pairBytes, place));
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

function add(
  rows: Float64Array,
  bytes: Float64Array,
  { at, size }: { readonly at: number; readonly size: number },
): void {
  rows[at] = (rows[at] as number) + 1;
  bytes[at] = (bytes[at] as number) + size;
}
