import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { NumericStats } from '../../../engine/encoders/numeric-encoder.ts';
import { birthIndex } from '../../../engine/sampler/births.ts';

const law = {} as NumericStats;
const BIRTHS = [
  { table: 2, groups: [0], laws: [law, law] },
  { table: 1, groups: [0, 0, 1], laws: [law, law] },
];

describe('birthIndex', () => {
  it('should find the group of a profile behind those of the tables before', () => {
    expect(birthIndex(BIRTHS, 1, 2)).to.equal(3);
    expect(birthIndex(BIRTHS, 1, 40)).to.equal(2);
  });

  it('should find nothing of a table without births', () => {
    expect(birthIndex(BIRTHS, 0, 2)).to.equal(-1);
  });
});
