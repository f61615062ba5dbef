import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createCodebook } from '../../../../evaluators/relations/codebook.ts';
import { wholeOf } from '../../../../evaluators/relations/comparison.ts';
import { dataValidity } from '../../../../evaluators/relations/data-validity.ts';
import { flattenSample } from '../../../../evaluators/relations/flat-sample.ts';
import { toySample } from './small-samples.ts';

const original = toySample([
  { colour: 'red', boxes: [[1, null, 0, 3]], toys: [[1, 1, 'car', 4]] },
  { colour: 'blue', boxes: [[1, null, 9, 6]], toys: [[1, 1, 'doll', 8]] },
]);

describe('dataValidity', () => {
  it('should find the original valid against itself', () => {
    for (const [name, share] of sharesOf(original)) expect(share, name).to.equal(1);
  });

  it('should take the share of rows that hold', () => {
    const broken = toySample([
      {
        colour: 'green',
        boxes: [
          [1, null, 0, 3],
          [1, null, 9, 60],
        ],
        toys: [
          [1, 1, 'car', 4],
          [2, 7, 'cat', null],
          [3, 1, 'doll', 4],
        ],
      },
    ]);

    const shares = new Map(sharesOf(broken));

    expect(shares.get('keys: boxes')).to.equal(0.5);
    expect(shares.get('boundaries: boxes.size')).to.equal(0.5);
    expect(shares.get('boundaries: toys.price')).to.equal(1);
    expect(shares.get('categories: owners.colour')).to.equal(0);
    expect(shares.get('categories: toys.kind')).to.be.closeTo(2 / 3, 1e-12);
    expect(shares.get('references: toys of boxes')).to.be.closeTo(2 / 3, 1e-12);
    expect(shares.get('child counts: boxes of owners')).to.equal(0);
  });
});

function sharesOf(other: ReturnType<typeof toySample>): [string, number][] {
  const codebook = createCodebook();
  const [first, second] = [flattenSample(original, codebook), flattenSample(other, codebook)];
  return dataValidity(first)
    .map((each): [string, number] => [each.name, each.compare(wholeOf(first), wholeOf(second))])
    .filter(([, share]) => !Number.isNaN(share));
}
