import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { withCompanions } from '../ceiling/companions.ts';
import { likenessCard } from '../ceiling/likeness-card.ts';
import { overallCard } from '../ceiling/overall-card.ts';
import { likenessAtSizes } from '../ceiling/size-correction.ts';
import type { Chapter, ScoreCard, TableFigure } from '../findings.ts';
import { keepScore, type RuleCompanions } from './rule-companions.ts';
import type { Rule, RuleCount, RuleCounts, RuleSet } from './rule-set.ts';

/** Counts of all sides. */
export interface RuleSides {
  readonly training: RuleCounts;
  readonly holdout: RuleCounts;
  readonly synthetic: RuleCounts;
}

/** What a rule's score is set beside; by the rule's name. */
export type AllCompanions = ReadonlyMap<string, RuleCompanions>;

/**
 * How often rules of the domain are kept on each side.
 *
 * An original may break a rule, too: a synthetic side scores 1 where it keeps it as often. Without
 * companions the ceiling is the gap of training and holdout, and there is no floor.
 *
 * @see docs/methods/domain-rules.md
 */
export function describeRules(
  sides: RuleSides,
  { rules }: RuleSet,
  companions: AllCompanions = new Map(),
): Chapter {
  const rates = rules.map((rule) => rateOf(rule, sides));
  const spoken = rates.filter(({ original, synthetic }) => original.rows + synthetic.rows > 0);
  const cards = spoken.map((rate) => ruleCard(rate, companions.get(rate.rule.name)));
  return {
    id: 'rules',
    title: 'Domain rules',
    lead:
      'Laws of the domain, such as the least size of a packet. Captures break some of them, too: ' +
      'the question is whether the synthetic rows break them more often.',
    scores: [overallCard('rules', cards, 'known'), ...cards],
    figures: [rateTable(spoken)],
    contract: Object.fromEntries(
      spoken.map(({ rule, original, synthetic }) => [
        `domainRules.${rule.name}`,
        { original: shareOf(original), synthetic: shareOf(synthetic) },
      ]),
    ),
    notes: silenceNotes(
      rates.filter((rate) => !spoken.includes(rate)),
      sides,
    ),
  };
}

interface RuleRate {
  readonly rule: Rule;
  readonly training: RuleCount;
  readonly holdout: RuleCount;
  readonly original: RuleCount;
  readonly synthetic: RuleCount;
}

function rateOf(rule: Rule, sides: RuleSides): RuleRate {
  const countOf = (counts: RuleCounts) => counts[rule.name] ?? { rows: 0, broken: 0 };
  const [training, holdout] = [countOf(sides.training), countOf(sides.holdout)];
  const original = {
    rows: training.rows + holdout.rows,
    broken: training.broken + holdout.broken,
  };
  return { rule, training, holdout, original, synthetic: countOf(sides.synthetic) };
}

/** Rules that fit no table, and rules that found no row to speak about. */
function silenceNotes(silent: readonly RuleRate[], sides: RuleSides): readonly string[] {
  const isBound = ({ rule }: RuleRate) => Object.hasOwn(sides.training, rule.name);
  const notes = [
    ['no table has all that these name', silent.filter((rate) => !isBound(rate))],
    ['no row to speak about', silent.filter(isBound)],
  ] as const;
  return notes.flatMap(([why, rates]) =>
    rates.length === 0 ? [] : [`rules: ${why}: ${rates.map(({ rule }) => rule.name).join(', ')}`],
  );
}

/** Share of the rows that keep a rule, of those that it speaks about; null where there are none. */
function shareOf({ rows, broken }: RuleCount): number | null {
  return rows === 0 ? null : (rows - broken) / rows;
}

function ruleCard(rate: RuleRate, companions: RuleCompanions | undefined): ScoreCard {
  const { name, title } = rate.rule;
  return likenessCard(name, title, () => {
    const [original, synthetic] = [rateIn(rate, 'original'), rateIn(rate, 'synthetic')];
    const value = keepScore(original, synthetic);
    const beside = companions ?? { ceiling: splitCeiling(rate), floor: null };
    return { ...withCompanions(value, beside), breakdown: { original, synthetic } };
  });
}

function rateIn(rate: RuleRate, side: 'original' | 'synthetic'): number {
  const share = shareOf(rate[side]);
  if (share !== null) return share;
  throw new IncomputableMetricError(
    `rule ${rate.rule.name}: speaks about no ${side} row: 0 rows; none can be judged`,
    { rule: rate.rule.name, side },
  );
}

/** Holdout against training, brought to the real sizes, in rows: a single draw. */
function splitCeiling({ training, holdout, original, synthetic }: RuleRate): readonly number[] {
  const [first, second] = [shareOf(training), shareOf(holdout)];
  if (first === null || second === null) return [];
  const score = likenessAtSizes(1 - Math.abs(first - second), {
    halves: { original: training.rows, synthetic: holdout.rows },
    wanted: { original: original.rows, synthetic: synthetic.rows },
  });
  return [score];
}

function rateTable(rates: readonly RuleRate[]): TableFigure {
  return {
    kind: 'table',
    title: 'Rules and how often they are kept',
    subtitle: 'Share of the rows that keep a rule, of those that it speaks about.',
    head: ['Rule', 'Name', 'Rows', 'Original', 'Holdout', 'Synthetic', 'Gap', 'Source'],
    rows: rates.map(({ rule, original, holdout, synthetic }) => {
      const [ours, theirs] = [shareOf(original), shareOf(synthetic)];
      const gap = ours === null || theirs === null ? null : ours - theirs;
      const rows = original.rows + synthetic.rows;
      return [rule.title, rule.name, rows, ours, shareOf(holdout), theirs, gap, rule.source];
    }),
  };
}
