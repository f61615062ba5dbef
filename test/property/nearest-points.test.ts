import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { nearestTwo } from '../../evaluators/distances/nearest-points.ts';
import type { Points } from '../../evaluators/distances/points.ts';

const RUNS = { numRuns: 150, seed: 42 };

/** Whole numbers repeat and tie; reals do not. */
const coordinate = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.float({ min: -1, max: 1, noNaN: true }),
  fc.float({ min: -1e6, max: 1e6, noNaN: true }),
);

describe('two nearest points', () => {
  it('should be those of comparing all with all, to the last bit', () => {
    fc.assert(
      fc.property(sides(2, 120), ([queries, among]) => {
        const { first, second, at } = nearestTwo(queries, among);

        const expected = compareAll(queries, among);
        expect([...first]).to.deep.equal(expected.map(([nearest]) => nearest));
        expect([...second]).to.deep.equal(expected.map(([, runnerUp]) => runnerUp));
        for (const [query, row] of at.entries()) {
          expect(distance(queries, query, among, row)).to.equal(first[query]);
        }
      }),
      RUNS,
    );
  });

  it('should be at distance 0 among the queries themselves', () => {
    fc.assert(
      fc.property(sides(2, 60), ([, points]) => {
        expect([...nearestTwo(points, points).first].every((one) => one === 0)).to.equal(true);
      }),
      RUNS,
    );
  });

  it('should not depend on the order of the queries', () => {
    fc.assert(
      fc.property(sides(2, 60), ([queries, among]) => {
        const reversed = [...Array(queries.rows).keys()].reverse();

        const turned = nearestTwo(take(queries, reversed), among);

        const straight = nearestTwo(queries, among);
        expect([...turned.second].reverse()).to.deep.equal([...straight.second]);
        expect([...turned.first].reverse()).to.deep.equal([...straight.first]);
      }),
      RUNS,
    );
  });
});

function sides(least: number, most: number): fc.Arbitrary<[Points, Points]> {
  return fc.integer({ min: 1, max: 19 }).chain((dimensions) => {
    const row = fc.array(coordinate, { minLength: dimensions, maxLength: dimensions });
    const few = fc.array(row, { minLength: 1, maxLength: 4 });
    const repeated = few.chain((rows) =>
      fc.array(fc.constantFrom(...rows), { minLength: least, maxLength: most }),
    );
    const rows = fc.oneof(fc.array(row, { minLength: least, maxLength: most }), repeated);
    return fc.tuple(pointsFrom(rows, dimensions), pointsFrom(rows, dimensions));
  });
}

function pointsFrom(rows: fc.Arbitrary<number[][]>, dimensions: number): fc.Arbitrary<Points> {
  return rows.map((list) => ({
    rows: list.length,
    dimensions,
    values: Float32Array.from(list.flat()),
  }));
}

function take({ dimensions, values }: Points, rows: readonly number[]): Points {
  const taken = rows.flatMap((row) => [
    ...values.subarray(row * dimensions, (row + 1) * dimensions),
  ]);
  return { rows: rows.length, dimensions, values: Float32Array.from(taken) };
}

function compareAll(queries: Points, among: Points): [number, number][] {
  return Array.from({ length: queries.rows }, (_, query) => {
    const all = Array.from({ length: among.rows }, (_, row) =>
      distance(queries, query, among, row),
    ).sort((one, other) => one - other);
    return [all[0]!, all[1]!];
  });
}

function distance(one: Points, row: number, other: Points, at: number): number {
  let sum = 0;
  for (let k = 0; k < one.dimensions; k += 1) {
    sum += (one.values[row * one.dimensions + k]! - other.values[at * one.dimensions + k]!) ** 2;
  }
  return Math.sqrt(sum);
}
