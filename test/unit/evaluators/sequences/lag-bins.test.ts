import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  LAG_BINS,
  lagBin,
  lagBinLabels,
  ZERO_LAG_BIN,
} from '../../../../evaluators/sequences/lag-bins.ts';

describe('lagBin', () => {
  it('should mirror the sign', () => {
    for (const lag of [0.2, 1, 1.9, 2, 7, 49.9, 50, 3e9]) {
      expect(lagBin(-lag) - ZERO_LAG_BIN).to.equal(ZERO_LAG_BIN - lagBin(lag));
    }
  });

  it('should keep exactly zero apart', () => {
    expect(lagBin(0)).to.equal(ZERO_LAG_BIN);
    expect(lagBin(0.001)).to.equal(ZERO_LAG_BIN + 1);
  });

  it('should step at 1, 2, 5, 10, 20, 50', () => {
    const steps = [1, 2, 5, 10, 20, 50].map((lag) => lagBin(lag) - lagBin(lag - 0.001));

    expect(steps).to.deep.equal([1, 1, 1, 1, 1, 1]);
  });

  it('should have a label for each bin, all different', () => {
    expect(new Set(lagBinLabels()).size).to.equal(LAG_BINS);
  });
});
