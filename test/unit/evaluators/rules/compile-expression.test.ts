import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../../engine/core/errors.ts';
import type { Value } from '../../../../engine/core/row.ts';
import { compileCondition } from '../../../../evaluators/rules/compile-expression.ts';
import type { ResolveColumn } from '../../../../evaluators/rules/compiled.ts';
import { parseExpression } from '../../../../evaluators/rules/parse-expression.ts';

/** Columns by name: two numbers, two texts, a boolean, and one of each that is missing. */
const CELLS: Readonly<Record<string, Value>> = {
  two: 2,
  five: 5,
  word: 'Word',
  ip: '10.1.2.3',
  yes: true,
  none: null,
  blank: null,
  unsure: null,
};

describe('compileCondition', () => {
  const judged: readonly (readonly [string, Value])[] = [
    ['two < five', true],
    ['two >= five', false],
    ['two * 2 + 1 == five', true],
    ['-two < 0', true],
    ['five / 0 == 1', null],
    ["word == 'Word'", true],
    ["word != 'word'", true],
    ["lower(word) == 'word'", true],
    ['yes', true],
    ['yes == false', false],
    ['none < five', null],
    ['none == none', null],
    ['none == missing', true],
    ['missing != two', true],
    ['none + 1 == missing', true],
    ['not none == 1', null],
    ['none == 1 and two == 5', false],
    ['none == 1 and two == 2', null],
    ['none == 1 or two == 2', true],
    ['none == 1 or two == 5', null],
    ['unsure or yes', true],
    ['two in [1, 2]', true],
    ['two not in [1, 2]', false],
    ['none in [1, 2]', null],
    ["startsWith(word, 'Wo') and endsWith(word, 'rd') and contains(word, 'or')", true],
    ["matches(word, '^W[a-z]+$')", true],
    ["matches(word, 'x')", false],
    ["matches(blank, 'x')", null],
    ['length(word) == 4', true],
    ['family(ip) == 4', true],
    ["family('fe80::1') == 6", true],
    ["family('nobody') == missing", true],
    ["inNetwork(ip, '10.0.0.0/8')", true],
    ["inNetwork(ip, '10.1.2.4/31')", false],
    ["inNetwork(ip, 'fe80::/10')", false],
    ["inNetwork('fe80::1', 'fe80::/10')", true],
    ["inNetwork('::ffff:10.0.0.1', '10.0.0.0/8')", true],
    ["inNetwork(word, '10.0.0.0/8')", null],
    ["inNetwork('10.0.0.256', '0.0.0.0/0')", null],
    ["isGuid('{00000000-0000-0000-0000-000000000000}')", true],
    ['isGuid(word)', false],
    ["isWindowsPath('C:\\Windows\\x.exe')", true],
    ["isWindowsPath('a\\b')", false],
    ["isPath('/usr/bin/x') and isPath('HKLM\\x')", true],
    ["isHostName('a.example')", true],
    ['abs(two - five) == 3', true],
    ['min(two, five, 1) == 1', true],
    ['max(two, none) == missing', true],
  ];

  for (const [source, expected] of judged) {
    it(`should judge ${source} ${expected}`, () => {
      expect(judge(source)).to.equal(expected);
    });
  }

  const refused: readonly (readonly [string, string])[] = [
    ["two == 'x'", 'two kinds are compared'],
    ["word < 'x'", 'no order'],
    ['word + 1 == 2', 'a number is needed'],
    ['two', 'a boolean is needed'],
    ['not two', 'a boolean is needed'],
    ['two and yes', 'a boolean is needed'],
    ['missing', 'missing stands alone'],
    ['two < missing', 'missing has no order'],
    ["two in [1, 'x']", 'looked for in a list'],
    ['two in [1, 1]', 'stands twice'],
    ["starts(word, 'x')", 'use one of startsWith'],
    ["toString(word) == 'x'", 'unknown function'],
    ['startsWith(word)', 'wants 2 operands'],
    ['min() == 1', 'wants 1 or more operands'],
    ['length(two) == 1', 'length wants a text'],
    ['matches(word, word)', 'written out'],
    ["matches(word, '(')", 'matches cannot use this'],
    ["matches(word, '(a)\\1')", 'matches cannot use this'],
    ["inNetwork(ip, '10.0.0.0')", 'inNetwork cannot use this'],
  ];

  for (const [source, what] of refused) {
    it(`should refuse ${source}`, () => {
      expect(() => judge(source)).to.throw(ScenarioError, what);
    });
  }

  it('should not hang on a pattern that backtracking would never end', () => {
    expect(judge(`matches('${'a'.repeat(3000)}!', '^(a+)+$')`)).to.equal(false);
  });
});

const resolve: ResolveColumn = ([name = '']) => {
  const value = CELLS[name] ?? null;
  const types = { none: 'number', blank: 'text', unsure: 'boolean' } as const;
  const type = name in types ? types[name as keyof typeof types] : typeOf(value);
  return { type, read: () => value };
};

function typeOf(value: Value): 'number' | 'boolean' | 'text' {
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

function judge(source: string): Value {
  return compileCondition(parseExpression(source), resolve)([]);
}
