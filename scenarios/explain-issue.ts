import type { z } from 'zod';
import { nearestWord } from './did-you-mean.ts';
import type { ScenarioPath, ScenarioProblem } from './scenario-problem.ts';

type Issue = z.core.$ZodIssue;

const SECRET_PATHS: readonly string[] = ['storage.url'];

/**
 * Says in our words what zod found: what is wrong, and what to write instead.
 *
 * @param known keys that the map at a path may hold, for 'did you mean'
 */
export function explainIssue(
  issue: Issue,
  base: ScenarioPath,
  known: (path: ScenarioPath) => readonly string[],
): readonly ScenarioProblem[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? '' : part))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], known(path)));
  }
  const missing = issue.code !== 'custom' && issue.input === undefined;
  if (missing) return [{ path, what: 'missing', remedy: `add it (${expectation(issue)})` }];
  if (issue.code === 'invalid_key') return [invalidKey(issue, path)];
  const value = SECRET_PATHS.includes(path.join('.')) ? {} : { value: issue.input };
  return [{ path, what: fault(issue), ...value, remedy: remedy(issue) }];
}

/** A key that the map does not know. */
export function unknownKey(path: ScenarioPath, known: readonly string[]): ScenarioProblem {
  const key = String(path.at(-1));
  return {
    path,
    what: 'unknown key',
    value: key,
    remedy: `${suggestion(key, known)}use one of ${known.join(', ')}`,
    atKey: true,
  };
}

/** `did you mean "x"? ` where a known word is near, else nothing. */
export function suggestion(word: unknown, known: readonly string[]): string {
  const nearest = typeof word === 'string' ? nearestWord(word, known) : null;
  return nearest === null ? '' : `did you mean "${nearest}"? `;
}

function invalidKey(issue: Issue & { code: 'invalid_key' }, path: ScenarioPath): ScenarioProblem {
  const remedy = issue.issues[0]?.message ?? 'expected another name';
  return { path, what: 'a name that cannot be used', value: path.at(-1), remedy, atKey: true };
}

function fault(issue: Issue): string {
  if (issue.code === 'invalid_value') return 'unknown word';
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'empty' : 'too small';
  if (issue.code === 'too_big') return 'too large';
  if (issue.code === 'invalid_type') return 'not of the expected type';
  return 'not of the expected form';
}

function remedy(issue: Issue): string {
  if (issue.code !== 'invalid_value') return expectation(issue);
  const words = issue.values.map(String);
  return `${suggestion(issue.input, words)}use one of ${words.join(', ')}`;
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_type')
    return `expected ${TYPE_NAMES[issue.expected] ?? 'another type'}`;
  if (issue.code === 'too_small')
    return `expected ${bound('least', issue.inclusive, issue.minimum)}`;
  if (issue.code === 'too_big') return `expected ${bound('most', issue.inclusive, issue.maximum)}`;
  if (issue.message.startsWith('expected')) return issue.message;
  return 'expected another form';
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

function bound(
  side: 'least' | 'most',
  inclusive: boolean | undefined,
  limit: number | bigint,
): string {
  if (inclusive === false) return `${side === 'least' ? 'more' : 'less'} than ${limit}`;
  return `at ${side} ${limit}`;
}
