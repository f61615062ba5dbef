import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Points } from '../../../../evaluators/distances/points.ts';
import { discriminatorAuc } from '../../../../evaluators/similarity/discriminator-auc.ts';

const random = createRandom(1);

describe('discriminatorAuc', () => {
  it('should be near a half for one law, near 1 for laws apart', () => {
    const same = discriminatorAuc(cloud(1, 200, 0), cloud(2, 200, 0), { random });
    const apart = discriminatorAuc(cloud(1, 200, 0), cloud(2, 200, 3), { random });

    expect(same).to.be.closeTo(0.5, 0.1);
    expect(apart).to.be.greaterThan(0.95);
  });

  it('should see a relation that single dimensions hide', () => {
    const joined = cloud(1, 300, 0);
    for (let row = 0; row < 300; row += 1) joined.values[row * 2 + 1] = joined.values[row * 2]!;

    expect(discriminatorAuc(joined, cloud(2, 300, 0), { random })).to.be.greaterThan(0.85);
  });

  it('should answer alike on every run', () => {
    const auc = () => discriminatorAuc(cloud(1, 60, 0), cloud(2, 60, 0.5), { random });

    expect(auc()).to.equal(auc());
  });

  it('should refuse fewer rows than folds', () => {
    expect(() => discriminatorAuc(cloud(1, 9, 0), cloud(2, 50, 0), { random })).to.throw(
      IncomputableMetricError,
    );
  });
});

function cloud(seed: number, rows: number, shift: number): Points {
  const stream = createRandom(seed);
  const values = Float32Array.from({ length: rows * 2 }, () => shift + stream.normal());
  return { rows, dimensions: 2, values };
}
