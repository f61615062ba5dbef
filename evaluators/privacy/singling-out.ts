import type { Random } from '../../engine/core/random.ts';
import { type AttackCounts, type AttackRisk, attackRisk } from './attack-risk.ts';
import { scaledToSize } from './control-size.ts';
import type { AttackWorld } from './membership-attacks.ts';
import { type MixedRecords, pickRecords } from './mixed-records.ts';
import {
  matchesOf,
  type RecordPredicate,
  severalColumnsPredicates,
  singleColumnPredicates,
} from './record-predicate.ts';

export const ATTACKS = 500;

const COLUMNS_TOGETHER = 3;

/** The two ways of guessing a description that fits one person alone. */
export interface SinglingOut {
  /** From one column: extremes, and values that the release holds once. */
  univariate(): AttackRisk;
  /** From three columns of a released record. */
  multivariate(): AttackRisk;
}

/**
 * Singling out: descriptions of released records that fit exactly one training record.
 *
 * The control counts descriptions that fit exactly one record of the holdout, brought to the size
 * of training: the fewer the records, the easier it is to be alone.
 *
 * @throws IncomputableMetricError where the release yields too few descriptions
 * @see Giomi et al. 2023 (Anonymeter), section 4.1
 */
export function singlingOut(world: AttackWorld, random: Random): SinglingOut {
  const shuffled = {
    ...world,
    outsiders: shuffledRecords(world.outsiders, random.split('outsiders')),
  };
  return {
    univariate: () => {
      const all = [...singleColumnPredicates(world.released)];
      const drawn = random.split('univariate').shuffle(all).slice(0, ATTACKS);
      return attackRisk(countAlone(shuffled, drawn), 'singling out by one column');
    },
    multivariate: () => {
      const stream = random.split('multivariate');
      const columns = Math.min(COLUMNS_TOGETHER, world.released.columns.length);
      const drawn = severalColumnsPredicates(world.released, {
        columns,
        most: ATTACKS,
        random: stream,
      });
      return attackRisk(countAlone(shuffled, drawn), 'singling out by three columns');
    },
  };
}

function countAlone(world: AttackWorld, predicates: readonly RecordPredicate[]): AttackCounts {
  const matches = (records: MixedRecords) => predicates.map((one) => matchesOf(records, one, 2));
  const successes = matches(world.members).filter(({ length }) => length === 1).length;
  const controlSuccesses = scaledToSize(matches(world.outsiders), {
    measured: world.outsiders.rows,
    wanted: world.members.rows,
  });
  return {
    attacks: predicates.length,
    successes,
    controlAttacks: predicates.length,
    controlSuccesses,
  };
}

function shuffledRecords(records: MixedRecords, random: Random): MixedRecords {
  return pickRecords(records, random.shuffle([...Array(records.rows).keys()]));
}
