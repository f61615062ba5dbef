import type { Random } from '../../engine/core/random.ts';
import { type AttackRisk, attackRisk } from './attack-risk.ts';
import { drawRecords } from './draw-records.ts';
import type { AttackWorld } from './membership-attacks.ts';
import type { MixedRecords } from './mixed-records.ts';
import { nearestRecords } from './nearest-records.ts';
import { ATTACKS } from './singling-out.ts';

/**
 * Linkability: two parts of a person's record are known, from two places; the release ties them
 * where both parts are nearest to the same released record (k = 1).
 *
 * The parts are every other column, in the order of names.
 *
 * @throws IncomputableMetricError with too few records
 * @see Giomi et al. 2023 (Anonymeter), section 4.2
 */
export function linkability(world: AttackWorld, random: Random): AttackRisk {
  const names = world.released.columns.map(({ name }, at) => ({ name, at }));
  const order = names.sort((one, other) => (one.name < other.name ? -1 : 1)).map(({ at }) => at);
  const parts = [0, 1].map((part) => order.filter((_, at) => at % 2 === part));
  const tied = (records: MixedRecords, who: string) => {
    const targets = drawRecords(records, ATTACKS, random.split(who));
    const [one, other] = parts.map((part) => nearestRecords(targets, world.released, part).at);
    const successes = one?.reduce((sum, at, row) => sum + Number(at === other?.[row]), 0) ?? 0;
    return { attacks: targets.rows, successes };
  };
  const members = tied(world.members, 'members');
  const outsiders = tied(world.outsiders, 'outsiders');
  return attackRisk(
    {
      ...members,
      controlAttacks: outsiders.attacks,
      controlSuccesses: outsiders.successes,
    },
    'linkability',
  );
}
