import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { compileRules } from '../../../../evaluators/sigma/compile-rules.ts';
import { loadSigmaRules } from '../../../../evaluators/sigma/load-sigma-rules.ts';
import { answers, eventOf, refusalOf, ruleText } from './matching-event.ts';

const DETECTION = 'a:\n  Image: x\n  User|contains: y\ncondition: a';

describe('loadSigmaRules', () => {
  it('should keep what a match must be shown with', () => {
    const text = `id: one\nauthor: Ada\nlicense: DRL-1.1\nlevel: high\n${ruleText(DETECTION)}`;

    const { rules, refusals } = loadSigmaRules([{ path: 'a.yml', text }]);

    expect(refusals).to.deep.equal([]);
    const { condition, ...head } = rules[0]!;
    expect(head).to.deep.equal({
      path: 'a.yml',
      id: 'one',
      title: 'Test rule',
      level: 'high',
      author: 'Ada',
      license: 'DRL-1.1',
      eventIds: [1],
      fields: ['Image', 'User'],
    });
    expect(condition.kind).to.equal('all');
  });

  it('should read several documents of a file, and refuse one by one', () => {
    const text = [ruleText(DETECTION), 'title: Broken', ruleText(DETECTION)].join('\n---\n');

    const { rules, refusals } = loadSigmaRules([{ path: 'a.yml', text }]);

    expect(rules).to.have.lengthOf(2);
    expect(refusals.map(({ title }) => title)).to.deep.equal(['Broken']);
  });

  it('should know the log sources of Sysmon only', () => {
    const idsOf = (logsource: string) =>
      loadSigmaRules([{ path: 'a', text: ruleText(DETECTION, logsource) }]).rules[0]?.eventIds;

    expect(idsOf('category: registry_event')).to.deep.equal([12, 13, 14]);
    expect(idsOf('service: sysmon')).to.equal(null);
    for (const other of ['service: security', 'category: webserver', 'product: linux']) {
      expect(refusalOf(ruleText(DETECTION, other)), other).to.include('logsource');
    }
  });

  it('should take a list of maps as one of them', () => {
    const detection = 'a:\n  - Image: x\n  - User: y\n    Image: z\ncondition: a';
    const events = [{ Image: 'x' }, { Image: 'z', User: 'y' }, { Image: 'z' }, { User: 'y' }];

    expect(answers(detection, events)).to.deep.equal([true, true, false, false]);
  });

  it('should put any document into one of both lists, and evaluate what it takes', () => {
    const keys = fc.constantFrom(
      'F',
      'F|re',
      'F|contains|all',
      'F|cidr',
      '|all',
      'F|windash',
      'F|x',
    );
    const values = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()));
    const selections = fc.oneof(fc.dictionary(keys, values), values, fc.object({ maxDepth: 2 }));
    const made = fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), selections);
    const conditions = fc.oneof(fc.constantFrom('a', 'not 1 of them', 'a and b'), fc.string());
    fc.assert(
      fc.property(made, conditions, (named, condition) => {
        const head = { title: 'a', logsource: { category: 'process_creation' } };
        const text = JSON.stringify({ ...head, detection: { ...named, condition } });

        const { rules, refusals } = loadSigmaRules([{ path: 'a', text }]);

        expect(rules.length + refusals.length).to.equal(1);
        compileRules(rules).match(eventOf({ F: 'x' }), (at) => expect(at).to.equal(0));
      }),
      { numRuns: 100, seed: 42 },
    );
  });

  const refused: readonly [name: string, text: string, part: string][] = [
    ['no YAML', 'a: [', 'file: is not YAML'],
    ['nothing', '# nothing', 'file: holds no rule'],
    ['no detection', 'title: a\nlogsource: {category: dns_query}', 'detection: is missing'],
    ['a correlation', 'title: a\ncorrelation: {type: event_count}', 'correlation: makes this'],
    ['a collection', 'action: global\ntitle: a', 'action: makes this'],
    ['a time frame', ruleText(`${DETECTION}\ntimeframe: 5m`), 'detection timeframe: spans'],
    [
      'an empty selection of the usual name',
      ruleText('selection: {}\ncondition: selection'),
      'Test rule: selection: holds',
    ],
    ['an empty selection', ruleText('a: {}\ncondition: a'), 'selection a: holds nothing'],
    ['a strange level', `level: grave\n${ruleText(DETECTION)}`, 'level: is an unknown word: grave'],
    ['deep brackets', '['.repeat(30_000), 'file: is nested too deeply'],
    ['deep lists', '- '.repeat(30_000), 'file: is nested too deeply'],
    ['deep maps', Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'), 'rule'],
    [
      'bombs',
      `a: &a [${'1,'.repeat(99)}1]\nb: &b [${'*a,'.repeat(99)}1]\nc: [${'*b,'.repeat(99)}1]`,
      'file',
    ],
    ['too long', `title: ${'x'.repeat(1_000_001)}`, 'file: is too long'],
  ];
  for (const [name, text, part] of refused) {
    it(`should refuse ${name} with file and reason`, () => {
      const reason = refusalOf(text);

      expect(reason).to.match(/^rule\.yml: /);
      expect(reason).to.include(part);
    });
  }
});
