import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom, type Random } from '../../../engine/core/random.ts';

const DRAWS = 20_000;

describe('createRandom', () => {
  it('should give the same first values at seed 42 on every machine', () => {
    const random = createRandom(42, 'generate', 0);

    const values = [random.next(), random.next(), random.next()];

    expect(values).to.deep.equal(GOLDEN.next);
    expect(createRandom(42).integer(1_000_000)).to.equal(GOLDEN.integer);
    expect(createRandom(42).normal()).to.be.closeTo(GOLDEN.normal, 1e-12);
    expect(createRandom(42).shuffle([1, 2, 3, 4, 5, 6])).to.deep.equal(GOLDEN.shuffled);
  });

  it('should stay in [0, 1) and fill it evenly', () => {
    const counts = new Array<number>(20).fill(0);
    const random = createRandom(1, 'evenly');

    for (let draw = 0; draw < DRAWS; draw += 1) {
      const value = random.next();
      expect(value >= 0 && value < 1).to.equal(true);
      tally(counts, Math.floor(value * 20));
    }

    expect(chiSquare(counts)).to.be.below(CHI_SQUARE_19);
  });

  it('should draw 53 bits, not 32', () => {
    const random = createRandom(1, 'bits');

    const fine = Array.from({ length: 50 }, () => random.next() * 2 ** 32);

    expect(fine.filter((value) => !Number.isInteger(value)).length).to.be.above(45);
  });

  it('should draw integers evenly below a bound and never reach it', () => {
    const counts = new Array<number>(20).fill(0);
    const random = createRandom(2, 'integers');

    for (let draw = 0; draw < DRAWS; draw += 1) tally(counts, random.integer(20));

    expect(counts).to.have.length(20);
    expect(chiSquare(counts)).to.be.below(CHI_SQUARE_19);
    expect(createRandom(3).integer(1)).to.equal(0);
  });

  it('should draw normal deviates of mean 0 and variance 1', () => {
    const random = createRandom(4, 'normal');

    const values = Array.from({ length: DRAWS }, () => random.normal());

    const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
    expect(mean).to.be.closeTo(0, 0.03);
    expect(variance).to.be.closeTo(1, 0.04);
    expect(values.every(Number.isFinite)).to.equal(true);
  });

  it('should put every item first alike when it shuffles, and lose none', () => {
    const counts = new Array<number>(5).fill(0);
    const random = createRandom(5, 'shuffle');

    for (let draw = 0; draw < DRAWS; draw += 1) {
      const items = random.shuffle([0, 1, 2, 3, 4]);
      expect(new Set(items).size).to.equal(5);
      tally(counts, items[0] ?? -1);
    }

    expect(chiSquare(counts)).to.be.below(CHI_SQUARE_4);
  });

  it('should refuse to pick from an empty list', () => {
    expect(() => createRandom(1).pick([])).to.throw('empty list');
  });

  it('should open a split stream that does not depend on what was drawn before', () => {
    const fresh = createRandom(7, 'plan');
    const used = createRandom(7, 'plan');
    used.next();
    used.normal();

    const values = firstValues(used.split('shard', 3));

    expect(values).to.deep.equal(firstValues(fresh.split('shard', 3)));
    expect(values).to.deep.equal(firstValues(createRandom(7, 'plan', 'shard', 3)));
  });

  it('should keep paths apart that only look alike when joined', () => {
    const streams = [
      createRandom(1, 'a', 'b'),
      createRandom(1, 'ab'),
      createRandom(1, 'a,b'),
      createRandom(1, 1),
      createRandom(1, '1'),
      createRandom(11),
    ];

    const firsts = streams.map((stream) => stream.next());

    expect(new Set(firsts).size).to.equal(streams.length);
  });

  it('should give neighbouring shards and seeds streams without correlation', () => {
    const root = createRandom(8, 'generate');
    const pairs: (readonly [Random, Random])[] = [
      [root.split(0), root.split(1)],
      [root.split(0), root.split(0, 0)],
      [createRandom(8), createRandom(9)],
      [root, root.split('child')],
    ];

    const correlations = pairs.map(([left, right]) => correlation(left, right));

    for (const value of correlations) expect(Math.abs(value)).to.be.below(0.03);
  });

  it('should spread the first values of many shards evenly', () => {
    const counts = new Array<number>(20).fill(0);

    for (let shard = 0; shard < 4_000; shard += 1) {
      tally(counts, Math.floor(createRandom(42, 'generate', shard).next() * 20));
    }

    expect(chiSquare(counts)).to.be.below(CHI_SQUARE_19);
  });
});

const GOLDEN = {
  next: [0.08778634298978916, 0.22988333048544252, 0.756980896933419],
  integer: 149_083,
  normal: 0.19969823875775766,
  shuffled: [4, 2, 3, 6, 5, 1],
};

/** 99.9 % points of the chi-square distribution; the streams are fixed, so nothing flickers. */
const CHI_SQUARE_19 = 43.8;
const CHI_SQUARE_4 = 18.5;

function tally(counts: number[], bin: number): void {
  counts[bin] = (counts[bin] ?? 0) + 1;
}

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function firstValues(random: Random): readonly number[] {
  return Array.from({ length: 5 }, () => random.next());
}

function correlation(left: Random, right: Random): number {
  let sum = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) sum += (left.next() - 0.5) * (right.next() - 0.5);
  return (sum / DRAWS) * 12;
}
