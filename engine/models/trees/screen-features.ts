import { createRandom } from '../../core/random.ts';
import type { Criterion } from './criterion.ts';
import { growTree } from './grow-tree.ts';
import type { FeatureRef } from './grown-tree.ts';
import { SplitSearch } from './split-search.ts';
import { gatherFeature, type TreePlan } from './tree-plan.ts';

/** Features that a tree may ask for. */
const MOST_FEATURES = 48;
/** Of them those that a small tree asked for; the others are the best on their own. */
const PROVEN_FEATURES = 32;
const SAMPLE = 8000;
const SAMPLE_LEAF = 20;
const LEAST_GAIN = 4;

/** The variable whose features are screened. */
export interface ScreenTask {
  readonly plan: TreePlan;
  readonly record: number;
  readonly variable: number;
  readonly candidates: readonly FeatureRef[];
  /** Rows to learn from. */
  readonly rows: Int32Array;
  /** The criterion of some of these rows. */
  readonly criterionOf: (rows: Int32Array) => Criterion;
}

/**
 * Keeps the features that matter, judged on a sample.
 *
 * A small tree with all features says which are worth asking: of two that tell the same it asks
 * one, and it finds some that matter only together. Those with the best first split fill up.
 *
 * @returns the kept ones, in the order of the candidates
 */
export function screenFeatures(task: ScreenTask): readonly FeatureRef[] {
  const { plan, record, candidates } = task;
  if (candidates.length <= MOST_FEATURES) return candidates;
  const rows = sampleRows(task);
  const columns = candidates.map((feature) => gatherFeature(plan, record, { feature, rows }));
  const subjects = rows.map((row) => plan.data[record]?.subjects[row] ?? 0);
  const criterion = task.criterionOf(rows);
  const floor = { rows: Math.max(plan.leastRows, SAMPLE_LEAF), subjects: plan.leastSubjects };
  const { anchor } = plan.space[record]?.variables[task.variable] ?? { anchor: -1 };
  const isAnchor = (one: FeatureRef) => one.view === 0 && one.variable === anchor;
  const search = { columns, subjects, criterion, floor, anchor: candidates.findIndex(isAnchor) };
  const alone = gainsAlone(new SplitSearch(search), rows.length, columns.length);
  const { gains } = growTree(search, { leastGain: LEAST_GAIN });
  const kept = new Set(best(gains, PROVEN_FEATURES));
  for (const feature of best(alone, candidates.length)) {
    if (kept.size < MOST_FEATURES) kept.add(feature);
  }
  return candidates.filter((one, at) => kept.has(at) || isAnchor(one));
}

/**
 * Rows evenly spread within each code of the anchor, of rare codes more than their share: what
 * matters for few rows only would not be seen otherwise. Rows of a subject stay together.
 */
function sampleRows({ plan, record, variable, rows }: ScreenTask): Int32Array {
  if (rows.length <= SAMPLE) return rows;
  const random = createRandom(plan.seed, 'trees', 'screen', record, variable);
  const { anchor } = plan.space[record]?.variables[variable] ?? { anchor: -1 };
  const codes = plan.data[record]?.codes[anchor];
  const strata = new Map<number, number[]>();
  for (const row of rows) {
    const code = codes?.[row] ?? 0;
    const own = strata.get(code);
    if (own === undefined) strata.set(code, [row]);
    else own.push(row);
  }
  const roots = [...strata.values()].reduce((sum, one) => sum + Math.sqrt(one.length), 0);
  const sample = [...strata.values()].flatMap((own) => {
    const wanted = Math.min(own.length, Math.ceil((SAMPLE * Math.sqrt(own.length)) / roots));
    const stride = own.length / wanted;
    const start = random.next() * stride;
    return Array.from({ length: wanted }, (_, at) =>
      Number(own[Math.min(own.length - 1, Math.floor(start + at * stride))]),
    );
  });
  return Int32Array.from(sample).sort();
}

function gainsAlone(search: SplitSearch, rows: number, features: number): Float64Array {
  const order = Int32Array.from({ length: rows }, (_, at) => at);
  const gains = new Float64Array(features);
  if (!search.open({ order, from: 0, to: rows })) return gains;
  for (let feature = 0; feature < features; feature += 1) {
    search.gain = 0;
    search.try(feature);
    gains[feature] = search.gain;
  }
  return gains;
}

/** Places of the largest gains above 0, the first of equal ones first. */
function best(gains: Float64Array, most: number): number[] {
  const places = [...gains.keys()].filter((at) => (gains[at] as number) > 0);
  places.sort((a, b) => (gains[b] as number) - (gains[a] as number) || a - b);
  return places.slice(0, most);
}
