import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../../engine/core/errors.ts';
import type { Expression } from '../../../../evaluators/rules/expression.ts';
import { parseExpression } from '../../../../evaluators/rules/parse-expression.ts';

describe('parseExpression', () => {
  const read: readonly (readonly [string, string])[] = [
    ['a or b and c', '(a or (b and c))'],
    ['not a == 1 and b', '((not (a == 1)) and b)'],
    ['not not a', '(not (not a))'],
    ['a - b - c', '((a - b) - c)'],
    ['a + b * -c', '(a + (b * (-c)))'],
    ['-2 * 3', '((-2) * 3)'],
    ['a >= 40 * b', '(a >= (40 * b))'],
    ['(a or b) and c', '((a or b) and c)'],
    ['(a == b) == (c == d)', '((a == b) == (c == d))'],
    ["a in ['x', 'y']", "(a in ['x' 'y'])"],
    ['a not in [1, -2]', '(not (a in [1 -2]))'],
    ['a != missing', '(a != missing)'],
    ['processes.parent.start_us < time_us', '(processes.parent.start_us < time_us)'],
    ["matches(lower(a), '^it''s \\d+$')", "matches(lower(a) '^it's \\d+$')"],
    ['max(a, 1_000, .5 * b)'.replace('.5', '0.5'), 'max(a 1000 (0.5 * b))'],
    ['a == true or b == "x"', "((a == true) or (b == 'x'))"],
  ];

  for (const [source, tree] of read) {
    it(`should read ${source}`, () => {
      expect(write(parseExpression(source))).to.equal(tree);
    });
  }

  const refused: readonly (readonly [string, number, string])[] = [
    ['a = 1', 2, 'write == to compare'],
    ['a && b', 2, 'write and'],
    ['a || b', 2, 'write or'],
    ['!a', 0, 'write not'],
    ["a == 'x", 5, 'close the text'],
    ['a == 1 == 2', 7, 'join two comparisons with and'],
    ['1 < a < 3', 6, 'join two comparisons with and'],
    ['a ==', 4, 'put a column'],
    ['(a', 2, 'put ) here'],
    ['a b', 2, 'put an operator'],
    ['a in []', 6, 'at least one value'],
    ['a in [b]', 6, 'numbers or texts'],
    ["a in [-'x']", 7, 'a number after the sign'],
    ['f(a b)', 4, 'put , here'],
    ['a == 12ab', 5, 'write a number'],
    ['a.', 1, 'remove it'],
    ['a $ b', 2, 'remove it'],
    ['', 0, 'put a column'],
  ];

  for (const [source, at, remedy] of refused) {
    it(`should refuse ${JSON.stringify(source)} at ${at}`, () => {
      const error = errorOf(() => parseExpression(source));

      expect(error.details.at).to.equal(at);
      expect(error.message).to.include(remedy);
    });
  }

  it('should refuse what is nested too deep, before the stack ends', () => {
    for (const source of ['('.repeat(1000), `${'not '.repeat(900)}a`, '-'.repeat(3000)]) {
      expect(errorOf(() => parseExpression(source)).message).to.include('nested too deep');
    }
  });

  it('should refuse what is too long', () => {
    expect(errorOf(() => parseExpression('a '.repeat(3000))).message).to.include('too long');
  });
});

function errorOf(run: () => unknown): ScenarioError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The tree with all its brackets. */
function write(one: Expression): string {
  switch (one.kind) {
    case 'number':
    case 'boolean':
      return String(one.value);
    case 'text':
      return `'${one.value}'`;
    case 'missing':
      return 'missing';
    case 'column':
      return one.path.join('.');
    case 'not':
      return `(not ${write(one.operand)})`;
    case 'negate':
      return `(-${write(one.operand)})`;
    case 'and':
    case 'or':
      return `(${write(one.left)} ${one.kind} ${write(one.right)})`;
    case 'compare':
    case 'reckon':
      return `(${write(one.left)} ${one.operator} ${write(one.right)})`;
    case 'in':
      return `(${write(one.operand)} in [${one.items.map(write).join(' ')}])`;
    case 'call':
      return `${one.name}(${one.operands.map(write).join(' ')})`;
    default:
      return '';
  }
}
