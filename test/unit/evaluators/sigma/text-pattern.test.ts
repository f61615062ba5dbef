import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { literalOf, parsePattern, patternTest } from '../../../../evaluators/sigma/text-pattern.ts';

describe('parsePattern', () => {
  const cases: readonly [text: string, parts: unknown][] = [
    ['plain', ['plain']],
    ['', []],
    ['a*b?', ['a', { any: 'run' }, 'b', { any: 'letter' }]],
    ['a\\*b', ['a*b']],
    ['C:\\Windows\\cmd.exe', ['C:\\Windows\\cmd.exe']],
    ['\\\\server', ['\\server']],
    ['end\\\\*', ['end\\', { any: 'run' }]],
    ['end\\', ['end\\']],
  ];
  for (const [text, parts] of cases) {
    it(`should read ${JSON.stringify(text)}`, () => {
      expect(parsePattern(text)).to.deep.equal(parts);
    });
  }
});

describe('patternTest', () => {
  const cases: readonly [pattern: string, met: string[], missed: string[]][] = [
    ['cmd', ['cmd'], ['cmd.exe', '']],
    ['', [''], ['a']],
    ['*', ['', 'a'], []],
    ['*.exe', ['.exe', 'a.exe'], ['a.exe ']],
    ['cmd*', ['cmd', 'cmd.exe'], ['acmd']],
    ['*cmd*', ['cmd', 'a cmd b'], ['cm d']],
    ['a?c', ['abc', 'a?c'], ['ac', 'abbc']],
    ['?', ['a'], ['', 'ab']],
    ['*a*b', ['ab', 'aab', 'xaxbxb'], ['ba', 'aba']],
    ['ab*ba', ['abba', 'abxba'], ['aba']],
    ['a*b*c?d', ['abcxd', 'a--b--bcxd'], ['abcd', 'acbxd']],
    ['*x?y*', ['axbyc'], ['axyc']],
  ];
  for (const [pattern, met, missed] of cases) {
    it(`should match ${pattern}`, () => {
      const isMet = patternTest(parsePattern(pattern));

      expect(met.filter((text) => !isMet(text))).to.deep.equal([]);
      expect(missed.filter(isMet)).to.deep.equal([]);
    });
  }

  it('should agree with a regular expression on any pattern', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');

        expect(patternTest(parsePattern(pattern))(text)).to.equal(
          new RegExp(`^${source}$`).test(text),
        );
      }),
      { numRuns: 500, seed: 42 },
    );
  });

  it('should take no more than a moment over many runs', () => {
    const isMet = patternTest(parsePattern(`${'*a'.repeat(60)}b`));

    expect(isMet('a'.repeat(20_000))).to.equal(false);
  });
});

describe('literalOf', () => {
  it('should give the text of a pattern without wildcards', () => {
    expect(['', 'a\\*', 'a*', '?'].map((text) => literalOf(parsePattern(text)))).to.deep.equal([
      '',
      'a*',
      null,
      null,
    ]);
  });
});
