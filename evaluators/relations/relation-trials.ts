import type { Random } from '../../engine/core/random.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { cardinalities } from './child-counts.ts';
import { columnShapes } from './column-shapes.ts';
import type { Comparison } from './comparison.ts';
import { dataValidity } from './data-validity.ts';
import type { FlatSample } from './flat-sample.ts';
import { type FoundTrends, pathTrends, tableTrends } from './hop-trends.ts';
import { type JoinPath, joinPaths } from './join-path.ts';
import type { RelationSides } from './relation-sides.ts';
import { rowDifferences, sequenceLengths, sequenceStatistics } from './row-differences.ts';
import { subjectTableOf } from './subject-walk.ts';
import { relationsOf } from './table-relation.ts';
import { type Tried, tryComparison } from './tried-comparisons.ts';

/** Most foreign keys between the tables whose columns are paired. */
export const MOST_HOPS = 4;

/** Outcomes of one kind of comparison. */
export interface Trials {
  readonly tried: readonly Tried[];
  /** Comparisons without a value: a side has nothing, or only one value. */
  readonly left: number;
  /** Pairs of columns looked at, of which only the related ones are compared. */
  readonly pairs: number;
}

/** A path's trends. */
export interface PathTrials extends Trials {
  readonly path: JoinPath;
  readonly acrossLink: boolean;
}

/** All comparisons that the chapter averages. */
export interface RelationTrials {
  readonly shapes: Trials;
  readonly pairTrends: Trials;
  readonly cardinality: Trials;
  readonly paths: readonly PathTrials[];
  readonly validity: Trials;
  readonly nextRows: Trials;
  readonly fifthRows: Trials;
  readonly statistics: Trials;
  readonly lengths: Trials;
}

/** Runs every comparison. Shuffled rows are the floor of trends, dealt keys that of counts. */
export function tryRelations(
  sides: RelationSides,
  schema: DatabaseSchema,
  random: Random,
): RelationTrials {
  const { original, naive } = sides;
  const run = (comparisons: readonly Comparison[], floor: FlatSample | null) =>
    trialsOf({ pairs: comparisons.length, trends: comparisons }, sides, floor);
  const tables = [...original.tables.keys()];
  const ordered = schema.tables.flatMap(({ name, role, timeColumn }) =>
    role === 'sequence' && timeColumn !== null && original.tables.has(name) ? [name] : [],
  );
  return {
    shapes: run(columnShapes(original), null),
    pairTrends: joined(
      tables.map((table) => {
        const found = tableTrends(original, table, random.split('table', table));
        return trialsOf(found, sides, naive.shuffled);
      }),
    ),
    cardinality: run(cardinalities(original), naive.dealt),
    paths: tryPaths(sides, schema, random),
    validity: run(dataValidity(original), null),
    nextRows: run(rowDifferences(original, ordered, 1), naive.shuffled),
    fifthRows: run(rowDifferences(original, ordered, 5), naive.shuffled),
    statistics: run(sequenceStatistics(original, ordered), naive.shuffled),
    lengths: run(sequenceLengths(ordered), naive.dealt),
  };
}

/** Several trials as one. */
export function joined(trials: readonly Trials[]): Trials {
  return {
    tried: trials.flatMap(({ tried }) => tried),
    left: trials.reduce((sum, { left }) => sum + left, 0),
    pairs: trials.reduce((sum, { pairs }) => sum + pairs, 0),
  };
}

function tryPaths(
  sides: RelationSides,
  schema: DatabaseSchema,
  random: Random,
): readonly PathTrials[] {
  const { original, naive } = sides;
  const relations = relationsOf(schema);
  const root = subjectTableOf(schema).name;
  const link = schema.tables.find(({ role }) => role === 'link')?.name;
  return joinPaths(relations, MOST_HOPS).map((path) => {
    const found = pathTrends(original, path, random.split('path', path.name));
    const acrossLink =
      path.bottom === link && ![path.left, path.right].includes(root) && path.toLeft.length > 0;
    const floor = acrossLink ? naive.permuted : naive.shuffled;
    return { ...trialsOf(found, sides, floor), path, acrossLink };
  });
}

function trialsOf(
  { pairs, trends }: FoundTrends,
  sides: RelationSides,
  floor: FlatSample | null,
): Trials {
  const all = trends.map((one) => tryComparison(one, sides, floor));
  const tried = all.filter((one) => one !== null);
  return { tried, left: all.length - tried.length, pairs };
}
