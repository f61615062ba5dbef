import type { Random } from '../../engine/core/random.ts';
import { shuffledHalves } from '../ceiling/halves.ts';
import { shuffledColumns } from '../ceiling/naive-samples.ts';
import { COUNTED_DRAWS } from '../ceiling/score-counts.ts';
import { halfSizes, likenessAtSizes } from '../ceiling/size-correction.ts';
import { type Sides, type SubjectSample, withSubjects } from '../relations/subject-sample.ts';
import { openRuleCounter } from './count-rules.ts';
import type { RuleSet } from './rule-set.ts';

/** Rows whose columns are shuffled for the floors. */
const MOST_NAIVE_ROWS = 50_000;

/** What stands beside a rule's score. */
export interface RuleCompanions {
  /** Scores of one half of the original against the other, at the real sizes. */
  readonly ceiling: readonly number[];
  /** Score of the original with its columns shuffled; null where the rule speaks about none of it. */
  readonly floor: number | null;
}

/** 1 where the second side keeps a rule as often as the first, or oftener. */
export function keepScore(first: number, second: number): number {
  return 1 - Math.max(0, first - second);
}

/**
 * The companions of every rule, from the sampled subjects.
 *
 * Each of 200 draws halves the original's subjects once, for all rules; rows of one subject stay
 * together, because they are alike.
 */
export function ruleCompanions(
  sides: Sides,
  rules: RuleSet,
  random: Random,
): ReadonlyMap<string, RuleCompanions> {
  const held = tallySubjects(sides.original, rules);
  const few = fewSubjects(sides.original, random.split('few'));
  const naive = shuffledColumns(few, random.split('naive'));
  const dealt = sumOf(tallySubjects(naive, rules), rules);
  const whole = sumOf(held, rules);
  const halves = halvesOf(held, rules, random);
  const sizes = {
    halves: halfSizes(held.length),
    wanted: { original: held.length, synthetic: sides.synthetic.subjects.length },
  };
  const companionsOf = (at: number): RuleCompanions => {
    const floor = scoreAt(whole, dealt, at);
    const ceiling = halves.flatMap(([one, other]) => {
      const score = scoreAt(one, other, at);
      return score === null ? [] : [likenessAtSizes(score, sizes)];
    });
    return { ceiling, floor };
  };
  return new Map(rules.rules.map(({ name }, at) => [name, companionsOf(at)]));
}

/** Subjects at random, until they hold enough rows for a floor. */
function fewSubjects(sample: SubjectSample, random: Random): SubjectSample {
  let rows = 0;
  const few = random.shuffle([...sample.subjects]).filter(({ tables }) => {
    if (rows >= MOST_NAIVE_ROWS) return false;
    for (const own of tables.values()) rows += own.length;
    return true;
  });
  return withSubjects(sample, few);
}

/** Rows and broken rows by rule: 2 r and 2 r + 1 for rule r; only those that are not 0. */
interface SubjectTally {
  readonly codes: Int32Array;
  readonly counts: Float64Array;
}

function tallySubjects(sample: SubjectSample, rules: RuleSet): readonly SubjectTally[] {
  const counter = openRuleCounter(sample.schema, rules);
  let before = counter.totals();
  return sample.subjects.map((subject) => {
    counter.add(subject);
    const after = counter.totals();
    const changes = after.map((total, code) => total - (before[code] as number));
    const codes = Int32Array.from(changes.keys()).filter((code) => changes[code] !== 0);
    before = after;
    return { codes, counts: Float64Array.from(codes, (code) => changes[code] as number) };
  });
}

function sumOf(tallies: readonly SubjectTally[], { rules }: RuleSet): Float64Array {
  const sum = new Float64Array(2 * rules.length);
  for (const { codes, counts } of tallies) {
    for (let at = 0; at < codes.length; at += 1) {
      const code = codes[at] as number;
      sum[code] = (sum[code] as number) + (counts[at] as number);
    }
  }
  return sum;
}

function halvesOf(tallies: readonly SubjectTally[], rules: RuleSet, random: Random) {
  const order = [...tallies];
  return Array.from({ length: order.length < 2 ? 0 : COUNTED_DRAWS }, (_, draw) => {
    const [one, other] = shuffledHalves(order, random.split('halves', draw));
    return [sumOf(one, rules), sumOf(other, rules)] as const;
  });
}

/** Score of one rule between two sums; null where it speaks about no row of one. */
function scoreAt(first: Float64Array, second: Float64Array, rule: number): number | null {
  const rateOf = (sum: Float64Array) => {
    const rows = sum[2 * rule] ?? 0;
    return rows === 0 ? null : 1 - (sum[2 * rule + 1] ?? 0) / rows;
  };
  const [one, other] = [rateOf(first), rateOf(second)];
  return one === null || other === null ? null : keepScore(one, other);
}
