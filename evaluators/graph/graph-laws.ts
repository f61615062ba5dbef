import type { Figures } from '../ceiling/score-across.ts';
import { DEGREE_BINS, degreeBin } from '../links/degree-bins.ts';
import { DEGREE_CELLS, degreeCell } from '../links/degree-cells.ts';
import {
  type CommunicationGraph,
  communicationGraph,
  componentSizes,
} from './communication-graph.ts';
import { type EdgeRows, keptEdges } from './edge-rows.ts';

/** Laws of a communication graph over degree cells. */
export const DEGREE_LAWS = [
  { id: 'out-degree', name: 'endpoints that a source sends to', of: 'sources' },
  { id: 'in-degree', name: 'endpoints that a destination hears from', of: 'destinations' },
  { id: 'rows', name: 'rows of an endpoint', of: 'endpoints' },
  { id: 'bytes', name: 'bytes of an endpoint', of: 'endpoints' },
  { id: 'pair-rows', name: 'rows of a pair', of: 'pairs' },
  { id: 'components', name: 'endpoints of a component', of: 'components' },
] as const;

export type DegreeLawId = (typeof DEGREE_LAWS)[number]['id'];

/** The law that needs several components to be one. */
export const COMPONENTS = 'components' satisfies DegreeLawId;

/** Law of the pairs: those that answer each other, those that do not. */
export const RECIPROCITY = 'reciprocity';

/** Law of the pairs by the out-degree of the source and the in-degree of the destination. */
export const MIXING = 'mixing';

/**
 * All laws of the graph of some subjects' rows, as counts.
 *
 * Degrees do not count an endpoint that sends to itself twice; endpoints without an edge of the kind
 * in question are not counted.
 */
export function graphFigures(edges: EdgeRows, keep: Uint8Array | null): Figures {
  const graph = communicationGraph(keptEdges(edges, keep));
  return new Map<string, Float64Array>([
    ...Object.entries(degreeLaws(graph)),
    [RECIPROCITY, reciprocity(graph)],
    [MIXING, mixing(graph)],
  ]);
}

function degreeLaws(graph: CommunicationGraph): Readonly<Record<DegreeLawId, Float64Array>> {
  const laws = {
    'out-degree': new Float64Array(DEGREE_CELLS),
    'in-degree': new Float64Array(DEGREE_CELLS),
    rows: new Float64Array(DEGREE_CELLS),
    bytes: new Float64Array(DEGREE_CELLS),
    'pair-rows': new Float64Array(DEGREE_CELLS),
    components: new Float64Array(DEGREE_CELLS),
  };
  graph.forEachNode((node, { rows, bytes }) => {
    if (graph.outDegree(node) > 0) count(laws['out-degree'], graph.outDegree(node));
    if (graph.inDegree(node) > 0) count(laws['in-degree'], graph.inDegree(node));
    count(laws.rows, rows);
    count(laws.bytes, bytes);
  });
  graph.forEachEdge((_, { rows }) => {
    count(laws['pair-rows'], rows);
  });
  for (const size of componentSizes(graph)) count(laws.components, size);
  return laws;
}

function reciprocity(graph: CommunicationGraph): Float64Array {
  const counts = new Float64Array(2);
  graph.forEachEdge((_, __, source, target) => {
    if (source !== target) count(counts, graph.hasDirectedEdge(target, source) ? 0 : 1);
  });
  return counts;
}

function mixing(graph: CommunicationGraph): Float64Array {
  const counts = new Float64Array(DEGREE_BINS * DEGREE_BINS);
  graph.forEachEdge((_, __, source, target) => {
    const cell =
      degreeBin(graph.outDegree(source)) * DEGREE_BINS + degreeBin(graph.inDegree(target));
    counts[cell] = (counts[cell] as number) + 1;
  });
  return counts;
}

function count(counts: Float64Array, value: number): void {
  const cell = counts.length === DEGREE_CELLS ? degreeCell(Math.round(value)) : value;
  counts[cell] = (counts[cell] as number) + 1;
}
