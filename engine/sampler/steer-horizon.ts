import type { Random } from '../core/random.ts';
import { LATENT } from './latents.ts';
import type { PlannedWorld } from './plan-world.ts';
import type { Story } from './story.ts';

const DAY_US = 86_400_000_000;
const TRIES = 16;

/** How long the original's timelines go on from its start, microseconds; at least one. */
export function ownHorizonUs({ scopes }: Story): number {
  const [scope] = scopes;
  const most = (stats: { readonly exact: readonly number[]; readonly edges: readonly number[] }) =>
    [...stats.exact, ...stats.edges].reduce((top, one) => Math.max(top, one), 0);
  return Math.max(1, ...[scope?.start, scope?.span].map((one) => (one ? most(one) : 0)));
}

/**
 * Spreads the subjects' timelines over a horizon of another length, in place.
 *
 * A longer one repeats the original's: each subject begins in one of the repetitions, each alike,
 * and in whole days where the original goes on for more than half a day, so that hours keep their
 * meaning. In a shorter one, starts beyond it come round again.
 *
 * @param horizonUs length of the synthetic horizon, microseconds
 */
export function spreadStarts(
  world: Pick<PlannedWorld, 'latents'>,
  of: {
    readonly story: Story;
    readonly subjects: number;
    readonly horizonUs: number;
    readonly random: Random;
  },
): void {
  const { story, subjects, horizonUs, random } = of;
  const width = story.space[story.scopes[0]?.latentRecord ?? -1]?.variables.length ?? 0;
  const cycle = cycleUs(ownHorizonUs(story));
  const turns = Math.max(1, Math.ceil(horizonUs / cycle));
  for (let subject = 0; width > 0 && subject < subjects; subject += 1) {
    const place = subject * width + LATENT.start;
    const own = world.latents[place] as number;
    if (Number.isNaN(own) || own < 0) continue;
    world.latents[place] = startWithin(own, { cycle, turns, horizonUs, random });
  }
}

/** The time after which the original's horizon may begin again. */
function cycleUs(horizonUs: number): number {
  return horizonUs <= DAY_US / 2 ? horizonUs : Math.ceil(horizonUs / DAY_US) * DAY_US;
}

function startWithin(
  own: number,
  of: {
    readonly cycle: number;
    readonly turns: number;
    readonly horizonUs: number;
    readonly random: Random;
  },
): number {
  for (let tries = 0; tries < TRIES && of.turns > 1; tries += 1) {
    const start = own + of.random.integer(of.turns) * of.cycle;
    if (start < of.horizonUs) return start;
  }
  return own % of.horizonUs;
}
