import { expect } from 'chai';
import type { PlainTable, PlainValue } from '../../../../engine/core/plain-table.ts';
import { cellsOf, typesOf, unreadCount } from '../../../../evaluators/plain-tables/column-types.ts';

const INFERRED: readonly (readonly [string, readonly PlainValue[], string])[] = [
  ['whole numbers', ['1', '2', null], 'numeric'],
  ['numbers with words for none', ['1.5e3', 'NaN', 'n/a'], 'numeric'],
  ['typed numbers', [1, 2.5], 'numeric'],
  ['zeros and ones as text', ['0', '1'], 'numeric'],
  ['nothing at all', [null, null], 'numeric'],
  ['words of truth', ['true', 'False'], 'boolean'],
  ['typed truth', [true, null], 'boolean'],
  ['dates', ['2020-01-31', null], 'datetime'],
  ['times with zones', ['2020-01-31T10:00:00.123456+02:00', '2020-01-31 10:00'], 'datetime'],
  ['a date that is none', ['2020-13-31'], 'categorical'],
  ['numbers beside words', ['1', 'one'], 'categorical'],
];

describe('typesOf', () => {
  for (const [what, values, type] of INFERRED) {
    it(`should take ${what} for ${type}`, () => {
      expect(typesOf(tableOf(values), {})).to.deep.equal({ a: type });
    });
  }

  it('should put a given type before what the values look like', () => {
    expect(typesOf(tableOf(['1']), { a: 'categorical' })).to.deep.equal({ a: 'categorical' });
  });

  it('should pass over a type of another table', () => {
    expect(typesOf(tableOf(['1']), { b: 'categorical' })).to.deep.equal({ a: 'numeric' });
  });
});

describe('unreadCount', () => {
  it('should count present values that do not parse, but no word for none', () => {
    const values = ['7', 'seven', 'NaN', null, ''];

    expect(unreadCount(values, cellsOf(values, 'numeric'))).to.equal(2);
    expect(unreadCount(values, cellsOf(values, 'categorical'))).to.equal(0);
  });
});

describe('cellsOf', () => {
  it('should make what does not parse missing', () => {
    expect(cellsOf(['7', 'seven', null], 'numeric')).to.deep.equal([7, null, null]);
    expect(cellsOf(['yes', 'true', '0'], 'boolean')).to.deep.equal([null, 1, 0]);
    expect(cellsOf(['soon'], 'datetime')).to.deep.equal([null]);
  });

  it('should keep microseconds and zones of times', () => {
    const zoned = Date.UTC(2020, 0, 31, 8, 0, 0) * 1000 + 123_456;

    expect(cellsOf(['2020-01-31T10:00:00.123456+02:00'], 'datetime')).to.deep.equal([zoned]);
    expect(cellsOf(['1970-01-01'], 'datetime')).to.deep.equal([0]);
  });
});

function tableOf(values: readonly PlainValue[]): PlainTable {
  return { name: 'a.csv', rows: values.length, columns: [{ name: 'a', values }] };
}
