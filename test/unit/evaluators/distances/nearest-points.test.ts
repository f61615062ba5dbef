import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { nearestTwo } from '../../../../evaluators/distances/nearest-points.ts';
import type { Points } from '../../../../evaluators/distances/points.ts';

describe('nearestTwo', () => {
  it('should find both distances and the nearest row', () => {
    const found = nearestTwo(
      points([[0, 0]]),
      points([
        [6, 8],
        [0, 2],
        [3, 4],
      ]),
    );

    expect([...found.first]).to.deep.equal([2]);
    expect([...found.second]).to.deep.equal([5]);
    expect([...found.at]).to.deep.equal([1]);
  });

  it('should count two equal points as two', () => {
    const found = nearestTwo(points([[1], [4]]), points([[1], [3], [1], [1]]));

    expect([...found.first]).to.deep.equal([0, 1]);
    expect([...found.second]).to.deep.equal([0, 3]);
  });

  it('should stay exact where axes are only sorted, beyond 96 dimensions', () => {
    const random = createRandom(4);
    const draw = (rows: number) =>
      points(Array.from({ length: rows }, () => Array.from({ length: 100 }, () => random.next())));
    const [queries, among] = [draw(20), draw(70)];

    const { first, at } = nearestTwo(queries, among);

    for (let query = 0; query < 20; query += 1) {
      const all = Array.from({ length: 70 }, (_, row) => distance(queries, query, among, row));
      expect(first[query]).to.equal(Math.min(...all));
      expect(all[at[query]!]).to.equal(first[query]);
    }
  });

  it('should refuse a single point to choose from', () => {
    expect(() => nearestTwo(points([[1]]), points([[1]]))).to.throw(IncomputableMetricError);
  });

  it('should refuse points of other dimensions', () => {
    expect(() =>
      nearestTwo(
        points([[1]]),
        points([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).to.throw(IncomputableMetricError);
  });
});

function points(rows: readonly (readonly number[])[]): Points {
  return {
    rows: rows.length,
    dimensions: rows[0]!.length,
    values: Float32Array.from(rows.flat()),
  };
}

function distance(one: Points, row: number, other: Points, at: number): number {
  let sum = 0;
  for (let k = 0; k < one.dimensions; k += 1) {
    sum += (one.values[row * one.dimensions + k]! - other.values[at * one.dimensions + k]!) ** 2;
  }
  return Math.sqrt(sum);
}
