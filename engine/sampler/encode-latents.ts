import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { RecordCodes } from '../models/code-space.ts';
import type { ScopeActivities } from '../sequences/activities.ts';
import type { TableStore } from '../sequences/table-store.ts';
import { latentStats } from './latents.ts';
import { anchorOf, timedRange } from './learn-scope.ts';
import type { LearnedStory } from './learn-story.ts';
import { setCode } from './record-codes.ts';
import type { ScopeStory } from './story.ts';

/** An owner row whose timeline is encoded. */
export interface LatentPlace {
  readonly learned: LearnedStory;
  readonly activities: ScopeActivities;
  readonly owner: number;
  readonly owners: TableStore;
  readonly codes: RecordCodes;
}

/** Encodes what is known of a timeline before anything happens on it, as `LATENT` orders it. */
export function encodeLatents(scope: ScopeStory, of: LatentPlace): void {
  const { learned, activities, owner, owners, codes } = of;
  const counts = scope.kinds.map(() => 0);
  const [from, to] = [activities.offsets[owner] ?? 0, activities.offsets[owner + 1] ?? 0];
  for (let at = from; at < to; at += 1) {
    const kind = activities.kindOf[at] as number;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const range = timedRange(activities, owner);
  const time = (at: number) => activities.times[at] as number;
  const anchor = anchorOf(owners, owner, learned.story.baseUs);
  const demands = scope.demands.flatMap((groups, domain) =>
    groups.map((_, group) => learned.domains[domain]?.demands[group]?.[owner] ?? 0),
  );
  const values = [
    to - from,
    range && time(range[1]) - time(range[0]),
    range && time(range[0]) - anchor,
    ...counts,
    ...bornBelow(learned, scope, owner),
    ...demands,
  ];
  for (const [variable, stats] of latentStats(scope).entries()) {
    if (stats === null) continue;
    setCode(codes, variable, owner, numericEncoder(stats).encode(values[variable] ?? null));
  }
  codes.subjects[owner] = owners.subjects[owner] ?? owner;
  const view = codes.views[1];
  if (view !== undefined) view[owner] = owner;
}

/** Rows of each sort that are born below an owner. */
export function bornBelow(learned: LearnedStory, scope: ScopeStory, owner: number): number[] {
  const at = learned.story.scopes.indexOf(scope);
  return (learned.births[at] ?? []).flatMap((one) => one.counts.map((own) => own[owner] as number));
}
