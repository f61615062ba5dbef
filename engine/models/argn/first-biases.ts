import { defined } from '../../core/invariant.ts';
import type { RecordCodes } from '../code-space.ts';
import { isDrawn, type NetworkPlan, type NetworkWeights } from './network-plan.ts';

/** Log odds of a code that was never seen: never drawn, and still a number. */
const NEVER = -1e4;

/** By target: how often each code is drawn. */
export function countTargets(plan: NetworkPlan, data: RecordCodes): Float64Array[] {
  return plan.targets.map((target) => {
    const counts = new Float64Array(target.cardinality);
    const codes = defined(data.codes[target.variable], 'variable has codes');
    for (let row = 0; row < data.rows; row += 1) {
      if (!isDrawn(target, data, row)) continue;
      const code = codes[row] as number;
      counts[code] = (counts[code] as number) + 1;
    }
    return counts;
  });
}

/**
 * By target: log of each code's share, with one more of each, so that training starts from the
 * marginal law.
 */
export function firstBiases(counts: readonly Float64Array[]): Float32Array[] {
  return counts.map((own) => {
    const total = own.reduce((sum, one) => sum + one, own.length);
    return Float32Array.from(own, (one) => Math.log((one + 1) / total));
  });
}

/** Weights that never draw a code which no row had; the others as they were. */
export function hideUnseen(
  plan: NetworkPlan,
  weights: NetworkWeights,
  counts: readonly Float64Array[],
): NetworkWeights {
  const hidden = new Map(weights);
  for (const [at, { variable }] of plan.targets.entries()) {
    const name = `head.${variable}.bias`;
    const own = defined(counts[at], 'target was counted');
    if (own.every((one) => one === 0)) continue;
    const bias = defined(weights.get(name), 'target has a bias');
    hidden.set(
      name,
      bias.map((one, code) => ((own[code] as number) > 0 ? one : NEVER)),
    );
  }
  return hidden;
}
