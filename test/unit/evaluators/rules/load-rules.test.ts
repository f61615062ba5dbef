import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../../engine/core/errors.ts';
import { loadRules } from '../../../../evaluators/rules/load-rules.ts';
import { suggestion } from '../../../../scenarios/explain-issue.ts';

const RULE = `rules:
  - name: one
    title: first rule
    holds: a == 1
`;

describe('loadRules', () => {
  it('should read rules of several files in order', () => {
    const second = RULE.replace('one', 'two').replace(
      'holds',
      'when: b > 2\n    table: t\n    holds',
    );

    const { rules } = loadRules([
      { path: 'x.yaml', text: RULE },
      { path: 'y.yaml', text: second },
    ]);

    expect(rules.map(({ name, table, place }) => [name, table, place])).to.deep.equal([
      ['one', null, 'x.yaml:2:5'],
      ['two', 't', 'y.yaml:2:5'],
    ]);
    expect(rules[0]?.when).to.equal(null);
    expect(rules[1]?.when).to.include({ kind: 'compare' });
  });

  const refused: readonly (readonly [string, string, string])[] = [
    [
      'a mistyped key',
      RULE.replace('title', 'titel'),
      'r.yaml:3:5: rules[0]: unknown key: titel; did you mean "title"? use name',
    ],
    [
      'a mistyped condition',
      RULE.replace('holds', 'hold'),
      'r.yaml:4:5: rules[0]: unknown key: hold; did you mean "holds"?',
    ],
    [
      'a rule without a title',
      RULE.replace('    title: first rule\n', ''),
      'r.yaml:2:5: rules[0].title: missing; write a text',
    ],
    [
      'the name of the mean',
      RULE.replace('one', 'overall'),
      'r.yaml:2:11: rules[0].name: a name that the report uses itself: overall; give',
    ],
    [
      'a name of the language',
      RULE.replace('one', 'constructor'),
      'r.yaml:2:11: rules[0].name: a name that the report uses itself: constructor; give',
    ],
    ['an empty file', '', 'r.yaml:1:1: the file: not a map of keys: null; begin with rules:'],
    [
      'a name with blanks',
      RULE.replace('one', 'one two'),
      'r.yaml:2:11: rules[0].name: not of the expected form: one two; write a letter',
    ],
    ['no rules', 'rules: []', 'r.yaml:1:8: rules: empty: []; write a list'],
    ['another document', 'gates: []', 'r.yaml:1:1: the file: unknown key: gates; use rules'],
    [
      'a condition that is no text',
      RULE.replace('a == 1', 'true'),
      'r.yaml:4:12: rules[0].holds: not a text: true; write a condition',
    ],
    ['a mistake in a condition', RULE.replace('a == 1', 'a == = 1'), 'r.yaml:4:17: '],
    ['a mistake within quotes', RULE.replace('a == 1', '"a == = 1"'), 'r.yaml:4:18: '],
    [
      'a mistake on a further line',
      RULE.replace('a == 1', 'a == 1 and\n      b = 2'),
      'r.yaml:5:9: ',
    ],
    [
      'a mistake in a block',
      RULE.replace('a == 1', '>-\n      a == 1\n      and b = 2'),
      'r.yaml:6:13: ',
    ],
    [
      'a function that is unknown',
      RULE.replace('a == 1', 'has(a)'),
      'r.yaml:4:12: unknown function',
    ],
    ['a key that stands twice', `${RULE}    holds: b == 1\n`, 'r.yaml:5:5: not YAML'],
    ['an alias', `${RULE}    source: *x\n`, 'r.yaml:5:13: not YAML'],
    ['a tag', RULE.replace('a == 1', '!!js/function x'), 'r.yaml:4:12: not YAML'],
    ['a name of before', RULE + RULE.slice(7), "r.yaml:5:5: a rule's name stands twice: one"],
    ['hostile nesting', '['.repeat(100_000), 'r.yaml:'],
    ['a file that is too long', `#${' '.repeat(300_000)}`, 'r.yaml: a rule file is too long'],
  ];

  for (const [what, text, start] of refused) {
    it(`should refuse ${what} and say where`, () => {
      const error = errorOf(() => loadRules([{ path: 'r.yaml', text }], suggestion));

      expect(error.message.slice(0, start.length)).to.equal(start);
      expect(error.message).to.match(/: .+; .+/);
    });
  }
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
