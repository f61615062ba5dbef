import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { drawShare } from '../subjects/drawn-share.ts';
import { groupOfClass } from './learn-domains.ts';
import { ANYBODY, bearerPart, NOBODY, type PartBearers } from './own-meetings.ts';
import type { PlannedMeetings } from './plan-meetings.ts';
import type { DomainStory } from './story.ts';

/** Own names that may stand for names that are met. */
export interface BearSource {
  readonly domain: DomainStory;
  /** By own name: its scope, and the first subject that bears it. */
  readonly scopes: readonly number[];
  readonly bearers: readonly number[];
  /** By group and subject. */
  readonly demands: readonly Int32Array[];
  readonly random: Random;
}

/**
 * Chooses which of the names that are met are subjects' own.
 *
 * Whose a name is goes by how many meet it and whom its bearer meets, as in the training data.
 *
 * @returns by name that is met: number of the own name, -1 for none
 */
export function bearNames(met: PlannedMeetings, source: BearSource): Int32Array {
  const { domain, random } = source;
  const laws = new Map(domain.own.bearers.map((one) => [one.part, one]));
  const pools = domain.groups.map((group) => group.scope);
  const byScope = new Map(
    [...new Set(pools)].map((scope) => [scope, new BearerPool(source, scope)]),
  );
  const order = random.shuffle(Array.from(met.classes, (_, at) => at));
  const borne = new Int32Array(met.classes.length).fill(-1);
  for (const entity of order) {
    const group = domain.groups[groupOfClass(met.classes[entity] as number)];
    if (group === undefined) continue;
    const law = laws.get(met.parts[entity] as number) ?? plainLaw(group.ownShare);
    const wanted = law.bearers[drawShare(law.names, random)] ?? NOBODY;
    if (wanted === NOBODY) continue;
    borne[entity] = defined(byScope.get(group.scope), 'scope has a pool').take(wanted);
  }
  return borne;
}

/** For names of a rare part: anybody's, by the group's share. */
function plainLaw(ownShare: number): Omit<PartBearers, 'part'> {
  return { bearers: [NOBODY, ANYBODY], names: [1 - ownShare, ownShare] };
}

/** Own names of a scope that nobody has met yet, by the part of who bears them. */
class BearerPool {
  readonly #byPart = new Map<number, number[]>();
  readonly #all: readonly number[];
  readonly #taken = new Set<number>();
  #next = 0;

  constructor({ scopes, bearers, demands, random }: BearSource, scope: number) {
    const own = [...scopes.keys()].filter((name) => scopes[name] === scope);
    this.#all = random.shuffle(own);
    for (const name of this.#all) {
      const part = bearerPart(demands, bearers[name] as number);
      const list = this.#byPart.get(part);
      if (list === undefined) this.#byPart.set(part, [name]);
      else list.push(name);
    }
  }

  /** An own name of the part, of any other where it has none left; -1 if all are taken. */
  take(part: number): number {
    const own = this.#byPart.get(part);
    for (let name = own?.pop(); name !== undefined; name = own?.pop()) {
      if (this.#claim(name)) return name;
    }
    for (; this.#next < this.#all.length; this.#next += 1) {
      const name = this.#all[this.#next] as number;
      if (this.#claim(name)) return name;
    }
    return -1;
  }

  #claim(name: number): boolean {
    if (this.#taken.has(name)) return false;
    this.#taken.add(name);
    return true;
  }
}
