import { expect } from 'chai';
import { DataError } from '../../../../engine/core/errors.ts';
import type { PlainTable, PlainValue } from '../../../../engine/core/plain-table.ts';
import {
  isOneToOne,
  leftOutOf,
  type PlainPart,
  plainColumn,
  refuseTwice,
  sharedSubjects,
  subjectsOf,
} from '../../../../evaluators/plain-tables/plain-part.ts';

describe('a plain part', () => {
  it('should leave out, and count, what has no key or no context', () => {
    const part = partOf(['a', null, 'b', 'a', 'c'], ['a', 'b', null, null, 'd']);

    expect(subjectsOf(part)).to.deep.equal([
      { key: 'a', context: 0, rows: [0, 3] },
      { key: 'b', context: 1, rows: [2] },
    ]);
    expect(leftOutOf(part)).to.deep.equal({ rows: 1, contextRows: 2, subjects: 1 });
  });

  it('should leave out nothing where rows have no key', () => {
    const part = { ...partOf(['a', null]), key: null };

    expect(subjectsOf(part)).to.have.length(2);
    expect(leftOutOf(part)).to.deep.equal({ rows: 0, contextRows: 0, subjects: 0 });
    expect(sharedSubjects(part, part)).to.equal(0);
  });

  it('should count subjects, not rows, that two parts share', () => {
    expect(sharedSubjects(partOf(['a', 'b', null]), partOf(['b', 'b', null, 'c']))).to.equal(1);
  });

  it('should be one to one where both sets of keys are equal', () => {
    expect(isOneToOne(partOf(['a', 'b'], ['b', 'a']))).to.equal(true);
    expect(isOneToOne(partOf(['a', 'b'], ['b', 'a', 'c']))).to.equal(false);
    expect(isOneToOne(partOf(['a', 'a']))).to.equal(false);
  });

  it('should refuse keys that a context has twice by their number and place', () => {
    const part = partOf(['a'], ['x', 'y', 'y', 'x', null, null]);

    expect(() => refuseTwice(part)).to.throw(DataError, 'once: 2, first in row 3');
    expect(() => refuseTwice(partOf(['a', 'a'], ['a', null, null]))).not.to.throw();
  });

  it('should name the file that lacks a column', () => {
    expect(() => plainColumn(tableOf('rows.csv', ['a']), 'size')).to.throw(
      DataError,
      'rows.csv: no such column: size; name one of id',
    );
  });
});

function partOf(keys: readonly PlainValue[], owners?: readonly PlainValue[]): PlainPart {
  const context =
    owners === undefined ? null : { table: tableOf('context.csv', owners), key: 'id' };
  return { target: tableOf('rows.csv', keys), key: 'id', context };
}

function tableOf(name: string, values: readonly PlainValue[]): PlainTable {
  return { name, rows: values.length, columns: [{ name: 'id', values }] };
}
