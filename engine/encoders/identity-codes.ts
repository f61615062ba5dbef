import { FIRST, MISSING } from '../sequences/codes.ts';
import type { RecencyList } from '../sequences/recency.ts';

/** Sizes of the parts of an identity's codes, in the order in which they stand. */
export interface IdentityShape {
  /** Names that the subject itself has. */
  readonly slots: number;
  /** Public names. */
  readonly literals: number;
  /** Classes of names met for the first time. */
  readonly classes: number;
}

export const RANKS = 16;

/** What an identity's code asks for. */
export type IdentityAction =
  | { readonly type: 'missing' }
  | { readonly type: 'slot'; readonly index: number }
  | { readonly type: 'literal'; readonly index: number }
  | { readonly type: 'rank'; readonly rank: number }
  | { readonly type: 'older' }
  | { readonly type: 'new'; readonly index: number };

/** Number of codes: missing, slots, literals, 16 ranks, older, classes of new ones. */
export function identityCardinality(shape: IdentityShape): number {
  return FIRST + shape.slots + shape.literals + RANKS + 1 + shape.classes;
}

/** The action of a code. */
export function actionOf(code: number, shape: IdentityShape): IdentityAction {
  if (code <= MISSING) return { type: 'missing' };
  let left = code - FIRST;
  if (left < shape.slots) return { type: 'slot', index: left };
  left -= shape.slots;
  if (left < shape.literals) return { type: 'literal', index: left };
  left -= shape.literals;
  if (left < RANKS) return { type: 'rank', rank: left + 1 };
  if (left === RANKS) return { type: 'older' };
  return { type: 'new', index: left - RANKS - 1 };
}

/** Tells what a token is to the subject. */
export interface TokenFacts {
  /** Position among the subject's own names, -1 if it is none. */
  readonly slotOf: (token: number) => number;
  /** Position among the public names, -1 if it is none. */
  readonly literalOf: (token: number) => number;
  readonly classOf: (token: number) => number;
}

/** The code of a name, given the names that the subject has met; -1 is a missing one. */
export function codeOfToken(
  token: number,
  met: RecencyList,
  facts: TokenFacts,
  shape: IdentityShape,
): number {
  if (token < 0) return MISSING;
  const slot = facts.slotOf(token);
  if (slot >= 0) return FIRST + slot;
  const literal = facts.literalOf(token);
  if (literal >= 0) return FIRST + shape.slots + literal;
  const base = FIRST + shape.slots + shape.literals;
  if (!met.has(token)) return base + RANKS + 1 + facts.classOf(token);
  const rank = met.rankOf(token, RANKS);
  return rank > 0 ? base + rank - 1 : base + RANKS;
}

/** Codes of what a name is: none, the subject's own, a public one, then by class. */
export const CLASS_CODE = {
  missing: MISSING,
  own: FIRST,
  literal: FIRST + 1,
  base: FIRST + 2,
} as const;

/** The code of what a name is. */
export function classCode(token: number, facts: TokenFacts): number {
  if (token < 0) return CLASS_CODE.missing;
  if (facts.slotOf(token) >= 0) return CLASS_CODE.own;
  return facts.literalOf(token) >= 0 ? CLASS_CODE.literal : CLASS_CODE.base + facts.classOf(token);
}
