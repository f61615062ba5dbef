import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import {
  ksBeside,
  ksDistance,
  median,
  tvBeside,
  tvDistance,
} from '../../bench/generation-figures/laws.ts';

const OPTIONS = { random: createRandom(1), draws: 9 };

describe('ksDistance', () => {
  for (const { name, one, other, distance } of [
    { name: 'equal samples', one: [3, 1, 2], other: [1, 2, 3], distance: 0 },
    { name: 'samples apart', one: [1, 2], other: [3, 4, 5], distance: 1 },
    { name: 'ties at one value', one: [0, 0, 0, 5], other: [0, 5, 5, 5], distance: 0.5 },
    { name: 'another number of equal shares', one: [0, 1], other: [0, 0, 1, 1], distance: 0 },
    { name: 'a gap in the middle', one: [1, 2, 3, 4], other: [1, 4, 4, 4], distance: 0.5 },
  ]) {
    it(`should be ${distance} for ${name}`, () => {
      expect(ksDistance(Float64Array.from(one), Float64Array.from(other))).to.equal(distance);
    });
  }

  it('should not be a number where a side is empty', () => {
    expect(ksDistance(new Float64Array(0), Float64Array.of(1))).to.be.NaN;
  });
});

describe('tvDistance', () => {
  it('should be half the sum of differences of shares', () => {
    expect(tvDistance(Float64Array.of(2, 2), Float64Array.of(3, 1))).to.equal(0.25);
  });

  it('should count cells that only the longer side has', () => {
    expect(tvDistance(Float64Array.of(1), Float64Array.of(1, 3))).to.equal(0.75);
  });
});

describe('ksBeside', () => {
  it('should find halves of one law closer than another law', () => {
    const original = valuesOf(400, (random) => random.normal());
    const synthetic = valuesOf(400, (random) => random.normal() + 1);

    const { value, ceiling } = ksBeside(original, synthetic, OPTIONS);

    expect(value).to.be.above(0.3);
    expect(ceiling).to.be.below(0.1);
  });

  it('should agree with the distance of the halves that it draws', () => {
    const original = valuesOf(2, (_, at) => at);

    const { halves } = ksBeside(original, original, OPTIONS);

    expect(halves).to.equal(1);
  });

  it('should bring halves to the sizes of both sides', () => {
    const original = valuesOf(100, (random) => random.next());

    const { halves, ceiling } = ksBeside(original, original, OPTIONS);

    expect(ceiling).to.be.closeTo(halves / Math.SQRT2, 1e-12);
  });
});

describe('tvBeside', () => {
  it('should compare cells by the share of their rows', () => {
    const original = cellsOf([0, 0, 1, 1]);
    const synthetic = cellsOf([0, 1, 1, 2]);

    expect(tvBeside(original, synthetic, OPTIONS).value).to.equal(0.25);
  });

  it('should part halves where each subject has a cell of its own', () => {
    expect(tvBeside(cellsOf([0, 1, 2, 3]), cellsOf([0]), OPTIONS).halves).to.equal(1);
  });
});

describe('median', () => {
  it('should be the middle, or the mean of both middles, of what is a number', () => {
    expect(median([3, Number.NaN, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 3])).to.equal(2.5);
  });

  it('should not be a number of nothing', () => {
    expect(median([])).to.be.NaN;
  });
});

function valuesOf(
  subjects: number,
  draw: (random: ReturnType<typeof createRandom>, at: number) => number,
) {
  const random = createRandom(7, subjects);
  const subject = Int32Array.from({ length: subjects }, (_, at) => at);
  return { subjects, subject, values: Float64Array.from(subject, (at) => draw(random, at)) };
}

function cellsOf(cells: readonly number[]) {
  const subject = Int32Array.from(cells.keys());
  return { subjects: cells.length, subject, cells: Int32Array.from(cells) };
}
