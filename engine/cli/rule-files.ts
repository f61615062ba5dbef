import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Chapter } from '../../evaluators/findings.ts';
import { type SortedReader, walkSubjects } from '../../evaluators/relations/subject-walk.ts';
import { openRuleCounter } from '../../evaluators/rules/count-rules.ts';
import { describeRules } from '../../evaluators/rules/describe-rules.ts';
import { loadRules } from '../../evaluators/rules/load-rules.ts';
import type { RuleSet } from '../../evaluators/rules/rule-set.ts';
import { readTextFiles } from '../../scenarios/report-files.ts';
import { PACKAGE_ROOT } from './version.ts';

const SHIPPED = join(PACKAGE_ROOT, 'scenarios', 'rules');

/**
 * The rules that ship with the package, then those of the given files and globs.
 *
 * @throws ScenarioError if a file cannot be read, or holds a mistake
 */
export function readRuleFiles(patterns: readonly string[] = []): RuleSet {
  const names = readdirSync(SHIPPED).filter((name) => name.endsWith('.yaml'));
  const shipped = readTextFiles(names.map((name) => join(SHIPPED, name)));
  return loadRules([
    ...shipped.map(({ path, text }) => ({ path: basename(path), text })),
    ...readTextFiles(patterns),
  ]);
}

/** The databases whose rows are held against the rules. */
interface RuledSides {
  readonly original: SortedReader & { part(subjectKey: number): 'training' | 'holdout' };
  readonly synthetic: SortedReader;
}

/** Counts the rules on both sides, each in one pass. */
export async function compareRules(
  sides: RuledSides,
  patterns: readonly string[],
): Promise<Chapter> {
  const { original, synthetic } = sides;
  const rules = readRuleFiles(patterns);
  const parts = {
    training: openRuleCounter(original.schema, rules),
    holdout: openRuleCounter(original.schema, rules),
  };
  for await (const subject of walkSubjects(original)) {
    parts[original.part(subject.key)].add(subject);
  }
  const made = openRuleCounter(synthetic.schema, rules);
  for await (const subject of walkSubjects(synthetic)) made.add(subject);
  const counts = {
    training: parts.training.counts(),
    holdout: parts.holdout.counts(),
    synthetic: made.counts(),
  };
  return describeRules(counts, rules);
}
