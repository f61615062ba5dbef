import { expect } from 'chai';
import { describe, it } from 'mocha';
import { answers, refusalOf, ruleText } from './matching-event.ts';

const SELECTIONS = ['a', 'b', 'c_x', 'c_y', '_d'].map((name) => `${name}:\n  F|contains: ${name}`);

describe('parseCondition', () => {
  const cases: readonly [condition: string, met: string[], missed: string[]][] = [
    ['a and b', ['a b'], ['a', 'b']],
    ['a or b and c_x', ['a', 'b c_x'], ['b']],
    ['(a or b) and c_x', ['a c_x'], ['a', 'c_x']],
    ['a and not b', ['a'], ['a b', 'b']],
    ['not (a or b)', ['x'], ['a', 'b']],
    ['not not a', ['a'], ['x']],
    ['1 of c_*', ['c_x', 'c_y'], ['a']],
    ['all of c_*', ['c_x c_y'], ['c_x']],
    ['any of them', ['a', 'c_x'], ['_d', 'x']],
    ['all of them', ['a b c_x c_y'], ['a b']],
    ['a AND NOT 1 OF c*', ['a'], ['a c_x', 'x']],
    ['a and not(b)', ['a'], ['a b']],
    ['[a, b]', ['a', 'b'], ['x']],
  ];
  for (const [condition, met, missed] of cases) {
    it(`should evaluate ${condition}`, () => {
      // NOTE: `a` and `b` stand in no other selection's name.
      const detection = [...SELECTIONS, `condition: ${condition}`].join('\n');
      const fields = [...met, ...missed].map((text) => ({ F: text }));

      expect(answers(detection, fields)).to.deep.equal([
        ...met.map(() => true),
        ...missed.map(() => false),
      ]);
    });
  }

  const refused: readonly [condition: string, part: string][] = [
    ['a | count() > 5', 'condition: counts over events'],
    ['a and', 'condition: cannot be read at its end'],
    ['a b', 'condition: cannot be read at b'],
    ['(a', 'condition: cannot be read at its end'],
    ['a)', 'condition: cannot be read at )'],
    ['2 of c_*', 'condition: cannot be read'],
    ['z', 'condition: names no selection: z'],
    ['1 of z*', 'condition: names no selection: z*'],
    [`${'('.repeat(100)}a${')'.repeat(100)}`, 'condition: cannot be read'],
    ['[]', 'condition: is missing'],
    ['7', 'condition: is no text'],
  ];
  for (const [condition, part] of refused) {
    it(`should refuse ${condition.slice(0, 20)}`, () => {
      const text = ruleText([...SELECTIONS, `condition: ${condition}`].join('\n'));

      expect(refusalOf(text)).to.include(part);
    });
  }
});
