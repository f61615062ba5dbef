import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { fitQuantiles } from '../../../../evaluators/embeddings/quantile-transform.ts';

const squares = Array.from({ length: 250 }, (_, at) => (at * at) % 97);

/** Answers of scikit-learn 1.9. */
const CASES: readonly { name: string; fitted: number[]; asked: number[]; expected: number[] }[] = [
  {
    name: 'ties in the middle',
    fitted: [3, 1, 2, 2, 2, 8, 5],
    asked: [0, 1, 1.5, 2, 4, 8, 9],
    expected: [0, 0, 0.083333333, 0.416666667, 0.75, 1, 1],
  },
  {
    name: 'missing values',
    fitted: [1, Number.NaN, 4, Number.NaN, 10, 2],
    asked: [1, 2, 3, 4, 7, 10],
    expected: [0, 0.3, 0.5, 0.628571429, 0.833333333, 1],
  },
  { name: 'a constant', fitted: [7, 7, 7], asked: [6, 7, 8], expected: [0, 0, 1] },
  {
    name: 'more values than quantiles',
    fitted: squares,
    asked: [0, 1, 4, 50, 50.5, 96],
    expected: [0, 0.02020202, 0.080808081, 0.53030303, 0.537037037, 1],
  },
];

describe('fitQuantiles', () => {
  for (const { name, fitted, asked, expected } of CASES) {
    it(`should answer as scikit-learn does for ${name}`, () => {
      const transform = fitQuantiles(Float64Array.from(fitted), createRandom(1));

      for (const [at, value] of asked.entries()) {
        expect(transform(value)).to.be.closeTo(expected[at]!, 1e-8);
      }
    });
  }

  it('should leave missing values missing', () => {
    const transform = fitQuantiles(Float64Array.of(1, 2), createRandom(1));

    expect(transform(Number.NaN)).to.be.NaN;
    expect(fitQuantiles(Float64Array.of(Number.NaN), createRandom(1))(3)).to.be.NaN;
  });

  it('should thin many values by the given stream alone', () => {
    const random = createRandom(5);
    const values = Float64Array.from({ length: 30_000 }, () => random.normal());
    const at = (seed: number) => fitQuantiles(values, createRandom(seed))(0.3);

    expect(at(1)).to.equal(at(1));
    expect(at(1)).not.to.equal(at(2));
    expect(at(1)).to.be.closeTo(0.618, 0.03);
  });
});
