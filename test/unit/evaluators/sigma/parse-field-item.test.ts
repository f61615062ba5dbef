import { expect } from 'chai';
import { describe, it } from 'mocha';
import { answers, refusalOf, ruleText } from './matching-event.ts';

describe('parseFieldItem', () => {
  const cases: readonly [line: string, met: (string | null)[], missed: (string | null)[]][] = [
    ['F: CMD', ['cmd', 'Cmd'], ['cmd.exe', '', null]],
    ["F: ''", [''], ['a', null]],
    ['F: null', [null], ['', 'a']],
    ['F: [null, a]', [null, 'A'], ['', 'b']],
    ['F: 443', ['443'], ['4430', null]],
    ['F: true', ['true', 'True'], ['1', null]],
    ['F|contains: b', ['abc', 'B'], ['a', null]],
    ["F|contains: ''", ['', 'a'], [null]],
    ['F|startswith: [a, b]', ['ax', 'Bx'], ['xa', null]],
    ["F|endswith: '\\cmd.exe'", ['C:\\CMD.exe'], ['cmd.exe', null]],
    ['F|contains|all: [a, b]', ['b a'], ['a', 'b', null]],
    ['F|cased: Cmd', ['Cmd'], ['cmd', null]],
    ['F|contains|cased: Cmd', ['a Cmd b'], ['a cmd b']],
    ["F|re: 'a\\d+$'", ['xa12'], ['A12', 'a12x', null]],
    ["F|re|i: '^a.b$'", ['AxB'], ['a\nb']],
    ["F|re|i|s: '^a.b$'", ['A\nB'], ['ab']],
    ["F|re|m: '^b'", ['a\nb'], ['ab']],
    [
      'F|cidr: [10.0.0.0/8, fe80::/10]',
      ['10.1.2.3', '::ffff:10.0.0.1', 'fe80::1'],
      ['11.0.0.1', '::1', 'ten', null],
    ],
    ['F|gte: 10000', ['10000', '65535'], ['9999', '', 'many', null]],
    ['F|lt: 0.5', ['0', '-1'], ['0.5', ' ']],
    ['F|exists: true', ['', 'a'], [null]],
    ['F|exists: false', [null], ['', 'a']],
    [
      "F|contains|windash: ' -enc'",
      ['x -ENC', 'x /enc', 'x \u2013enc', 'x \u2015enc'],
      ['x enc', null],
    ],
    ["F|windash: 'a-b'", ['a-b'], ['a/b']],
    ['F|base64: foobar', ['Zm9vYmFy'], ['foobar']],
    ['F|wide|base64|contains: IEX', ['-e SQBFAFgA'], ['SUVY']],
  ];
  for (const [line, met, missed] of cases) {
    it(`should evaluate ${line}`, () => {
      const detection = `s:\n  ${line}\ncondition: s`;
      const fields = [...met, ...missed].map((value) => ({ F: value }));

      expect(answers(detection, fields)).to.deep.equal([
        ...met.map(() => true),
        ...missed.map(() => false),
      ]);
    });
  }

  it('should find Base64 at each of its offsets', () => {
    const fields = ['', 'x', 'xy', 'xyz'].map((head) => ({
      F: Buffer.from(`${head}Invoke-Thing then`).toString('base64'),
    }));

    const found = answers('s:\n  F|base64offset|contains: Invoke-Thing\ncondition: s', [
      ...fields,
      { F: Buffer.from('Invoke nothing').toString('base64') },
    ]);

    expect(found).to.deep.equal([true, true, true, true, false]);
  });

  it('should compare with another field of the event', () => {
    const events = [
      { F: 'A', G: 'a' },
      { F: 'ab', G: 'a' },
      { F: 'a', G: null },
      { F: null, G: null },
    ];

    expect(answers('s:\n  F|fieldref: G\ncondition: s', events)).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
    expect(answers('s:\n  F|fieldref|startswith: G\ncondition: s', events)).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
  });

  it('should look for keywords in all texts', () => {
    const events = [{ A: 'x mimikatz y' }, { A: 'x', B: 'SEKURLSA::' }, { A: 'x' }];

    expect(answers('k:\n  - mimikatz\n  - sekurlsa\ncondition: k', events)).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect(answers("k:\n  '|all': [mimi, katz]\ncondition: k", events)).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  const refused: readonly [line: string, part: string][] = [
    ["F|expand: '%users%'", 'modifier is not evaluated: expand'],
    ["F|re: '(?=a)'", 'is no regular expression of RE2: (?=a)'],
    ["F|re: '(a)\\1'", 'is no regular expression of RE2'],
    ['F|cidr: 10.0.0.0', 'is no block of addresses'],
    ['F|gt: many', 'is no number: many'],
    ['F|exists: maybe', 'is neither true nor false'],
    ['F|contains|endswith: a', 'does not go with the others: endswith'],
    ['F|re|contains: a', 'does not go with the others: contains'],
    ['F|contains|i: a', 'does not go with the others: i'],
    ['F|contains: null', 'is no text'],
    ['F|base64: a*', 'encodes wildcards'],
    ['F: []', 'has no values'],
    ['F: {a: b}', 'is no text'],
    ["F|windash: '-a -b -c -d -e'", 'has too many dashes'],
  ];
  for (const [line, part] of refused) {
    it(`should refuse ${line}`, () => {
      const reason = refusalOf(ruleText(`s:\n  ${line}\ncondition: s`));

      expect(reason).to.include('rule.yml: Test rule: selection s, F');
      expect(reason).to.include(part);
    });
  }
});
