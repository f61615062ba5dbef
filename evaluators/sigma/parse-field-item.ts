import ipaddr from 'ipaddr.js';
import { isCompilable } from './regular-expression.ts';
import { refuseRule, selectionPlace } from './sigma-problem.ts';
import {
  type Anchor,
  COMPARISONS,
  type Comparison,
  type Expression,
  type ValueTest,
} from './sigma-rule.ts';
import { ANY_RUN, type PatternPart, parsePattern, type TextPattern } from './text-pattern.ts';
import { VALUE_ENCODINGS } from './value-encodings.ts';

const OPERATORS = ['re', 'cidr', 'exists', 'fieldref', ...COMPARISONS] as const;
type Operator = (typeof OPERATORS)[number];
const REGEX_FLAGS = ['i', 'm', 's'] as const;
const PLACED: readonly string[] = ['contains', 'startswith', 'endswith'] satisfies Anchor[];

/** A field's modifiers, sorted by what they do. */
interface Modifiers {
  readonly place: string;
  readonly operator: Operator | null;
  readonly anchor: Anchor;
  readonly encodings: readonly string[];
  readonly flags: string;
  readonly all: boolean;
  readonly cased: boolean;
}

/**
 * One line of a selection: a field with its modifiers, and what is asked of it.
 *
 * @param key field and modifiers, `CommandLine|contains|all`; without a field for keywords
 * @throws SigmaRuleError for modifiers and values that are not evaluated
 * @see Sigma modifiers appendix 2.1
 */
export function parseFieldItem(key: string, value: unknown, selection: string): Expression {
  const [name = '', ...words] = key.split('|');
  const place = `${selectionPlace(selection)}, ${key === '' ? 'keywords' : key}`;
  const modifiers = sortModifiers(words, place);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) {
    refuseRule(place, { what: 'has no values', value, remedy: 'write at least one' });
  }
  const field = name === '' ? null : name;
  const tests = values.map((one) => testsOf(one, modifiers, field));
  const item = (some: readonly ValueTest[]): Expression => ({
    kind: 'item',
    item: { field, tests: some },
  });
  return modifiers.all && tests.length > 1
    ? { kind: 'all', of: tests.map(item) }
    : item(tests.flat());
}

function sortModifiers(words: readonly string[], place: string): Modifiers {
  const isOne =
    <T extends string>(list: readonly T[]) =>
    (word: string): word is T =>
      (list as readonly string[]).includes(word);
  const operators = words.filter(isOne(OPERATORS));
  const anchors = words.filter(isOne(PLACED));
  const encodings = words.filter((word) => VALUE_ENCODINGS.has(word));
  const flags = words.filter(isOne(REGEX_FLAGS));
  const known = [...operators, ...anchors, ...encodings, ...flags, 'all', 'cased'];
  const strange = words.find((word) => !known.includes(word));
  if (strange !== undefined) refuseModifier(place, strange, 'is not evaluated');
  const operator = operators[0] ?? null;
  const isFree = operator === null || (operator === 'fieldref' && encodings.length === 0);
  const clash =
    [operators[1], anchors[1]].find((word) => word !== undefined) ??
    (isFree ? undefined : [...anchors, ...encodings][0]) ??
    (operator === 're' ? undefined : flags[0]);
  if (clash !== undefined) refuseModifier(place, clash, 'does not go with the others');
  return {
    place,
    operator,
    anchor: (anchors[0] as Anchor | undefined) ?? 'whole',
    encodings,
    flags: flags.join(''),
    all: words.includes('all'),
    cased: words.includes('cased'),
  };
}

function refuseModifier(place: string, value: string, what: string): never {
  return refuseRule(place, { what: `modifier ${what}`, value, remedy: 'use a rule without it' });
}

function testsOf(value: unknown, modifiers: Modifiers, field: string | null): readonly ValueTest[] {
  const { operator, anchor, place, encodings } = modifiers;
  if (operator !== null) return [OPERATOR_TESTS[operator](value, { ...modifiers, operator })];
  if (value === null && anchor === 'whole' && encodings.length === 0 && field !== null) {
    return [{ kind: 'missing' }];
  }
  const anchored = field === null ? 'contains' : anchor;
  return spellings(textOf(value, place), modifiers).map((text) => ({
    kind: 'text',
    pattern: anchoredPattern(parsePattern(text), anchored),
    cased: modifiers.cased,
  }));
}

function spellings(text: string, { encodings, place }: Modifiers): readonly string[] {
  const plain = [{ text, bytes: false }];
  return encodings
    .reduce(
      (values, name) =>
        values.flatMap((value) => [...(VALUE_ENCODINGS.get(name)?.(value, place) ?? [value])]),
      plain,
    )
    .map((value) => value.text);
}

function anchoredPattern(pattern: TextPattern, anchor: Anchor): TextPattern {
  const isRun = (part: PatternPart | undefined) => typeof part === 'object' && part.any === 'run';
  const open = (anchor === 'contains' || anchor === 'endswith') && !isRun(pattern[0]);
  const closed = (anchor === 'contains' || anchor === 'startswith') && !isRun(pattern.at(-1));
  const whole = [...(open ? [ANY_RUN] : []), ...pattern, ...(closed ? [ANY_RUN] : [])];
  return whole.every(isRun) ? whole.slice(0, 1) : whole;
}

type OperatorTest = (value: unknown, modifiers: Modifiers & { operator: Operator }) => ValueTest;

const OPERATOR_TESTS: Readonly<Record<Operator, OperatorTest>> = {
  re: regexTest,
  cidr: networkTest,
  exists: presenceTest,
  fieldref: (value, { anchor, cased, place }) => ({
    kind: 'field',
    name: textOf(value, place),
    anchor,
    cased,
  }),
  lt: numberTest,
  lte: numberTest,
  gt: numberTest,
  gte: numberTest,
};

function regexTest(value: unknown, { flags, place }: Modifiers): ValueTest {
  const source = textOf(value, place);
  if (!isCompilable(source, flags)) {
    const remedy = 'write it without look-around and back references';
    refuseRule(place, { what: 'is no regular expression of RE2', value: source, remedy });
  }
  return { kind: 'regex', source, flags };
}

function networkTest(value: unknown, { place }: Modifiers): ValueTest {
  const block = textOf(value, place);
  if (!ipaddr.isValidCIDR(block)) {
    const remedy = 'write one as 10.0.0.0/8 or fe80::/10';
    refuseRule(place, { what: 'is no block of addresses', value, remedy });
  }
  return { kind: 'network', block };
}

function presenceTest(value: unknown, { place }: Modifiers): ValueTest {
  const word = String(value).toLowerCase();
  if (word !== 'true' && word !== 'false') {
    refuseRule(place, { what: 'is neither true nor false', value, remedy: 'write one of them' });
  }
  return { kind: 'present', wanted: word === 'true' };
}

function numberTest(value: unknown, { operator, place }: { operator: Operator; place: string }) {
  const bound = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof bound !== 'number' || !Number.isFinite(bound)) {
    return refuseRule(place, { what: 'is no number', value, remedy: 'write a number' });
  }
  return { kind: 'number', comparison: operator as Comparison, bound } satisfies ValueTest;
}

function textOf(value: unknown, place: string): string {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);
  return refuseRule(place, { what: 'is no text', value, remedy: 'write a text or a number' });
}
