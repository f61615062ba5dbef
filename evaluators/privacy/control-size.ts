/** In how many records of each part every description fits; large counts may be cut. */
export interface FittingCounts {
  readonly members: readonly number[];
  readonly outsiders: readonly number[];
}

/** Numbers of records of both parts. */
export interface PartSizes {
  readonly members: number;
  readonly outsiders: number;
}

/**
 * How many descriptions would fit exactly one of as many strangers as there are members.
 *
 * Being alone is easier among few. With fewer strangers (n) than members (N), the success among
 * random n of the members is exact (hypergeometric); what it exceeds the strangers' by is the
 * members' own share, which at N is N / n times as large. The rest of the success at N is chance:
 *
 *     control at N = success at N - (success at n - control at n) N / n
 *
 * @returns attacks and successes; attacks are fewer by n / N, as the control's error is larger
 */
export function controlAtSize(
  { members, outsiders }: FittingCounts,
  sizes: PartSizes,
): { readonly attacks: number; readonly successes: number } {
  const attacks = members.length;
  const alone = (fitting: readonly number[], size: number, all: number) =>
    fitting.reduce((sum, one) => sum + chanceAlone(one, size, all), 0);
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

/** Chance that exactly one of the fitting records is among `size` drawn of all. */
function chanceAlone(fitting: number, size: number, all: number): number {
  let chance = (fitting * size) / all;
  for (let other = 0; other < fitting - 1 && chance > 0; other += 1) {
    chance *= Math.max(0, all - size - other) / (all - 1 - other);
  }
  return chance;
}
