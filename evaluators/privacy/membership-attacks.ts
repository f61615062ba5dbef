import type { Random } from '../../engine/core/random.ts';
import { drawRecords, drawSubjects, partsBySubject } from './draw-records.ts';
import type { Evidence } from './membership-curve.ts';
import type { MixedRecords } from './mixed-records.ts';
import { nearestRecords } from './nearest-records.ts';

/** Records of one level: those trained on, those of other subjects, those released. */
export interface AttackWorld {
  readonly members: MixedRecords;
  readonly outsiders: MixedRecords;
  readonly released: MixedRecords;
}

/** How much of a world an attack looks at. */
export interface AttackSizes {
  /** Targets of each kind. */
  readonly targets: number;
  /** Records among which the nearest is sought. */
  readonly references: number;
}

export const MEMBERSHIP_ATTACKS = ['density', 'distance', 'pooled'] as const;

/**
 * How an attacker tells members from outsiders.
 *
 * `density`: the density of the release at the target over that of other real records (DOMIAS);
 * `distance`: nearness of the release alone; `pooled`: the mean density evidence of all attacked
 * records of a subject.
 */
export type MembershipAttack = (typeof MEMBERSHIP_ATTACKS)[number];

/** Attacked of one subject at most. */
const ROWS_OF_A_SUBJECT = 10;
const NO_DISTANCE = 1e-6;
const NO_DENSITY = 1e-10;

/**
 * What each attack believes of its targets.
 *
 * Outsiders are halved by subject: one half is attacked while the other is the attacker's
 * reference, then the reverse; half of the members is attacked with either reference. The density
 * is that of the nearest record, 1 / distance: the power of the dimension does not change the order.
 *
 * @see van Breugel et al., Membership inference attacks against synthetic data through overfitting
 * detection, 2023 (DOMIAS), equation 2
 */
export function membershipEvidence(
  world: AttackWorld,
  sizes: AttackSizes,
  random: Random,
): Readonly<Record<MembershipAttack, Evidence>> {
  const released = drawRecords(world.released, sizes.references, random.split('released'));
  const outsiders = partsBySubject(world.outsiders, 2, random.split('halves'));
  const members = partsBySubject(world.members, 2, random.split('members'));
  const rounds = [0, 1].flatMap((round) => {
    const stream = random.split('round', round);
    const reference = drawRecords(
      outsiders[1 - round] as MixedRecords,
      sizes.references >> 1,
      stream.split('reference'),
    );
    return [members, outsiders].map((halves, side) => {
      const targets = drawSubjects(halves[round] as MixedRecords, {
        most: sizes.targets >> 1,
        each: ROWS_OF_A_SUBJECT,
        random: stream.split('targets', side),
      });
      const near = nearestRecords(targets, released).distance;
      const usual = nearestRecords(targets, reference).distance;
      return { targets, label: 1 - side, near, usual };
    });
  });
  const labels = Uint8Array.from(rounds.flatMap((one) => Array(one.targets.rows).fill(one.label)));
  const subject = Int32Array.from(rounds.flatMap((one) => [...one.targets.subject]));
  const evidence = (score: (near: number, usual: number) => number): Evidence => ({
    scores: Float64Array.from(
      rounds.flatMap(({ near, usual }) =>
        [...near].map((distance, at) => score(distance, usual[at] as number)),
      ),
    ),
    labels,
    subject,
  });
  const density = evidence((near, usual) =>
    Math.log(densityOf(near) / (densityOf(usual) + NO_DENSITY)),
  );
  return { density, distance: evidence((near) => -near), pooled: pooledBySubject(density) };
}

function densityOf(distance: number): number {
  return 1 / (distance + NO_DISTANCE);
}

function pooledBySubject({ scores, labels, subject }: Evidence): Evidence {
  const sums = new Map<string, { label: number; subject: number; sum: number; count: number }>();
  for (const [at, score] of scores.entries()) {
    const [label, one] = [labels[at] as number, subject[at] as number];
    const own = sums.get(`${label} ${one}`) ?? { label, subject: one, sum: 0, count: 0 };
    own.sum += score;
    own.count += 1;
    sums.set(`${label} ${one}`, own);
  }
  const pooled = [...sums.values()];
  return {
    scores: Float64Array.from(pooled, ({ sum, count }) => sum / count),
    labels: Uint8Array.from(pooled, ({ label }) => label),
    subject: Int32Array.from(pooled, (one) => one.subject),
  };
}
