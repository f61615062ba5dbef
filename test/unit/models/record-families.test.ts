import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { CodeSpace } from '../../../engine/models/code-space.ts';
import { familiesByRecord } from '../../../engine/models/record-families.ts';

const sized = (rows: number) => ({ role: 'sequence', rows, subjects: 9 }) as const;
const chosen = (family: string) => ({ family, reason: 'measured' });
const SIZES = { subjects: sized(9), events: sized(50), flows: sized(80), links: sized(30) };
const CHOICES = {
  subjects: chosen('bayes-net'),
  events: chosen('argn'),
  flows: chosen('trees'),
  links: chosen('argn'),
};

describe('familiesByRecord', () => {
  it("should give rows their table's family, timelines that of the largest table on them", () => {
    const names = [
      'subjects',
      'timeline subjects',
      'activity subjects',
      'events',
      'flows',
      'links',
    ];

    const families = familiesByRecord(spaceOf(names), {
      choices: CHOICES,
      sizes: SIZES,
      scopes: [{ parent: 'subjects', tables: ['events', 'flows'] }],
    });

    expect(families).to.deep.equal(['bayes-net', 'trees', 'trees', 'argn', 'trees', 'argn']);
  });

  it('should refuse a record of no table', () => {
    const options = { choices: CHOICES, sizes: SIZES, scopes: [] };

    expect(() => familiesByRecord(spaceOf(['timeline events']), options)).to.throw('timeline');
  });
});

function spaceOf(names: readonly string[]): CodeSpace {
  return names.map((name, record) => ({
    name,
    variables: [],
    views: [{ name: 'self', record, from: 0 }],
  }));
}
