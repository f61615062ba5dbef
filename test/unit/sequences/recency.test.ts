import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { RecencyList } from '../../../engine/sequences/recency.ts';

describe('RecencyList', () => {
  it('should rank like a list to whose front used things move', () => {
    const uses = fc.array(fc.nat(12), { maxLength: 60 });

    fc.assert(
      fc.property(uses, (items) => {
        const list = new RecencyList();
        let model: number[] = [];
        for (const item of items) {
          expect(list.rankOf(item, 20)).to.equal(model.indexOf(item) + 1);
          list.touch(item);
          model = [item, ...model.filter((one) => one !== item)];
          expect(list.ofRank(model.length, 20)).to.equal(model[model.length - 1]);
          expect(list.size).to.equal(model.length);
        }
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('should pass over what is not allowed', () => {
    const list = new RecencyList();
    for (const item of [1, 2, 3, 4]) list.touch(item);
    const isEven = (item: number) => item % 2 === 0;

    expect(list.rankOf(2, 16, isEven)).to.equal(2);
    expect(list.ofRank(2, 16, isEven)).to.equal(2);
    expect(list.ofRank(9, 16, isEven)).to.equal(2);
    expect(list.ofRank(1, 16, () => false)).to.equal(-1);
  });
});
