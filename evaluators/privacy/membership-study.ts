import type { Random } from '../../engine/core/random.ts';
import { withCompanions } from '../ceiling/companions.ts';
import { atSizes, type ComparedSizes } from '../ceiling/size-correction.ts';
import { type Judged, judged, judgedOrNull, type Score } from '../metric.ts';
import {
  type AttackSizes,
  type AttackWorld,
  MEMBERSHIP_ATTACKS,
  type MembershipAttack,
  membershipEvidence,
} from './membership-attacks.ts';
import { type MembershipCurve, membershipAuc, membershipCurve } from './membership-curve.ts';
import type { MixedRecords } from './mixed-records.ts';
import { dcrShare } from './nearness.ts';

/** The real release, a copy of training in its place, and releases that know nothing of it. */
export interface AttackWorlds {
  readonly real: AttackWorld;
  readonly copy: AttackWorld;
  /** Three disjoint groups of real subjects each: members, outsiders, release. */
  readonly innocent: readonly AttackWorld[];
}

/** One membership attack with its companions. */
export interface MembershipResult {
  readonly attack: MembershipAttack;
  readonly curve: MembershipCurve;
  readonly copy: MembershipCurve | null;
  readonly innocent: readonly number[];
  readonly score: Score;
}

const REAL_SIZES: AttackSizes = { targets: 1000, references: 25_000 };
const INNOCENT_SIZES: AttackSizes = { targets: 250, references: 1000 };

/** Every membership attack on one level, each with its score or the reason why there is none. */
export function studyMembership(
  worlds: AttackWorlds,
  random: Random,
): readonly { readonly attack: MembershipAttack; readonly result: Judged<MembershipResult> }[] {
  const real = membershipEvidence(worlds.real, REAL_SIZES, random.split('real'));
  const copy = membershipEvidence(worlds.copy, REAL_SIZES, random.split('copy'));
  const innocent = worlds.innocent.map((world, draw) =>
    membershipEvidence(world, INNOCENT_SIZES, random.split('innocent', draw)),
  );
  return MEMBERSHIP_ATTACKS.map((attack) => {
    const result = judged((): MembershipResult => {
      const curve = membershipCurve(real[attack], random.split('curve', attack));
      const copied = judgedOrNull(() => membershipCurve(copy[attack], random, 0));
      const aucs = innocent
        .map((evidence) => membershipAuc(evidence[attack]))
        .filter((auc) => !Number.isNaN(auc))
        .map((auc, draw) =>
          atSizes(auc, {
            ideal: 0.5,
            halves: targetsOf(worlds.innocent[draw] as AttackWorld, INNOCENT_SIZES),
            wanted: targetsOf(worlds.real, REAL_SIZES),
          }),
        );
      const floor = copied?.auc ?? null;
      const score = withCompanions(curve.auc, { ceiling: aucs, floor });
      return {
        attack,
        curve,
        copy: copied,
        innocent: aucs,
        score: { ...score, breakdown: breakdownOf(curve) },
      };
    });
    return { attack, result };
  });
}

/** The share of released records nearer to training than to the holdout, with its companions. */
export function studyNearness(worlds: AttackWorlds, random: Random): Judged<Score> {
  return judged(() => {
    const value = dcrShare(worlds.real, REAL_SIZES, random.split('real'));
    const floor = judgedOrNull(() => dcrShare(worlds.copy, REAL_SIZES, random.split('copy')));
    const innocent = worlds.innocent.map((world, draw) =>
      judged(() =>
        atSizes(dcrShare(world, INNOCENT_SIZES, random.split('innocent', draw)), {
          ideal: 0.5,
          halves: targetsOf(world, INNOCENT_SIZES),
          wanted: targetsOf(worlds.real, REAL_SIZES),
        }),
      ),
    );
    const ceiling = innocent.flatMap((one) => (one.ok ? [one.value] : []));
    return withCompanions(value, { ceiling, floor });
  });
}

/** Subjects behind the targets of both kinds. */
function targetsOf({ members, outsiders }: AttackWorld, { targets }: AttackSizes): ComparedSizes {
  const subjects = ({ subject }: MixedRecords) => Math.min(targets, new Set(subject).size);
  return { original: subjects(members), synthetic: subjects(outsiders) };
}

function breakdownOf({ interval, foundAtOnePercent }: MembershipCurve) {
  return { low: interval[0], high: interval[1], foundAtOnePercent };
}
