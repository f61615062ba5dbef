import type { ValueNoise } from '../../encoders/private-histogram.ts';
import type { PrivacyBudget } from '../sequence-model.ts';
import { logErfc } from './log-erfc.ts';
import { noiseFor } from './noise-for.ts';

/** What the counts of values may cost, and how many there are. */
export interface ValueNoiseTask {
  readonly budget: PrivacyBudget;
  /** Histograms at most; the number may not depend on the data. */
  readonly histograms: number;
  /** Distinct values of a subject that count in a histogram. */
  readonly most: number;
}

/** Noise beyond this many deviations is taken for a value that was known and is there. */
const KNOWN_DEVIATIONS = 3;
const WIDEST = 40;

/**
 * The noise with which so many histograms keep within a budget.
 *
 * Half of delta pays for the Gaussian noise, which composes over the histograms; half for values
 * that only one subject holds and that pass the threshold all the same.
 *
 * @throws ScenarioError for a budget that no noise keeps
 * @see Gopi, Gulhane, Kulkarni, Shen, Shokouhi, Yekhanin, Differentially private set union, ICML 2020,
 *   section 5 (weighted Gaussian); Korolova et al., Releasing search queries and
 *   clicks privately, 2009 (the threshold)
 */
export function valueNoise({ budget, histograms, most }: ValueNoiseTask): ValueNoise {
  const half = budget.delta / 2;
  const task = { epsilon: budget.epsilon, delta: half, samplingRate: 1, steps: histograms };
  const deviation = noiseFor(task);
  const chance = half / Math.max(1, histograms);
  // A subject may hold t values that nobody else holds, each then with weight 1/sqrt(t).
  const bounds = Array.from({ length: most }, (_, at) => {
    const each = -Math.expm1(Math.log1p(-chance) / (at + 1));
    return 1 / Math.sqrt(at + 1) + deviation * upperQuantile(each);
  });
  const threshold = Math.max(...bounds);
  return { deviation, threshold, knownThreshold: KNOWN_DEVIATIONS * deviation, most };
}

/** The deviate that a standard normal one exceeds with a chance below a half, by bisection. */
function upperQuantile(chance: number): number {
  let [low, high] = [0, WIDEST];
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (logErfc(middle / Math.SQRT2) - Math.LN2 > Math.log(chance)) low = middle;
    else high = middle;
  }
  return high;
}
