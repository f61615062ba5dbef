import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { PrefixTree } from '../../../engine/subjects/prefix-tree.ts';

const OFTEN = { discount: 0, strength: 0.1 };

describe('PrefixTree', () => {
  it('should draw every path below small prefixes once, then none', () => {
    const fresh = (_: readonly number[], taken: readonly number[]) =>
      taken.length < 3 ? taken.length : -1;
    const tree = new PrefixTree([OFTEN, OFTEN, null], fresh, createRandom(1));

    const paths = Array.from({ length: 27 }, () => tree.draw()?.join() ?? 'none');

    expect(new Set(paths).size).to.equal(27);
    expect(tree.draw()).to.equal(null);
  });

  it('should give the first parts their shares', () => {
    const fresh = (_: readonly number[], taken: readonly number[]) => taken.length;
    const tree = new PrefixTree([{ shares: [3, 0, 1] }, null], fresh, createRandom(2));

    const firsts = Array.from({ length: 4000 }, () => tree.draw()?.[0]);

    expect(firsts.filter((one) => one === 0).length / 4000).to.be.closeTo(0.75, 0.03);
    expect(firsts).to.not.include(1);
  });
});
