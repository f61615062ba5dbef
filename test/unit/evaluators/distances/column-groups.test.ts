import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { dimensionGroups, withDimensions } from '../../../../evaluators/distances/column-groups.ts';
import { absoluteCorrelations } from '../../../../evaluators/distances/correlations.ts';
import { kMeans } from '../../../../evaluators/distances/k-means.ts';
import type { Points } from '../../../../evaluators/distances/points.ts';

describe('dimensionGroups', () => {
  it('should take all of up to ten dimensions together', () => {
    const groups = dimensionGroups([blocks(10, 50)], createRandom(1));

    expect(groups.map(({ name }) => name)).to.deep.equal(['all columns']);
  });

  it('should find the dimensions that go together', () => {
    const groups = dimensionGroups([blocks(12, 300), blocks(12, 300)], createRandom(1));

    const related = groups.filter(({ name }) => name.startsWith('related'));
    expect(new Set(related.map(({ dimensions }) => dimensions.join()))).to.deep.equal(
      new Set(['0,3,6,9', '1,4,7,10', '2,5,8,11']),
    );
  });

  it('should share out all dimensions evenly at random', () => {
    const groups = dimensionGroups([blocks(14, 100)], createRandom(1));

    const random = groups.filter(({ name }) => name.startsWith('random'));
    expect(random.map(({ dimensions }) => dimensions.length)).to.deep.equal([5, 5, 4]);
    expect(random.flatMap(({ dimensions }) => dimensions).sort((a, b) => a - b)).to.deep.equal([
      ...Array(14).keys(),
    ]);
  });

  it('should stand constant dimensions', () => {
    const points = blocks(12, 100);
    for (let row = 0; row < 100; row += 1) points.values[row * 12] = 0.25;

    const groups = dimensionGroups([points], createRandom(1));

    const related = groups.filter(({ name }) => name.startsWith('related'));
    expect(related.flatMap(({ dimensions }) => dimensions).length).to.equal(12);
  });
});

describe('absoluteCorrelations', () => {
  it('should give the size of the correlation, over all sides', () => {
    const one = { rows: 2, dimensions: 2, values: Float32Array.of(1, -2, 2, -4) };
    const other = { rows: 2, dimensions: 2, values: Float32Array.of(3, -6, 7, -14) };

    const correlations = absoluteCorrelations([one, other], createRandom(1));

    expect(correlations[1]).to.be.closeTo(1, 1e-12);
    expect(correlations[2]).to.equal(correlations[1]);
  });
});

describe('kMeans', () => {
  it('should part clouds that lie apart', () => {
    const random = createRandom(2);
    const values = Float64Array.from({ length: 90 }, (_, row) => 100 * (row % 3) + random.normal());

    const cluster = kMeans({ rows: 90, dimensions: 1, values }, 3, createRandom(1));

    const of = (at: number) => new Set([...cluster].filter((_, row) => row % 3 === at));
    expect([of(0).size, of(1).size, of(2).size]).to.deep.equal([1, 1, 1]);
    expect(new Set(cluster).size).to.equal(3);
  });
});

describe('withDimensions', () => {
  it('should keep the named dimensions in their order', () => {
    const points = { rows: 2, dimensions: 3, values: Float32Array.of(1, 2, 3, 4, 5, 6) };

    expect([...withDimensions(points, [2, 0]).values]).to.deep.equal([3, 1, 6, 4]);
  });
});

/** Every third dimension follows the same hidden number. */
function blocks(dimensions: number, rows: number): Points {
  const random = createRandom(9, dimensions);
  const values = new Float32Array(rows * dimensions);
  for (let row = 0; row < rows; row += 1) {
    const hidden = [random.normal(), random.normal(), random.normal()];
    for (let at = 0; at < dimensions; at += 1) {
      values[row * dimensions + at] = hidden[at % 3]! + 0.2 * random.normal();
    }
  }
  return { rows, dimensions, values };
}
