import type { Random } from '../../engine/core/random.ts';
import type { Evidence } from './membership-curve.ts';
import { type MixedRecords, pickRecords } from './mixed-records.ts';
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
  const outsiders = halvesBySubject(world.outsiders, random.split('halves'));
  const members = halvesBySubject(world.members, random.split('members'));
  const rounds = [0, 1].flatMap((round) => {
    const stream = random.split('round', round);
    const reference = drawRecords(
      outsiders[1 - round] as MixedRecords,
      sizes.references >> 1,
      stream.split('reference'),
    );
    return [members, outsiders].map((halves, side) => {
      const stream2 = stream.split('targets', side);
      const targets = drawRecords(halves[round] as MixedRecords, sizes.targets >> 1, stream2);
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

/** At most so many records, each alike, in their order. */
export function drawRecords(records: MixedRecords, most: number, random: Random): MixedRecords {
  if (records.rows <= most) return records;
  const drawn: number[] = [];
  for (let row = 0; row < records.rows && drawn.length < most; row += 1) {
    if (random.next() * (records.rows - row) < most - drawn.length) drawn.push(row);
  }
  return pickRecords(records, drawn);
}

/** Two halves of the subjects with all their records. */
export function halvesBySubject(
  records: MixedRecords,
  random: Random,
): readonly [MixedRecords, MixedRecords] {
  const subjects = random.shuffle([...new Set(records.subject)]);
  const first = new Set(subjects.slice(0, subjects.length >> 1));
  const rows = [...Array(records.rows).keys()];
  const isFirst = (row: number) => first.has(records.subject[row] as number);
  return [
    pickRecords(records, rows.filter(isFirst)),
    pickRecords(
      records,
      rows.filter((row) => !isFirst(row)),
    ),
  ];
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
