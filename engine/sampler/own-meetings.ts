import type { MetNames } from './met-names.ts';

/** How other subjects meet the subjects' own names. */
export interface OwnMeetings {
  /** Share of the meetings with other subjects' own names that go both ways. */
  readonly mutual: number;
  /**
   * By part of a name (its group and how many meet it): who bears it, `NOBODY`, `ANYBODY`, or the
   * subjects of a part, with a count of names; parts that fewer than k names share stand together.
   */
  readonly bearers: readonly PartBearers[];
}

/** Who bears the names of one part. */
export interface PartBearers {
  readonly part: number;
  readonly bearers: readonly number[];
  readonly names: readonly number[];
}

/** The name is no subject's own. */
export const NOBODY = -1;
/** The name is some subject's own. */
export const ANYBODY = -2;

/** Numbers of names that are told apart: none, one, two to three, and so on. */
export const LEVELS = 12;

/** The part of a name: its group, and by how many subjects it is met (powers of two). */
export function namePart(group: number, degree: number): number {
  return group * LEVELS + levelOf(degree);
}

/** The part of a subject: the group of which it meets most names, and how many it meets in all. */
export function bearerPart(demands: readonly Int32Array[], subject: number): number {
  let [total, most, group] = [0, 0, 0];
  for (const [at, one] of demands.entries()) {
    const own = one[subject] as number;
    total += own;
    if (own > most) [most, group] = [own, at];
  }
  return total === 0 ? 0 : group * LEVELS + levelOf(total);
}

function levelOf(count: number): number {
  return count <= 0 ? 0 : Math.min(LEVELS - 1, 1 + Math.floor(Math.log2(count)));
}

/** What own meetings are learned from. */
export interface OwnMeetingSource {
  readonly met: MetNames;
  readonly slotTokens: readonly Int32Array[];
  readonly groupOf: Uint8Array;
  /** By group and subject. */
  readonly demands: readonly Int32Array[];
  readonly k: number;
}

/** Learns which names that are met are whose own, and how many meetings go both ways. */
export function learnOwnMeetings(source: OwnMeetingSource): OwnMeetings {
  return { mutual: mutualShare(source), bearers: learnBearers(source) };
}

/** A meeting goes both ways if a bearer of the name meets a name of the one who met it. */
function mutualShare({ met, slotTokens }: OwnMeetingSource): number {
  const own = new Set(slotTokens.flatMap((one) => [...one].filter((token) => token >= 0)));
  const names = met.degrees.length;
  const pairs = new Set<number>();
  const visit = (see: (bearer: number, token: number) => void) => {
    for (let subject = 0; subject + 1 < met.offsets.length; subject += 1) {
      const last = met.offsets[subject + 1] as number;
      for (let at = met.offsets[subject] as number; at < last; at += 1) {
        const token = met.tokens[at] as number;
        if (own.has(token)) see(subject, token);
      }
    }
  };
  const namesOf = (subject: number) =>
    slotTokens.map((one) => one[subject] as number).filter((one) => one >= 0);
  visit((subject, token) => {
    for (const one of namesOf(subject)) pairs.add(one * names + token);
  });
  let [meetings, mutual] = [0, 0];
  visit((subject, token) => {
    meetings += 1;
    if (namesOf(subject).some((one) => pairs.has(token * names + one))) mutual += 1;
  });
  return meetings === 0 ? 0 : Number((mutual / meetings).toPrecision(3));
}

function learnBearers(source: OwnMeetingSource): PartBearers[] {
  const { met, groupOf, demands, k } = source;
  const bearerOf = bearersByName(source.slotTokens);
  const parts = new Map<number, Map<number, number>>();
  for (const [token, degree] of met.degrees.entries()) {
    if (degree === 0) continue;
    const part = namePart(groupOf[token] as number, degree);
    const counts = parts.get(part) ?? new Map<number, number>();
    parts.set(part, counts);
    const subject = bearerOf.get(token);
    const bearer = subject === undefined ? NOBODY : bearerPart(demands, subject);
    counts.set(bearer, (counts.get(bearer) ?? 0) + 1);
  }
  return [...parts]
    .sort(([a], [b]) => a - b)
    .flatMap(([part, counts]) => sharedCounts(part, counts, k));
}

/** The first subject that bears a name. */
function bearersByName(slotTokens: readonly Int32Array[]): Map<number, number> {
  const bearerOf = new Map<number, number>();
  for (const one of slotTokens) {
    for (const [subject, token] of one.entries()) {
      if (token >= 0 && !bearerOf.has(token)) bearerOf.set(token, subject);
    }
  }
  return bearerOf;
}

/** Bearers of k names or more by themselves, the others together; none if the part is rare. */
function sharedCounts(part: number, counts: ReadonlyMap<number, number>, k: number): PartBearers[] {
  const total = [...counts.values()].reduce((sum, one) => sum + one, 0);
  if (total < k) return [];
  const kept = [...counts].filter(([bearer, names]) => bearer !== NOBODY && names >= k);
  const nobody = counts.get(NOBODY) ?? 0;
  const rest = total - nobody - kept.reduce((sum, [, names]) => sum + names, 0);
  const all = [[NOBODY, nobody], [ANYBODY, rest], ...kept.sort(([a], [b]) => a - b)];
  return [
    { part, bearers: all.map(([bearer = 0]) => bearer), names: all.map(([, names = 0]) => names) },
  ];
}
