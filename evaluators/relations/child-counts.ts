import type { Comparison, OwnedValues } from './comparison.ts';
import type { FlatRelation, FlatSample } from './flat-sample.ts';
import { orderedComparison } from './ordered-values.ts';

/** Children of every parent row, 0 for those without. */
export function childCounts(side: FlatSample, relation: FlatRelation): OwnedValues {
  const parent = side.tables.get(relation.parent);
  const values = new Float64Array(parent?.rows ?? 0);
  for (let row = 0; row < relation.parentOf.length; row += 1) {
    const at = relation.parentOf[row] as number;
    if (at >= 0) values[at] = (values[at] as number) + 1;
  }
  return { values, subject: parent?.subject ?? new Int32Array(0) };
}

/**
 * One comparison a foreign key: 1 - KS of the number of children per parent.
 *
 * @see SDMetrics, Cardinality
 */
export function cardinalities(original: FlatSample): readonly Comparison[] {
  return original.relations.map(({ name }, at) =>
    orderedComparison({ name, group: name }, (side) =>
      childCounts(side, side.relations[at] as FlatRelation),
    ),
  );
}
