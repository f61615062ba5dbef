import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseScenarioYaml } from '../../../scenarios/parse-scenario-yaml.ts';

const MILLION = 1_000_000;

describe('parseScenarioYaml', () => {
  it('should read plain data', () => {
    const { value, problems } = parseScenarioYaml('a: 1\nb: [x, { c: true }]\n');

    expect(problems).to.deep.equal([]);
    expect(value).to.deep.equal({ a: 1, b: ['x', { c: true }] });
  });

  const hostile: readonly (readonly [string, string, string])[] = [
    ['an alias', 'a: &x [1]\nb: *x\n', '2:4 an alias, which a scenario may not use'],
    ['a doubled key', 'a: 1\nb: { c: 1, c: 2 }\n', '2:12 a key that stands twice'],
    ['__proto__', 'a:\n  __proto__: { x: 1 }\n', '2:3 a key that is never allowed'],
    ['constructor', 'constructor: 1\n', '1:1 a key that is never allowed'],
    ['prototype', '{ prototype: 1 }\n', '1:3 a key that is never allowed'],
    ['a numeric key', 'a: 1\n2: 1\n', '2:1 a key that is not text'],
    ['a list as a key', '? [a]\n: 1\n', '1:3 a key that is not text'],
    ['a foreign tag', 'a: !!js/function "x"\n', '1:4 not YAML'],
    ['a second document', 'a: 1\n---\nb: 1\n', '2:1 not YAML'],
    ['a tab as indentation', 'a:\n\tb: 1\n', '2:1 not YAML'],
    ['an open bracket', 'a: [1\nb: 2\n', 'not YAML'],
  ];
  for (const [what, text, expected] of hostile) {
    it(`should refuse ${what} where it stands`, () => {
      const { value, problems, locate } = parseScenarioYaml(text);

      const found = problems.map((one) => `${locate(one).line}:${locate(one).column} ${one.what}`);
      expect(found.join('\n')).to.include(expected);
      expect(value).to.equal(undefined);
    });
  }

  const deep: readonly (readonly [string, string])[] = [
    ['65 lists', `${'['.repeat(65)}${']'.repeat(65)}`],
    ['a million open lists', '['.repeat(MILLION)],
    ['open maps', '{a: '.repeat(MILLION / 4)],
    ['lists on one line', '- '.repeat(MILLION / 2)],
    ['keys on one line', '? '.repeat(MILLION / 2)],
    ['stairs', Array.from({ length: 1000 }, (_, row) => `${' '.repeat(row)}a:`).join('\n')],
  ];
  for (const [what, text] of deep) {
    it(`should refuse ${what} within a second`, () => {
      const start = performance.now();

      const { problems } = parseScenarioYaml(text);

      expect(problems.map((one) => one.what)).to.deep.equal(['nested deeper than 64 levels']);
      expect(performance.now() - start).to.be.below(1000);
    });
  }

  it('should accept 60 levels', () => {
    const text = `${'['.repeat(60)}1${']'.repeat(60)}`;

    expect(parseScenarioYaml(text).problems).to.deep.equal([]);
  });

  it('should not mistake brackets in texts for levels', () => {
    const brackets = '['.repeat(200);

    const { value, problems } = parseScenarioYaml(
      `a: "${brackets}"\nb: |\n  ${brackets}\n# ${brackets}\n`,
    );

    expect(problems).to.deep.equal([]);
    expect(value).to.deep.equal({ a: brackets, b: `${brackets}\n` });
  });

  it('should leave the prototype of all objects alone', () => {
    parseScenarioYaml('{"__proto__": {"polluted": true}}');

    expect(Reflect.get({}, 'polluted')).to.equal(undefined);
  });
});
