import { expect } from 'chai';
import { describe, it } from 'mocha';
import { hashStream, seedOf } from '../../../../engine/encoders/text/hash-stream.ts';

describe('hashStream', () => {
  it('should draw the same from the same seed and otherwise from another', () => {
    const draws = (seed: number) => {
      const random = hashStream(seed);
      return Array.from({ length: 5 }, () => random.next());
    };

    expect(draws(7)).to.deep.equal(draws(7));
    expect(draws(7)).to.not.deep.equal(draws(8));
  });

  it('should draw evenly, within a stream and over the first draws of many', () => {
    const one = hashStream(1);
    const within = Array.from({ length: 20_000 }, () => one.integer(10));
    const across = Array.from({ length: 20_000 }, (_, at) => hashStream(seedOf(3, at)).integer(10));

    for (const draws of [within, across]) {
      for (let value = 0; value < 10; value += 1) {
        expect(draws.filter((drawn) => drawn === value).length).to.be.within(1850, 2150);
      }
    }
  });
});

describe('seedOf', () => {
  it('should tell parts and their order apart', () => {
    const seeds = [seedOf(1, 2, 3), seedOf(1, 3, 2), seedOf(2, 2, 3), seedOf(1, 2), seedOf(1, -1)];

    expect(new Set(seeds).size).to.equal(seeds.length);
  });
});
