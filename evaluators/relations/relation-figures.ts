import type { CurveFigure, Figure, GridFigure, LawFigure, TableFigure } from '../findings.ts';
import { countDegree, degreeLabel, emptyDegreeCounts } from '../links/degree-bins.ts';
import { judged } from '../metric.ts';
import { childCounts } from './child-counts.ts';
import type { FlatRelation, FlatSample } from './flat-sample.ts';
import type { RelationSides } from './relation-sides.ts';
import { joined, MOST_HOPS, type PathTrials, type RelationTrials } from './relation-trials.ts';
import { scoreTried, type Tried } from './tried-comparisons.ts';

/** The chapter's pictures: the graph of relations, their laws, trends by tables and by hops. */
export function relationFigures(trials: RelationTrials, sides: RelationSides): readonly Figure[] {
  return [
    relationTable(trials, sides),
    ...sides.original.relations.map((relation, at) => countLaw(relation, at, sides)),
    trendGrid(trials.paths),
    hopCurve(trials.paths, sides),
    pathTable(trials.paths, sides),
  ];
}

function relationTable({ cardinality }: RelationTrials, sides: RelationSides): TableFigure {
  const rows = sides.original.relations.map((relation, at) => [
    relation.child,
    relation.parent,
    relation.relationship.kind,
    relation.relationship.columns.at(-1) ?? '',
    relation.parentOf.length,
    sides.synthetic.relations[at]?.parentOf.length ?? 0,
    meanChildren(sides.original, at),
    meanChildren(sides.synthetic, at),
    ...companionsOf(
      cardinality.tried.filter(({ name }) => name === relation.name),
      sides,
    ),
  ]);
  return {
    kind: 'table',
    title: 'Relations',
    subtitle:
      'every foreign key within subjects, and how alike the children per parent are (1 − KS)',
    head: [
      ...['child', 'parent', 'kind', 'key', 'rows, original', 'rows, synthetic'],
      ...['children a parent, original', 'synthetic', 'likeness', 'ceiling', 'floor'],
    ],
    rows,
  };
}

function meanChildren(side: FlatSample, at: number): number | null {
  const relation = side.relations[at];
  const parents = side.tables.get(relation?.parent ?? '')?.rows ?? 0;
  const children = relation?.parentOf.filter((row) => row >= 0).length ?? 0;
  return parents === 0 ? null : children / parents;
}

/** Value, ceiling and floor of some comparisons' mean; nulls where there are none. */
function companionsOf(tried: readonly Tried[], sides: RelationSides): readonly (number | null)[] {
  const score = judged(() => scoreTried('relations', tried, sides));
  return score.ok
    ? [score.value.value, score.value.ceiling, score.value.floor]
    : [null, null, null];
}

function countLaw(
  { name, child, parent }: FlatRelation,
  at: number,
  sides: RelationSides,
): LawFigure {
  const [original, synthetic] = [sides.original, sides.synthetic].map((side) =>
    degreeShares(side, side.relations[at] as FlatRelation),
  ) as [number[], number[]];
  const last = Math.max(
    ...[original, synthetic].map((list) => list.findLastIndex((one) => one > 0)),
  );
  return {
    kind: 'law',
    title: `Children per parent: ${name}`,
    subtitle: 'share of parents by number of children, those without any included',
    axis: `${child} per row of ${parent}`,
    of: parent,
    labels: Array.from({ length: last + 1 }, (_, bin) => degreeLabel(bin)),
    original: original.slice(0, last + 1),
    synthetic: synthetic.slice(0, last + 1),
  };
}

function degreeShares(side: FlatSample, relation: FlatRelation): number[] {
  const counts = emptyDegreeCounts();
  const { values } = childCounts(side, relation);
  for (const degree of values) countDegree(counts, degree);
  return [...counts].map((count) => (values.length === 0 ? 0 : count / values.length));
}

function trendGrid(paths: readonly PathTrials[]): GridFigure {
  const near = paths.filter(({ path, tried }) => path.hops === 1 && tried.length > 0);
  const ends = [...new Set(near.map(({ path }) => `${path.left}\n${path.right}`))];
  return {
    kind: 'grid',
    title: 'Trends between parent and child',
    subtitle: 'mean over the pairs of columns that are related in the original',
    x: 'child',
    y: 'parent',
    cells: ends.map((end) => {
      const [x, y] = end.split('\n') as [string, string];
      const tried = near
        .filter(({ path }) => path.left === x && path.right === y)
        .flatMap((one) => one.tried);
      return { x, y, value: tried.reduce((sum, { value }) => sum + value, 0) / tried.length };
    }),
  };
}

function hopCurve(paths: readonly PathTrials[], sides: RelationSides): CurveFigure {
  const hops = Array.from({ length: MOST_HOPS }, (_, at) => at + 1);
  const scores = hops.flatMap((x) => {
    const { tried } = joined(paths.filter(({ path }) => path.hops === x));
    const score = judged(() => scoreTried('hops', tried, sides));
    return score.ok ? [{ x, ...score.value }] : [];
  });
  const points = (of: 'ceiling' | 'floor') =>
    scores.flatMap(({ x, [of]: y }) => (y === null ? [] : [{ x, y }]));
  return {
    kind: 'curve',
    title: 'Trends by distance',
    subtitle: 'likeness of the relation of two columns by the number of foreign keys between them',
    x: { label: 'foreign keys', scale: 'linear' },
    y: { label: 'likeness', scale: 'linear' },
    series: [
      {
        name: 'synthetic',
        side: 'synthetic',
        points: scores.map(({ x, value }) => ({ x, y: value })),
      },
      { name: 'real halves', side: 'real', points: points('ceiling') },
      { name: 'naive', side: 'other', points: points('floor') },
    ],
  };
}

function pathTable(paths: readonly PathTrials[], sides: RelationSides): TableFigure {
  return {
    kind: 'table',
    title: 'Trends by chain of keys',
    subtitle: 'pairs of columns of a chain’s two ends; only those related in the original count',
    head: ['chain', 'keys', 'pairs', 'related', 'likeness', 'ceiling', 'floor'],
    rows: paths.map(({ path, pairs, tried }) => [
      path.name,
      path.hops,
      pairs,
      tried.length,
      ...companionsOf(tried, sides),
    ]),
  };
}
