import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createCodebook } from '../../../../evaluators/relations/codebook.ts';
import { wholeOf } from '../../../../evaluators/relations/comparison.ts';
import { flattenSample } from '../../../../evaluators/relations/flat-sample.ts';
import {
  hasHeavyTail,
  rowDifferences,
  sequenceLengths,
  sequenceStatistics,
} from '../../../../evaluators/relations/row-differences.ts';
import { toySample } from './small-samples.ts';

describe('rowDifferences', () => {
  it('should pool the differences within sequences, never across them', () => {
    // NOTE: sizes differ by 1, 1 and 5 on one side, by 1, 5 and 5 on the other; 40 to 1 is no pair.
    const score = compare(
      [
        [1, 2, 3],
        [40, 45],
      ],
      [
        [1, 2, 7],
        [1, 6],
      ],
      1,
    );

    expect(score('boxes.size')).to.be.closeTo(1 - 1 / 3, 1e-12);
  });

  it('should look k rows ahead', () => {
    const score = compare([[1, 2, 3]], [[1, 9, 3]], 2);

    expect(score('boxes.size')).to.equal(1);
  });

  it('should have no value where no sequence is long enough', () => {
    expect(compare([[1]], [[2]], 1)('boxes.size')).to.be.NaN;
  });

  function compare(one: readonly number[][], other: readonly number[][], k: number) {
    const [first, second] = sidesOf(one, other);
    const found = rowDifferences(first, ['boxes'], k);
    return (name: string) =>
      found.find((each) => each.name === name)?.compare(wholeOf(first), wholeOf(second));
  }
});

describe('sequenceStatistics', () => {
  it('should compare mean, median and spread by sequence', () => {
    // NOTE: means 2 and 5 against 2 and 8; medians 1 and 5 against 2 and 8; spreads √3, 0; 0, 0.
    const [first, second] = sidesOf(
      [
        [1, 1, 4],
        [5, 5],
      ],
      [
        [2, 2, 2],
        [8, 8],
      ],
    );

    const scores = sequenceStatistics(first, ['boxes'])
      .filter(({ name }) => name.startsWith('boxes.size'))
      .map((each) => [each.name, each.compare(wholeOf(first), wholeOf(second))]);

    expect(scores).to.deep.equal([
      ['boxes.size mean', 0.5],
      ['boxes.size median', 0.5],
      ['boxes.size sd', 0.5],
    ]);
  });
});

describe('sequenceLengths', () => {
  it('should leave out subjects without rows', () => {
    const [first, second] = sidesOf(
      [[1, 2], []],
      [
        [3, 4],
        [5, 6],
      ],
    );

    expect(sequenceLengths(['boxes'])[0]?.compare(wholeOf(first), wholeOf(second))).to.equal(1);
  });
});

describe('hasHeavyTail', () => {
  it('should ask for numbers from 0 up with a far greatest one', () => {
    expect(hasHeavyTail(Float64Array.from([0, 1, 2, 500]))).to.equal(true);
    expect(hasHeavyTail(Float64Array.from([0, 1, 2, 50]))).to.equal(false);
    expect(hasHeavyTail(Float64Array.from([-1, 1, 2, 500]))).to.equal(false);
    expect(hasHeavyTail(new Float64Array(0))).to.equal(false);
  });
});

function sidesOf(one: readonly (readonly number[])[], other: readonly (readonly number[])[]) {
  const codebook = createCodebook();
  return [one, other].map((sizes) =>
    flattenSample(
      toySample(
        sizes.map((list) => ({
          colour: 'red',
          boxes: list.map((size, at) => [at + 1, null, at, size] as const),
          toys: [],
        })),
      ),
      codebook,
    ),
  ) as [ReturnType<typeof flattenSample>, ReturnType<typeof flattenSample>];
}
