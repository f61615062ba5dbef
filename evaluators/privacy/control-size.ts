/** Whom a description fits; large counts may be cut. */
export interface Fit {
  /** Subjects with a fitting record. */
  readonly subjects: number;
  /** Those of them that have exactly one. */
  readonly once: number;
}

/** Whom every description fits, by part. */
export interface FittingSubjects {
  readonly members: readonly Fit[];
  readonly outsiders: readonly Fit[];
}

/** Numbers of subjects of both parts. */
export interface PartSizes {
  readonly members: number;
  readonly outsiders: number;
}

/**
 * How many descriptions would fit exactly one record of as many strangers as there are members.
 *
 * Being alone is easier among few. With fewer strangers (n subjects) than members (N), the success
 * among random n of the members is exact (hypergeometric); subjects are drawn whole, as records of
 * one are alike. What it exceeds the strangers' by is the
 * members' own share, which at N is N / n times as large. The rest of the success at N is chance:
 *
 *     control at N = success at N - (success at n - control at n) N / n
 *
 * @returns attacks and successes; attacks are fewer by n / N, as the control's error is larger
 */
export function controlAtSize(
  { members, outsiders }: FittingSubjects,
  sizes: PartSizes,
): { readonly attacks: number; readonly successes: number } {
  const attacks = members.length;
  const alone = (fits: readonly Fit[], size: number, all: number) =>
    fits.reduce((sum, fit) => sum + chanceAlone(fit, size, all), 0);
  if (sizes.outsiders >= sizes.members) {
    return { attacks, successes: alone(outsiders, sizes.members, sizes.outsiders) };
  }
  const ratio = sizes.outsiders / sizes.members;
  const whole = alone(members, sizes.members, sizes.members);
  const part = alone(members, sizes.outsiders, sizes.members);
  const strangers = alone(outsiders, sizes.outsiders, sizes.outsiders);
  const successes = Math.min(attacks, Math.max(0, whole - (part - strangers) / ratio));
  return { attacks: Math.round(attacks * ratio), successes: successes * ratio };
}

/** Chance that exactly one fitting record is among those of `size` subjects drawn of all. */
function chanceAlone({ subjects, once }: Fit, size: number, all: number): number {
  let chance = (once * size) / all;
  for (let other = 0; other < subjects - 1 && chance > 0; other += 1) {
    chance *= Math.max(0, all - size - other) / (all - 1 - other);
  }
  return chance;
}
