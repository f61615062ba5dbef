import type { Random } from '../../../engine/core/random.ts';
import { drawHalves } from '../../../evaluators/ceiling/halves.ts';
import { distanceFigure } from './distance-figure.ts';
import {
  type EdgeGraph,
  edgeGraph,
  endpointColumns,
  type GraphLaws,
  graphLaws,
} from './edge-graph.ts';
import { type Figure, near } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import {
  type Distance,
  ksBeside,
  ksDistance,
  median,
  summaryOfHalves,
  type ValueSample,
} from './laws.ts';
import type { TableSides } from './open-run.ts';
import { mostOf } from './targets.ts';

/** Graphs are made anew for each draw. */
const MOST_DRAWS = 12;

const LAWS = [
  { group: '5 endpoints', name: 'in-degree', of: (laws: GraphLaws) => laws.inDegrees },
  { group: '5 endpoints', name: 'out-degree', of: (laws: GraphLaws) => laws.outDegrees },
  { group: '5 endpoints', name: 'rows per endpoint', of: (laws: GraphLaws) => laws.endpointRows },
  { group: '12 graph and mix', name: 'rows per pair', of: (laws: GraphLaws) => laws.pairRows },
] as const;

/** Laws of who meets whom, for a table with two addresses. */
export function endpointFigures(sides: TableSides, options: FigureOptions): readonly Figure[] {
  const columns = endpointColumns(sides.original);
  if (columns === null || endpointColumns(sides.synthetic) === null) return [];
  const original = edgeGraph(sides.original, columns);
  const synthetic = edgeGraph(sides.synthetic, columns);
  if (original.pair.length === 0 || synthetic.pair.length === 0) return [];
  const { name } = sides.schema;
  const distinct = ksBeside(metOf(original), metOf(synthetic), options);
  const compared = compareAtEqualSizes(original, synthetic, options);
  return [
    distanceFigure(distinct, {
      group: '5 endpoints',
      name: `${name}: KS distinct endpoints per subject`,
    }),
    ...LAWS.map((law) => {
      const distance = ksAcross(compared, law.of);
      return distanceFigure(distance, { group: law.group, name: `${name}: KS ${law.name}` });
    }),
    reciprocityFigure(name, compared),
  ];
}

function metOf({ subjects, met }: EdgeGraph): ValueSample {
  return { subjects, ...met };
}

interface ComparedGraphs {
  /** Original and synthetic, thinned to the same number of subjects. */
  readonly pairs: readonly (readonly [GraphLaws, GraphLaws])[];
  readonly halves: readonly (readonly [GraphLaws, GraphLaws])[];
  /** What brings a distance of halves to the size of the pairs. */
  readonly correction: number;
}

/** Endpoints are shared by subjects, so degrees grow with their number. */
function compareAtEqualSizes(
  original: EdgeGraph,
  synthetic: EdgeGraph,
  { random, draws }: FigureOptions,
): ComparedGraphs {
  const size = Math.min(original.subjects, synthetic.subjects);
  const few = Math.min(draws, MOST_DRAWS);
  const isEqual = original.subjects === synthetic.subjects;
  const pairs = Array.from({ length: isEqual ? 1 : few }, (_, draw) => {
    const thinned = (graph: EdgeGraph, side: string) =>
      graphLaws(graph, someSubjects(graph.subjects, size, random.split('thin', side, draw)));
    return [thinned(original, 'original'), thinned(synthetic, 'synthetic')] as const;
  });
  const halves = drawHalves(original.subjects, few, random).map((mask) => {
    const other = mask.map((bit) => 1 - bit);
    return [graphLaws(original, mask), graphLaws(original, other)] as const;
  });
  return { pairs, halves, correction: Math.sqrt(original.subjects / 2 / size) };
}

function someSubjects(subjects: number, size: number, random: Random): Uint8Array | null {
  if (size === subjects) return null;
  const mask = new Uint8Array(subjects);
  for (const position of random.shuffle([...mask.keys()]).slice(0, size)) mask[position] = 1;
  return mask;
}

function ksAcross(
  { pairs, halves, correction }: ComparedGraphs,
  of: (laws: GraphLaws) => Float64Array,
): Distance {
  const distances = (list: ComparedGraphs['pairs']) =>
    list.map(([one, other]) => ksDistance(of(one), of(other)));
  return { value: median(distances(pairs)), ...summaryOfHalves(distances(halves), correction) };
}

function reciprocityFigure(table: string, { pairs, halves, correction }: ComparedGraphs): Figure {
  const middle = (side: 0 | 1) => median(pairs.map((pair) => pair[side].reciprocity));
  const apart = halves.map(([one, other]) => Math.abs(one.reciprocity - other.reciprocity));
  const { ceiling, worst } = summaryOfHalves(apart, correction);
  return {
    group: '12 graph and mix',
    name: `${table}: share of pairs that answer each other`,
    value: middle(1),
    original: middle(0),
    ceiling,
    floor: null,
    target: near(middle(0), mostOf({ ceiling, worst })),
  };
}
