import { createRandom } from '../../../../engine/core/random.ts';
import type { FeatureMatrix } from '../../../../evaluators/learners/feature-matrix.ts';

/** Columns by name as features. */
export function featuresOf(columns: Readonly<Record<string, readonly number[]>>): FeatureMatrix {
  const values = Object.values(columns).map((column) => Float64Array.from(column));
  return { rows: values[0]?.length ?? 0, names: Object.keys(columns), columns: values };
}

/** Rows of two classes that no single feature tells apart: class 1 where both signs agree. */
export function crossedRows(rows: number, seed = 1) {
  const random = createRandom(seed, 'crossed');
  const draw = () => Array.from({ length: rows }, () => random.normal());
  const [x, y, noise] = [draw(), draw(), draw()];
  const labels = Int32Array.from(x, (value, row) => (value > 0 === y[row]! > 0 ? 1 : 0));
  return { features: featuresOf({ x, y, noise }), labels };
}
