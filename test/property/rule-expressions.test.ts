import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../engine/core/errors.ts';
import type { Value } from '../../engine/core/row.ts';
import { compileCondition } from '../../evaluators/rules/compile-expression.ts';
import type { ResolveColumn } from '../../evaluators/rules/compiled.ts';
import type { Expression } from '../../evaluators/rules/expression.ts';
import { KEYWORDS } from '../../evaluators/rules/expression-tokens.ts';
import { loadRules } from '../../evaluators/rules/load-rules.ts';
import { parseExpression } from '../../evaluators/rules/parse-expression.ts';

const RUNS = { numRuns: 500 };
const NAMES = ['a', 'b', 'c'];

describe('conditions of rules', () => {
  it('should read back what is written with all its brackets', () => {
    fc.assert(
      fc.property(expression(), (tree) => {
        const read = parseExpression(write(tree));

        expect(withoutPlaces(read)).to.deep.equal(withoutPlaces(tree));
      }),
      RUNS,
    );
  });

  it('should take any text for a condition or refuse it in words', () => {
    const piece = fc.oneof(
      fc.constantFrom(...KEYWORDS, '==', '<=', '(', ')', '[', ']', ',', "'", '"', '-', '*', 'a.b'),
      fc.string({ maxLength: 5 }),
      fc.integer().map(String),
    );

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        refusesInWords(() => parseExpression(pieces.join(' ')));
      }),
      RUNS,
    );
  });

  it('should take any text for a rule file or refuse it in words', () => {
    const line = fc.oneof(
      fc.constantFrom('rules:', '  - name: a', '    title: t', '    holds: a == 1', '    when: b'),
      fc.string({ maxLength: 20 }),
    );

    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        refusesInWords(() => loadRules([{ path: 'r.yaml', text: lines.join('\n') }]));
      }),
      RUNS,
    );
  });

  it('should keep the laws of three-valued logic', () => {
    const truth = fc.constantFrom(true, false, null);
    const equal: readonly (readonly [string, string])[] = [
      ['not (a and b)', 'not a or not b'],
      ['not (a or b)', 'not a and not b'],
      ['a and (b or c)', 'a and b or a and c'],
      ['not not a', 'a'],
      ['a and b', 'b and a'],
      ['(a and b) and c', 'a and (b and c)'],
    ];

    fc.assert(
      fc.property(truth, truth, truth, fc.constantFrom(...equal), (a, b, c, [one, other]) => {
        expect(judge(one, { a, b, c })).to.equal(judge(other, { a, b, c }));
      }),
      RUNS,
    );
  });

  it('should order and reckon like the numbers', () => {
    const number = fc.integer({ min: -1000, max: 1000 });

    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const cells = { a, b, c };

        expect(judge('a < b', cells)).to.equal(a < b);
        expect(judge('not a >= b', cells)).to.equal(a < b);
        expect(judge('b > a', cells)).to.equal(a < b);
        expect(judge('a - b * c <= -c', cells)).to.equal(a - b * c <= -c);
        expect(judge('min(a, b, c) <= max(a, b) and abs(a) >= a', cells)).to.equal(true);
      }),
      RUNS,
    );
  });
});

function refusesInWords(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    expect(error).to.be.instanceOf(ScenarioError);
    expect((error as ScenarioError).message).to.match(/: .+; .+/s);
  }
}

function judge(source: string, cells: Readonly<Record<string, Value>>): Value {
  const resolve: ResolveColumn = ([name = '']) => ({
    type: 'any',
    read: () => cells[name] ?? null,
  });
  return compileCondition(parseExpression(source), resolve)([]);
}

function expression(): fc.Arbitrary<Expression> {
  const at = fc.constant(0);
  const { tree } = fc.letrec<{ tree: Expression; constant: Expression; leaf: Expression }>(
    (tie) => ({
      constant: fc.oneof(
        fc.record({ kind: fc.constant('number' as const), value: fc.nat(), at }),
        fc.record({ kind: fc.constant('text' as const), value: fc.string(), at }),
        fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean(), at }),
      ),
      leaf: fc.oneof(
        tie('constant'),
        fc.record({ kind: fc.constant('missing' as const), at }),
        fc.record({
          kind: fc.constant('column' as const),
          path: fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }),
          at,
        }),
      ),
      tree: fc.oneof(
        { maxDepth: 5, depthSize: 'small' },
        tie('leaf'),
        fc.record({
          kind: fc.constantFrom('not' as const, 'negate' as const),
          operand: tie('tree'),
          at,
        }),
        fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          left: tie('tree'),
          right: tie('tree'),
          at,
        }),
        fc.record({
          kind: fc.constant('compare' as const),
          operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
          left: tie('tree'),
          right: tie('tree'),
          at,
        }),
        fc.record({
          kind: fc.constant('reckon' as const),
          operator: fc.constantFrom('+', '-', '*', '/'),
          left: tie('tree'),
          right: tie('tree'),
          at,
        }),
        fc.record({
          kind: fc.constant('in' as const),
          operand: tie('tree'),
          items: fc.array(tie('constant'), { minLength: 1, maxLength: 3 }),
          at,
        }),
        fc.record({
          kind: fc.constant('call' as const),
          name: fc.constantFrom('lower', 'f'),
          operands: fc.array(tie('tree'), { maxLength: 3 }),
          at,
        }),
      ) as fc.Arbitrary<Expression>,
    }),
  );
  return tree;
}

function write(one: Expression): string {
  switch (one.kind) {
    case 'number':
    case 'boolean':
      return String(one.value);
    case 'text':
      return `'${one.value.replaceAll("'", "''")}'`;
    case 'missing':
      return 'missing';
    case 'column':
      return one.path.join('.');
    case 'not':
      return `(not ${write(one.operand)})`;
    case 'negate':
      return `(- ${write(one.operand)})`;
    case 'and':
    case 'or':
      return `(${write(one.left)} ${one.kind} ${write(one.right)})`;
    case 'in':
      return `(${write(one.operand)} in [${one.items.map(write).join(', ')}])`;
    case 'call':
      return `${one.name}(${one.operands.map(write).join(', ')})`;
    default:
      return `(${write(one.left)} ${one.operator} ${write(one.right)})`;
  }
}

function withoutPlaces(tree: Expression): unknown {
  return JSON.parse(JSON.stringify(tree, (name, value) => (name === 'at' ? undefined : value)));
}
