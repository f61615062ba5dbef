import type { Side } from './side.ts';

/** Most that losses may differ, relative to themselves, before a comparison is void. */
export const MOST_LOSS_ERROR = 1e-3;
/** Least share of drawn codes that must be the same: sums in another order move a few. */
export const LEAST_SAME_CODES = 0.98;

/** Steps that slow sides are held against. */
const SLOW_STEPS = 3;

/** How far a side is from the one whose twin it is. */
export interface Agreement {
  readonly name: string;
  /** Largest relative difference of a step's loss. */
  readonly lossError: number;
  /** Share of codes drawn alike from the same uniforms after those steps; null where not asked. */
  readonly sameCodes: number | null;
}

/** True where a comparison of speeds means something. */
export function agrees({ lossError, sameCodes }: Agreement): boolean {
  return lossError <= MOST_LOSS_ERROR && (sameCodes === null || sameCodes >= LEAST_SAME_CODES);
}

/** Trains fresh sides alike and holds losses and drawn codes against those of the first. */
export async function agreementsOf(
  sides: readonly Side[],
  steps: number,
): Promise<readonly Agreement[]> {
  const traces: { name: string; losses: readonly number[]; codes: ArrayLike<number> | null }[] = [];
  for (const side of sides) {
    const { losses } = await side.train(side.isSlow ? Math.min(steps, SLOW_STEPS) : steps);
    traces.push({ name: side.name, losses, codes: side.isSlow ? null : await side.codes() });
  }
  const [first] = traces;
  if (first === undefined) return [];
  return traces.slice(1).map(({ name, losses, codes }) => ({
    name,
    lossError: Math.max(...losses.map((loss, step) => relative(loss, first.losses[step] ?? NaN))),
    sameCodes: codes === null || first.codes === null ? null : sameShare(codes, first.codes),
  }));
}

function relative(value: number, wanted: number): number {
  const error = Math.abs(value - wanted) / Math.abs(wanted);
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

function sameShare(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return 0;
  let same = 0;
  for (let at = 0; at < one.length; at += 1) if (one[at] === other[at]) same += 1;
  return same / one.length;
}
