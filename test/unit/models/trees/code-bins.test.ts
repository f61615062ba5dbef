import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { VariableSpec } from '../../../../engine/models/code-space.ts';
import { binCodes } from '../../../../engine/models/trees/code-bins.ts';

describe('binCodes', () => {
  it('should keep few codes apart', () => {
    const { of, bins, specials } = binCodes(specOf(6), new Float64Array([0, 5, 1, 9, 3, 2]));

    expect(new Set(of).size).to.equal(6);
    expect([bins, specials]).to.deep.equal([6, 6]);
    expect([...of.subarray(0, 2)]).to.deep.equal([0, 1]);
  });

  it('should keep frequent codes apart and join the rest', () => {
    const counts = Float64Array.from({ length: 100 }, (_, code) => (code % 10 === 7 ? 50 : 1));

    const { of, bins } = binCodes(specOf(100), counts, 12);

    const frequent = [7, 17, 27, 37, 47, 57, 67, 77, 87];
    expect(bins).to.equal(12);
    expect(frequent.map((code) => of[code])).to.deep.equal([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([of[3], of[50], of[99]]).to.deep.equal([11, 11, 11]);
  });

  it('should join neighbours of an order and leave a heavy one alone', () => {
    const order = Array.from({ length: 98 }, (_, at) => 99 - at);
    const counts = new Float64Array(100).fill(1);
    counts[50] = 100;

    const { of, bins, specials } = binCodes({ ...specOf(100), order }, counts, 12);

    const along = order.map((code) => of[code] as number);
    expect(specials).to.equal(2);
    expect(bins).to.be.at.most(12);
    expect(along).to.deep.equal([...along].sort((one, other) => one - other));
    expect(along[0]).to.equal(2);
    expect(Math.max(...along)).to.equal(bins - 1);
    expect([of[51], of[49]]).to.not.include(of[50]);
  });
});

const specOf = (cardinality: number): VariableSpec => ({
  name: 'any',
  cardinality,
  given: false,
  anchor: -1,
  guarded: false,
});
