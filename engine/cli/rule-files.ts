import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chapter } from '../../evaluators/findings.ts';
import { type SortedReader, walkSubjects } from '../../evaluators/relations/subject-walk.ts';
import { openRuleCounter } from '../../evaluators/rules/count-rules.ts';
import { describeRules } from '../../evaluators/rules/describe-rules.ts';
import { loadRules, type RuleText } from '../../evaluators/rules/load-rules.ts';
import type { RuleSet } from '../../evaluators/rules/rule-set.ts';
import { ScenarioError } from '../core/errors.ts';
import { PACKAGE_ROOT } from './version.ts';

const SHIPPED = join(PACKAGE_ROOT, 'scenarios', 'rules');

/**
 * The rules that ship with the package, then those of the given files.
 *
 * @throws ScenarioError if a file cannot be read, or holds a mistake
 */
export async function readRuleFiles(paths: readonly string[] = []): Promise<RuleSet> {
  const names = (await readdir(SHIPPED)).filter((name) => name.endsWith('.yaml')).sort();
  const shipped = names.map((name) => readRuleText(join(SHIPPED, name), name));
  return loadRules(await Promise.all([...shipped, ...paths.map((path) => readRuleText(path))]));
}

/** Counts the rules on both sides, each in one pass. */
export async function compareRules({
  original,
  synthetic,
}: {
  readonly original: SortedReader & { part(subjectKey: number): 'training' | 'holdout' };
  readonly synthetic: SortedReader;
}): Promise<Chapter> {
  const rules = await readRuleFiles();
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

async function readRuleText(path: string, name = path): Promise<RuleText> {
  try {
    return { path: name, text: await readFile(path, 'utf8') };
  } catch (error) {
    throw new ScenarioError(
      `rules: a file cannot be read: ${path}; correct report.rules`,
      { path },
      error,
    );
  }
}
