import { defined } from '../core/invariant.ts';
import { type LearnedDomain, learnCounts } from './learn-domains.ts';
import type { EntityClass, SlotStory } from './story.ts';

/** Learns how the subjects' own names are shared and which decide which. */
export function learnSlots(domains: readonly LearnedDomain[], k: number): SlotStory[] {
  const slots = domains.flatMap((one, domain) =>
    one.story.slots.map((column, index) => ({
      column,
      domain,
      tokens: defined(one.slotTokens[index], 'slot has tokens'),
    })),
  );
  slots.sort((a, b) => a.column - b.column);
  return slots.map((one, index) => {
    const learned = defined(domains[one.domain], 'domain was learned');
    const earlier = slots.slice(0, index).map((two) => two.tokens);
    return {
      column: one.column,
      domain: one.domain,
      decidedBy: earlier.findIndex((two) => decides(two, one.tokens)),
      distinct: distinctShares(learned, one.tokens),
      bearers: bearerLaws(learned, one.tokens, k),
    };
  });
}

/** Names from which on the law of their bearers is learned. */
const LEAST_NAMES = 20;

/** By scope: how many subjects bear a name; a hub's name is borne by many. */
function bearerLaws(learned: LearnedDomain, tokens: Int32Array, k: number): (EntityClass | null)[] {
  return Array.from({ length: learned.scopes }, (_, scope) => {
    const counts = new Map<number, number>();
    for (const token of tokens) {
      if (token < 0 || (learned.literalOf[token] as number) >= 0) continue;
      if (learned.scopeOf[token] === scope) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    if (counts.size < LEAST_NAMES) return null;
    return { entities: counts.size, ...learnCounts([...counts.values()], k) };
  });
}

/** By scope: distinct names among the subjects that have one; 1 where nobody has. */
function distinctShares(learned: LearnedDomain, tokens: Int32Array): number[] {
  return Array.from({ length: learned.scopes }, (_, scope) => {
    const fresh = [...tokens].filter(
      (token) =>
        token >= 0 && (learned.literalOf[token] as number) < 0 && learned.scopeOf[token] === scope,
    );
    return fresh.length === 0 ? 1 : new Set(fresh).size / fresh.length;
  });
}

/** True if equal names on the left go with equal names on the right, and names do repeat. */
function decides(left: Int32Array, right: Int32Array): boolean {
  const partner = new Map<number, number>();
  let repeats = 0;
  for (const [subject, token] of left.entries()) {
    const other = right[subject] as number;
    if (token < 0 || other < 0) continue;
    const known = partner.get(token);
    if (known === undefined) partner.set(token, other);
    else if (known !== other) return false;
    else repeats += 1;
  }
  return repeats > 0;
}
