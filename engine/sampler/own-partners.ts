import type { Value } from '../core/row.ts';
import type { PlannedWorld } from './plan-world.ts';

const PARTNERS = new WeakMap<PlannedWorld, Map<number, Map<number, Partner[]>>>();

/** A name that goes with another. */
export interface Partner {
  readonly domain: number;
  readonly value: Value;
}

/** For each own name of a domain: the first name that its subjects have in every other domain. */
export function ownPartners(world: PlannedWorld, domain: number): Map<number, Partner[]> {
  const cache = PARTNERS.get(world) ?? new Map<number, Map<number, Partner[]>>();
  PARTNERS.set(world, cache);
  const known = cache.get(domain);
  if (known !== undefined) return known;
  const partners = new Map<number, Partner[]>();
  const own = world.domains[domain]?.own[0];
  for (let subject = 0; own !== undefined && subject < own.length; subject += 1) {
    const token = own[subject] as number;
    if (token < 0 || partners.has(token)) continue;
    const found = world.domains.flatMap((one, other) => {
      const value = one.own[0]?.[subject] ?? -1;
      return other === domain || value < 0
        ? []
        : [{ domain: other, value: one.values[value] ?? null }];
    });
    partners.set(token, found);
  }
  cache.set(domain, partners);
  return partners;
}
