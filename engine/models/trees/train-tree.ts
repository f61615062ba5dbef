import { defined } from '../../core/invariant.ts';
import type { VariableSpec } from '../code-space.ts';
import { ClassCriterion } from './class-criterion.ts';
import type { Criterion } from './criterion.ts';
import { growTree, storedSplit, type TreeShape } from './grow-tree.ts';
import { type FeatureRef, type GrownTree, NO_TREE } from './grown-tree.ts';
import { RankCriterion } from './rank-criterion.ts';
import { screenFeatures } from './screen-features.ts';
import { spreadRows } from './spread-rows.ts';
import { candidatesOf, gatherFeature, type TreePlan } from './tree-plan.ts';

/** A tree to be grown. */
export interface TreeTask {
  readonly record: number;
  readonly variable: number;
}

const LEAST_GAIN = 4;

/** Grows the tree of one variable; equal plans give equal trees in whatever thread. */
export function trainTree(plan: TreePlan, { record, variable }: TreeTask): GrownTree {
  const spec = defined(plan.space[record], 'record exists');
  const own = defined(spec.variables[variable], 'variable exists');
  const data = defined(plan.data[record], 'record has codes');
  const rows = spreadRows(data, own.when);
  if (rows.length === 0) return NO_TREE;
  const codes = defined(data.codes[variable], 'variable has codes');
  const criterionOf = criterionMaker(own, codes, rows);
  const all = candidatesOf(plan.space, spec, variable);
  const screen = { plan, record, variable, candidates: all, rows, criterionOf };
  const features = isConstant(codes, rows) ? [] : screenFeatures(screen);
  const shape = growTree(
    {
      columns: features.map((feature) => gatherFeature(plan, record, { feature, rows })),
      subjects: rows.map((row) => data.subjects[row] as number),
      criterion: criterionOf(rows),
      floor: { rows: plan.leastRows, subjects: plan.leastSubjects },
      anchor: features.findIndex((one) => one.view === 0 && one.variable === own.anchor),
    },
    { leastGain: LEAST_GAIN },
  );
  return finishTree(shape, { features, codes, rows, cardinality: own.cardinality });
}

function isConstant(codes: Uint16Array, rows: Int32Array): boolean {
  const first = codes[rows[0] as number];
  return rows.every((row) => codes[row] === first);
}

/** Codes with an order are parted by rank, others by class. */
function criterionMaker(
  own: VariableSpec,
  codes: Uint16Array,
  all: Int32Array,
): (rows: Int32Array) => Criterion {
  const { cardinality } = own;
  if ((own.order?.length ?? 0) < 3) {
    return (rows) =>
      new ClassCriterion({
        codes: Uint16Array.from(rows, (row) => Number(codes[row])),
        cardinality,
      });
  }
  const ranks = ranksOf(own, codes, all);
  return (rows) =>
    new RankCriterion({
      ranks: Float64Array.from(rows, (row) => Number(ranks[Number(codes[row])])),
    });
}

/** By code: the share of rows below it, its own half; -1 for codes without order. */
function ranksOf(own: VariableSpec, codes: Uint16Array, rows: Int32Array): Float64Array {
  const counts = new Float64Array(own.cardinality);
  for (const row of rows) counts[Number(codes[row])] = Number(counts[Number(codes[row])]) + 1;
  const ranks = new Float64Array(own.cardinality).fill(-1);
  const order = own.order ?? [];
  const total = order.reduce((sum, code) => sum + Number(counts[code]), 0);
  let before = 0;
  for (const code of order) {
    const count = Number(counts[code]);
    ranks[code] = total === 0 ? 0 : (before + count / 2) / total;
    before += count;
  }
  return ranks;
}

/** Counts the codes of each leaf and drops the features that no node asks for. */
function finishTree(
  shape: TreeShape,
  of: {
    readonly features: readonly FeatureRef[];
    readonly codes: Uint16Array;
    readonly rows: Int32Array;
    readonly cardinality: number;
  },
): GrownTree {
  const asked = [...of.features.keys()].filter((at) => shape.splits.includes(at));
  const place = new Int16Array(of.features.length);
  for (const [at, feature] of asked.entries()) place[feature] = at;
  const splits = Uint8Array.from(shape.splits, (split) =>
    storedSplit(split < 0 ? -1 : (place[split] as number)),
  );
  const leafCodes = Uint16Array.from(shape.order, (at) => Number(of.codes[Number(of.rows[at])]));
  return {
    features: asked.map((at) => defined(of.features[at], 'feature was asked')),
    splits,
    tests: shape.tests,
    subsets: shape.subsets,
    ...countLeaves(leafCodes, shape.ends),
  };
}

/** @param codes leaf by leaf; sorted here */
function countLeaves(codes: Uint16Array, ends: Int32Array) {
  const sizes = new Uint16Array(ends.length);
  const found = new Uint16Array(codes.length);
  const counts = new Int32Array(codes.length);
  let [entries, from] = [0, 0];
  for (const [leaf, to] of ends.entries()) {
    codes.subarray(from, to).sort();
    const start = entries;
    for (let at = from; at < to; at += 1) {
      const isNew = at === from || codes[at] !== codes[at - 1];
      if (isNew) entries += 1;
      found[entries - 1] = codes[at] as number;
      counts[entries - 1] = (counts[entries - 1] as number) + 1;
    }
    sizes[leaf] = entries - start;
    from = to;
  }
  return { sizes, codes: found.slice(0, entries), counts: counts.slice(0, entries) };
}
