import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { drawRecords } from './draw-records.ts';
import type { AttackSizes, AttackWorld } from './membership-attacks.ts';
import { joinRecords, type MixedRecords, pickRecords } from './mixed-records.ts';
import { firstEquals, nearestRecords } from './nearest-records.ts';

const LEAST_RECORDS = 20;

/**
 * How much likelier a released record has its nearest real record in training than in the holdout,
 * as a share: .5 if neither is nearer, 1 for a copy of training.
 *
 * Of a training record and a holdout record, each as likely to be drawn: counts are divided by the
 * parts' sizes. Equal records share a count; of several others alike near one is drawn. A smoke test only: releases that pass it
 * may still give their members away.
 *
 * @throws IncomputableMetricError below 20 records of a part
 * @see Yao et al., The DCR delusion, 2025
 */
export function dcrShare(world: AttackWorld, sizes: AttackSizes, random: Random): number {
  const members = drawRecords(world.members, sizes.references, random.split('members'));
  const outsiders = drawRecords(world.outsiders, sizes.references, random.split('outsiders'));
  if (Math.min(members.rows, outsiders.rows, world.released.rows) < LEAST_RECORDS) {
    throw new IncomputableMetricError(
      `distances: too few records: ${members.rows} training, ${outsiders.rows} holdout, ${world.released.rows} synthetic; give at least ${LEAST_RECORDS} of each`,
      { members: members.rows, outsiders: outsiders.rows },
    );
  }
  const released = drawRecords(world.released, sizes.targets, random.split('released'));
  const order = random.split('ties').shuffle([...Array(members.rows + outsiders.rows).keys()]);
  const pool = pickRecords(joinRecords(members, outsiders), order);
  const share = memberShares(pool, (row) => (order[row] as number) < members.rows);
  const { at } = nearestRecords(released, pool);
  const nearer = at.reduce((sum, row) => sum + (share[row] as number), 0);
  const [near, far] = [nearer / members.rows, (released.rows - nearer) / outsiders.rows];
  return near / (near + far);
}

/** By row, the share of members among the records that are equal to it. */
function memberShares(pool: MixedRecords, isMember: (row: number) => boolean): Float64Array {
  const [all, members] = [new Float64Array(pool.rows), new Float64Array(pool.rows)];
  const first = firstEquals(pool);
  for (const [row, one] of first.entries()) {
    all[one] = (all[one] as number) + 1;
    members[one] = (members[one] as number) + Number(isMember(row));
  }
  return Float64Array.from(first, (one) => (members[one] as number) / (all[one] as number));
}

/** Share of the first records that equal one of the second in all columns. */
export function identicalShare(
  records: AttackWorld['released'],
  among: AttackWorld['members'],
): number {
  const known = new Set(rowKeys(among));
  return rowKeys(records).reduce((sum, key) => sum + Number(known.has(key)), 0) / records.rows;
}

function rowKeys({ rows, columns }: AttackWorld['released']): readonly string[] {
  return Array.from({ length: rows }, (_, row) => columns.map(({ raw }) => raw[row]).join(' '));
}
