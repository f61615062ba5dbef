import { expect } from 'chai';
import { describe, it } from 'mocha';
import { countLevel, LevelIndex } from '../../../engine/models/bayes-net/back-off-table.ts';

const CONTEXTS = Float64Array.of(5, 5, 5, 5, 9, 2 ** 40, 2 ** 40);
const CODES = Uint16Array.of(2, 2, 3, 2, 1, 4, 5);

describe('LevelIndex', () => {
  it('should draw codes in the proportion in which they were counted', () => {
    const index = new LevelIndex(countLevel(CONTEXTS, CODES, { cardinality: 6, minSupport: 1 }));
    const at = index.find(5);

    const drawn = [0, 0.2, 0.5, 0.74, 0.76, 0.99].map((share) => index.pick(at, share));

    expect(drawn).to.deep.equal([2, 2, 2, 2, 3, 3]);
    expect(index.rows(at)).to.equal(4);
  });

  it('should find every context and no other', () => {
    const index = new LevelIndex(countLevel(CONTEXTS, CODES, { cardinality: 6, minSupport: 1 }));

    expect([5, 9, 2 ** 40].map((key) => index.find(key) >= 0)).to.deep.equal([true, true, true]);
    expect(index.find(6)).to.equal(-1);
  });

  it('should leave out contexts with too few rows', () => {
    const index = new LevelIndex(countLevel(CONTEXTS, CODES, { cardinality: 6, minSupport: 2 }));

    expect(index.find(9)).to.equal(-1);
    expect(index.find(2 ** 40)).to.be.at.least(0);
  });

  it('should weigh codes to one', () => {
    const index = new LevelIndex(countLevel(CONTEXTS, CODES, { cardinality: 6, minSupport: 1 }));
    const weights = new Float64Array(6);

    index.weigh(index.find(5), weights);

    expect([...weights]).to.deep.equal([0, 0, 0.75, 0.25, 0, 0]);
  });
});
