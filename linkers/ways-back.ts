import { groupByKey, rowsOfKey } from './key-groups.ts';
import { FATE, type LinkPlan, type Match, raiseFate, windowOf } from './link-plan.ts';
import { byFlow } from './linkable-capture.ts';
import { appendTuple, createTupleColumns, type TupleColumns } from './tuple-columns.ts';
import { findTuples, indexTuples } from './tuple-index.ts';

/**
 * Links the rows of the way back of conversations whose first row a relaxed key found.
 *
 * Only unidirectional flows have one; it carries the first row's tuple turned round, and is linked
 * where it is the only such row in the window.
 */
export function waysBack(plan: LinkPlan, matches: readonly Match[]): Match[] {
  const { flows } = plan.capture;
  const index = indexTuples(tuplesOf(flows.tuples, matches));
  const keys = findTuples(index, flows.tuples);
  const groups = groupByKey(keys, index.size, byFlow(flows));
  const found: Match[] = [];
  matches.forEach((match, at) => {
    if (flows.oneWay[match.flow] === 0) return;
    const startUs = flows.startsUs[match.flow] ?? 0;
    const windowUs = windowOf(plan, match.event);
    const rows = rowsOfKey(groups, index.keys[at] ?? 0).filter(
      (row) =>
        flows.oneWay[row] === 1 &&
        plan.flowFates[row] !== FATE.linked &&
        flows.tuples.swapped[row] !== flows.tuples.swapped[match.flow] &&
        Math.abs((flows.startsUs[row] ?? 0) - startUs) <= windowUs,
    );
    const [row] = rows;
    if (row === undefined || rows.length > 1) return;
    raiseFate(plan.flowFates, row, FATE.linked);
    found.push({ ...match, flow: row, rank: 2 });
  });
  return found;
}

function tuplesOf(columns: TupleColumns, matches: readonly Match[]): TupleColumns {
  const tuples = createTupleColumns();
  for (const { flow } of matches) {
    appendTuple(tuples, {
      source: columns.low[flow] ?? 0,
      sourcePort: columns.lowPort[flow] ?? 0,
      destination: columns.high[flow] ?? 0,
      destinationPort: columns.highPort[flow] ?? 0,
      protocol: columns.protocol[flow] ?? 0,
      ordered: true,
    });
  }
  return tuples;
}
