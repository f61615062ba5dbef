import { expect } from 'chai';
import { describe, it } from 'mocha';
import { TooManyBadRowsError } from '../../../engine/core/errors.ts';
import { createBadRowBudget } from '../../../engine/ingest/bad-row-budget.ts';

describe('createBadRowBudget', () => {
  it('should allow exactly the share', () => {
    const budget = createBadRowBudget({ place: 'a.csv', maxBad: 0.001 });

    budget.add(999, 1);

    expect(() => budget.finish()).not.to.throw();
  });

  it('should judge a handful of rows at the end only', () => {
    const budget = createBadRowBudget({ place: 'a.csv', maxBad: 0.001 });

    budget.add(0, 1000);

    expect(() => budget.finish()).to.throw(TooManyBadRowsError, '1000 of 1000 (100 %');
  });

  it('should stop early where many rows are bad', () => {
    const budget = createBadRowBudget({ place: 'a.csv', maxBad: 0.1 });
    budget.add(9000, 1000);

    const over = () => budget.add(0, 1);

    expect(over).to.throw(TooManyBadRowsError).with.property('exitCode', 3);
    expect(over).to.throw(TooManyBadRowsError).with.nested.property('details.good', 9000);
  });

  it('should allow a source without rows', () => {
    expect(() => createBadRowBudget({ place: 'a.csv', maxBad: 0 }).finish()).not.to.throw();
  });
});
