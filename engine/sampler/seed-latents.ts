import { numericEncoder } from '../encoders/numeric-encoder.ts';
import { birthsAt, demandAt, LATENT, latentStats } from './latents.ts';
import { DEGREE_CLASSES } from './learn-domains.ts';
import { ROOT_NUMBER, type SeedScript, type SeedTimeline, timelineKey } from './seed-script.ts';
import type { DomainStory, ScopeStory } from './story.ts';

/** Numbers of a timeline by `LATENT`, microseconds for times. */
type Latents = Float64Array;

/**
 * Lets a timeline begin with a seed: what was drawn is what comes after it.
 *
 * @param latents changed in place
 */
function prependSeed(scope: ScopeStory, latents: Latents, seed: SeedTimeline): void {
  const add = (at: number, more: number) => {
    const own = latents[at] as number;
    latents[at] = (Number.isNaN(own) ? 0 : Math.max(0, own)) + more;
  };
  add(LATENT.total, seed.activities.length);
  for (const one of seed.activities) add(LATENT.counts + one.kind, 1);
  for (const [sort, count] of seed.born.entries()) add(birthsAt(scope) + sort, count);
  if (!Number.isNaN(seed.startUs)) add(LATENT.span, seed.endUs - seed.startUs);
}

/**
 * Codes of a timeline that goes on as its seed went: as many activities of each kind in as long a
 * time. Its start and the names that it meets are 0, to be drawn given the others.
 */
export function latentsLikeSeed(scope: ScopeStory, script: SeedScript, width: number): Int32Array {
  const codes = new Int32Array(width);
  const seed = script.timelines.get(timelineKey(scope.parent, ROOT_NUMBER));
  if (seed === undefined || seed.activities.length === 0) return codes;
  const latents = new Float64Array(width);
  prependSeed(scope, latents, seed);
  encodeLatents(scope, latents, codes);
  codes[LATENT.start] = 0;
  codes.fill(0, demandAt(scope, 0));
  return codes;
}

/** Lets the plan of a subject begin with its seed: its first timeline, and the names it meets. */
export function beginWithSeed(
  scope: ScopeStory,
  latents: Latents,
  of: {
    readonly domains: readonly DomainStory[];
    readonly script: SeedScript;
    readonly baseUs: number;
  },
): void {
  const seed = of.script.timelines.get(timelineKey(scope.parent, ROOT_NUMBER));
  if (seed === undefined) return;
  prependSeed(scope, latents, seed);
  demandSeedNames(scope, latents, of);
  if (!Number.isNaN(seed.startUs)) latents[LATENT.start] = seed.startUs - of.baseUs;
}

/** Makes a timeline the seed's and no more: it ended before. */
export function onlySeed(scope: ScopeStory, latents: Latents, seed: SeedTimeline): void {
  const demands = demandAt(scope, 0);
  latents.fill(0, 0, Math.min(demands, latents.length));
  prependSeed(scope, latents, seed);
}

/** Lets a subject meet the seed's names too: each in a group of its scope, as many as they weigh. */
function demandSeedNames(
  scope: ScopeStory,
  latents: Latents,
  of: { readonly domains: readonly DomainStory[]; readonly script: SeedScript },
): void {
  for (const [index, domain] of of.domains.entries()) {
    const base = demandAt(scope, index);
    const foreign = of.script.names.filter(
      (one) => one.domain === index && one.slot < 0 && one.literal < 0,
    );
    const weightOf = (group: number) =>
      domain.classes
        .slice(group * DEGREE_CLASSES, (group + 1) * DEGREE_CLASSES)
        .reduce((sum, one) => sum + one.entities, 0);
    const groups = domain.groups.map(({ scope: one }, group) => ({
      scope: one,
      at: base + group,
      weight: weightOf(group),
      given: 0,
    }));
    for (const name of foreign) {
      // NOTE: the group that is furthest behind its share comes next, so that all get their part.
      const [next] = groups
        .filter((one) => one.scope === name.scope && one.weight > 0)
        .sort((a, b) => (a.given + 1) / a.weight - (b.given + 1) / b.weight);
      if (next === undefined) continue;
      next.given += 1;
      const own = latents[next.at] as number;
      latents[next.at] = (Number.isNaN(own) ? 0 : Math.max(0, own)) + 1;
    }
  }
}

/** Writes the codes of a timeline's numbers. */
export function encodeLatents(scope: ScopeStory, latents: Latents, into: Int32Array): void {
  for (const [variable, stats] of latentStats(scope).entries()) {
    if (stats === null) continue;
    const value = latents[variable] as number;
    into[variable] = numericEncoder(stats).encode(Number.isNaN(value) ? null : value);
  }
}
