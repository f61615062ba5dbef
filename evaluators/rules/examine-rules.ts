import type { Random } from '../../engine/core/random.ts';
import type { Chapter } from '../findings.ts';
import type { Sides } from '../relations/subject-sample.ts';
import { describeRules, type RuleSides } from './describe-rules.ts';
import { ruleCompanions } from './rule-companions.ts';
import type { RuleSet } from './rule-set.ts';

/** What the chapter needs besides the sides. */
export interface RuleOptions {
  readonly random: Random;
  readonly rules: RuleSet;
  /** How often the rules were kept in all rows of each part. */
  readonly counts: RuleSides;
}

/**
 * How often rules of the domain are kept: rates from all rows, ceilings and floors from the sampled
 * subjects.
 *
 * @see docs/methods/domain-rules.md
 */
export function examineRules(sides: Sides, { random, rules, counts }: RuleOptions): Chapter {
  return describeRules(counts, rules, ruleCompanions(sides, rules, random));
}
