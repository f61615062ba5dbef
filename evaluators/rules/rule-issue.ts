import type { z } from 'zod';
import { ScenarioError } from '../../engine/core/errors.ts';
import type { RuleDocument, RulePath } from './rule-document.ts';
import type { Suggest } from './suggest.ts';

type Issue = z.core.$ZodIssue;

const SHOWN_CHARACTERS = 60;

/** What each key of a rule file wants. */
const WANTED: Readonly<Record<string, string>> = {
  rules: 'write a list of 1 to 500 rules',
  name: 'write a letter, then letters, digits, _ and -, 64 at most',
  title: 'write a text of 1 to 200 characters',
  source: 'write a text of 1 to 200 characters, or leave it out',
  table: 'write the name of a table, or leave it out',
  when: 'write a condition between quotes, or leave it out',
  holds: 'write a condition between quotes',
};
const FILE_KEYS = ['rules'];
const RULE_KEYS = Object.keys(WANTED).filter((key) => !FILE_KEYS.includes(key));

/** Says in plain words where a rule file is not as it should be, and what to write instead. */
export function ruleIssueError(
  document: RuleDocument,
  issues: readonly Issue[],
  suggest: Suggest,
): ScenarioError {
  const issue = tellingIssue(issues);
  const path = (issue?.path ?? []).filter((part) => typeof part !== 'symbol');
  if (issue?.code === 'unrecognized_keys') {
    return unknownKey(document, [...path, issue.keys[0] ?? ''], suggest);
  }
  const place = document.place(path);
  const value = issue?.input;
  const shown = value === undefined ? '' : `: ${shortened(value)}`;
  const what = `${shownPath(path)}: ${issue === undefined ? 'wrong' : fault(issue)}${shown}`;
  return new ScenarioError(`${place}: ${what}; ${remedyAt(path, issue)}`, { place });
}

/** A mistyped key tells more than the missing one that it leaves behind. */
function tellingIssue(issues: readonly Issue[]): Issue | undefined {
  const [first] = issues;
  const holder = first?.path.slice(0, -1).join('.');
  return (
    issues.find(({ code, path }) => code === 'unrecognized_keys' && path.join('.') === holder) ??
    first
  );
}

function unknownKey(document: RuleDocument, path: RulePath, suggest: Suggest): ScenarioError {
  const place = document.key(path);
  const key = String(path.at(-1));
  const known = path.length === 1 ? FILE_KEYS : RULE_KEYS;
  const remedy = `${suggest(key, known)}use ${known.join(', ')}`;
  const what = `${shownPath(path.slice(0, -1))}: unknown key: ${shortened(key)}`;
  return new ScenarioError(`${place}: ${what}; ${remedy}`, { place });
}

function fault(issue: Issue): string {
  if (issue.code === 'custom') return 'a name that the report uses itself';
  if (issue.input === undefined) return 'missing';
  if (issue.code === 'too_small') return 'empty';
  if (issue.code === 'too_big') return 'too long';
  if (issue.code !== 'invalid_type') return 'not of the expected form';
  return `not ${TYPE_NAMES[issue.expected] ?? 'of the expected type'}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'a map of keys',
};

function remedyAt(path: RulePath, issue: Issue | undefined): string {
  if (issue?.code === 'custom') return 'give the rule another name';
  const key = path.at(-1);
  if (key === undefined) return 'begin with rules: and a list of rules';
  return typeof key === 'string'
    ? (WANTED[key] ?? 'see docs/methods/domain-rules.md')
    : 'write name, title and holds';
}

function shownPath(path: RulePath): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return parts.join('').replace(/^\./, '') || 'the file';
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
