import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { compileRules } from '../../../../evaluators/sigma/compile-rules.ts';
import { loadSigmaRules } from '../../../../evaluators/sigma/load-sigma-rules.ts';
import type { Expression, SigmaRule } from '../../../../evaluators/sigma/sigma-rule.ts';
import { eventOf, type Fields, ruleText } from './matching-event.ts';

describe('compileRules', () => {
  it('should give events to the rules of their id, in the order of the rules', () => {
    const sources = ['category: dns_query', 'category: process_creation', 'service: sysmon'];
    const matcher = matcherOf(
      sources.map((source) => ruleText('s:\n  Image: x\ncondition: s', source)),
    );
    const hitsOf = (eventId: number) => {
      const hits: number[] = [];
      matcher.match(eventOf({ Image: 'x' }, eventId), (at) => hits.push(at));
      return hits;
    };

    expect([1, 22, 3].map(hitsOf)).to.deep.equal([[1, 2], [0, 2], [2]]);
  });

  it('should want only events that a rule asks for', () => {
    const matcher = matcherOf([ruleText('s:\n  Image: x\ncondition: s', 'category: dns_query')]);

    expect([1, 22].map(matcher.isWanted)).to.deep.equal([false, true]);
  });

  it('should find the same whether a rule has a gate or none', () => {
    fc.assert(
      fc.property(fc.array(conditions, { maxLength: 6 }), fc.array(events), (rules, some) => {
        const gated = rules.map(ruleOf);
        const free = rules.map((one) => ruleOf(negation(negation(one))));

        expect(hitsBy(gated, some)).to.deep.equal(hitsBy(free, some));
      }),
      { numRuns: 300, seed: 42 },
    );
  });

  it('should answer rightly when it has forgotten what it knew', () => {
    const matcher = matcherOf([ruleText('s:\n  Image|endswith: 7\ncondition: s')]);
    let hits = 0;

    for (const round of [1, 2]) {
      for (let at = 0; at < 20_000; at += 1) {
        matcher.match(eventOf({ Image: `${round} ${at}` }), () => {
          hits += 1;
        });
      }
    }

    expect(hits).to.equal(4000);
  });
});

const words = fc.constantFrom('a', 'b', 'ab', '');
const fields = fc.constantFrom('Image', 'CommandLine', 'User');
const items: fc.Arbitrary<Expression> = fc
  .record({ field: fc.option(fields), parts: fc.array(words, { minLength: 1, maxLength: 2 }) })
  .map(({ field, parts }) => ({
    kind: 'item',
    item: {
      field,
      tests: parts.map((part) => ({
        kind: 'text',
        pattern: part === '' ? [] : [part, { any: 'run' }],
        cased: false,
      })),
    },
  }));
const { conditions } = fc.letrec<{ conditions: Expression }>((tie) => ({
  conditions: fc.oneof(
    { depthSize: 'small' },
    items,
    fc.record({ kind: fc.constant('not' as const), of: tie('conditions') }),
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('conditions'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));
const events: fc.Arbitrary<Fields> = fc.record({
  Image: fc.option(words),
  CommandLine: fc.option(words),
  User: fc.option(words),
});

function negation(of: Expression): Expression {
  return { kind: 'not', of };
}

function ruleOf(condition: Expression): SigmaRule {
  const head = { path: 'a', id: null, title: 'a', level: 'low', author: null, license: null };
  return { ...head, level: 'low', eventIds: [1], fields: [], condition };
}

function hitsBy(rules: readonly SigmaRule[], some: readonly Fields[]): number[][] {
  const matcher = compileRules(rules);
  return some.map((one) => {
    const hits: number[] = [];
    matcher.match(eventOf(one), (at) => hits.push(at));
    return hits;
  });
}

function matcherOf(texts: readonly string[]) {
  return compileRules(loadSigmaRules(texts.map((text) => ({ path: 'a', text }))).rules);
}
