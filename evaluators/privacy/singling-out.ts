import type { Random } from '../../engine/core/random.ts';
import { type AttackCounts, type AttackRisk, attackRisk } from './attack-risk.ts';
import { controlAtSize, type Fit } from './control-size.ts';
import type { AttackWorld } from './membership-attacks.ts';
import type { MixedRecords } from './mixed-records.ts';
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
  return {
    univariate: () => {
      const all = [...singleColumnPredicates(world.released)];
      const drawn = random.split('univariate').shuffle(all).slice(0, ATTACKS);
      return attackRisk(countAlone(world, drawn), 'singling out by one column');
    },
    multivariate: () => {
      const stream = random.split('multivariate');
      const columns = Math.min(COLUMNS_TOGETHER, world.released.columns.length);
      const drawn = severalColumnsPredicates(world.released, {
        columns,
        most: ATTACKS,
        random: stream,
      });
      return attackRisk(countAlone(world, drawn), 'singling out by three columns');
    },
  };
}

/** Counting stops there: what fits so many fits exactly one of a part by no chance. */
const MOST_FITTING = 100;

function countAlone(world: AttackWorld, predicates: readonly RecordPredicate[]): AttackCounts {
  const fitsOf = (part: MixedRecords) => predicates.map((one) => fitOf(part, one));
  const subjectsOf = (part: MixedRecords) => new Set(part.subject).size;
  const members = fitsOf(world.members);
  const control = controlAtSize(
    { members, outsiders: fitsOf(world.outsiders) },
    { members: subjectsOf(world.members), outsiders: subjectsOf(world.outsiders) },
  );
  return {
    attacks: predicates.length,
    successes: members.filter(({ subjects, once }) => subjects === 1 && once === 1).length,
    controlAttacks: control.attacks,
    controlSuccesses: control.successes,
  };
}

function fitOf(records: MixedRecords, predicate: RecordPredicate): Fit {
  const bySubject = new Map<number, number>();
  for (const row of matchesOf(records, predicate, MOST_FITTING)) {
    const subject = records.subject[row] as number;
    bySubject.set(subject, (bySubject.get(subject) ?? 0) + 1);
  }
  const once = [...bySubject.values()].filter((count) => count === 1).length;
  return { subjects: bySubject.size, once };
}
