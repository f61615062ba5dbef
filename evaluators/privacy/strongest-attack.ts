import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { withCompanions } from '../ceiling/companions.ts';
import type { Score } from '../metric.ts';
import type { AttackLevel } from './attack-level.ts';
import type { LevelStudy } from './level-study.ts';
import type { MembershipResult } from './membership-study.ts';

/** A membership attack and the level that it was run on. */
export interface StrongestAttack {
  readonly result: MembershipResult;
  readonly level: AttackLevel;
}

/** What is looked at of each level. */
export type AttackedLevels = readonly Pick<LevelStudy, 'level' | 'membership'>[];

/** The membership attack of the greatest AUC over all levels; null where none could be run. */
export function strongestAttack(levels: AttackedLevels): StrongestAttack | null {
  return attacksOf(levels).reduce<StrongestAttack | null>(
    (best, one) => (best === null || one.result.curve.auc > best.result.curve.auc ? one : best),
    null,
  );
}

/**
 * The AUC of the strongest attack. Ceiling and floor are the strongest of the same attacks, too: many
 * tries find something by chance, and a copy of training falls to whichever attack suits it best.
 *
 * @throws IncomputableMetricError where no attack could be run
 */
export function strongestScore(levels: AttackedLevels): Score {
  const strongest = strongestAttack(levels);
  if (strongest === null) {
    throw new IncomputableMetricError('membership: no level could be attacked: 0; see the notes');
  }
  const results = attacksOf(levels).map(({ result }) => result);
  const draws = Math.min(...results.map(({ innocent }) => innocent.length));
  const ceiling = Array.from({ length: draws }, (_, draw) =>
    Math.max(...results.map(({ innocent }) => innocent[draw] as number)),
  );
  const copies = results.flatMap(({ copy }) => copy?.auc ?? []);
  const floor = copies.length === 0 ? null : Math.max(...copies);
  const { curve, score } = strongest.result;
  return { ...withCompanions(curve.auc, { ceiling, floor }), breakdown: score.breakdown };
}

function attacksOf(levels: AttackedLevels): readonly StrongestAttack[] {
  return levels.flatMap(({ level, membership }) =>
    membership.flatMap(({ result }) => (result.ok ? [{ result: result.value, level }] : [])),
  );
}
