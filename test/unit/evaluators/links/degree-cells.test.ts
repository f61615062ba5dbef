import { expect } from 'chai';
import { describe, it } from 'mocha';
import { degreeBin } from '../../../../evaluators/links/degree-bins.ts';
import {
  coarseDegrees,
  DEGREE_CELLS,
  degreeCell,
  degreeOfCell,
  degreeQuantile,
} from '../../../../evaluators/links/degree-cells.ts';

describe('degreeCell', () => {
  it('should ascend, and keep every number up to 64 apart', () => {
    const cells = Array.from({ length: 5000 }, (_, degree) => degreeCell(degree));

    expect(cells.slice(0, 65)).to.deep.equal(Array.from({ length: 65 }, (_, at) => at));
    expect(cells).to.deep.equal([...cells].sort((one, other) => one - other));
    expect(degreeCell(1e15)).to.equal(DEGREE_CELLS - 1);
  });

  it('should lie within the degree bin of its number', () => {
    for (const degree of [
      0,
      1,
      4,
      5,
      8,
      9,
      63,
      64,
      65,
      66,
      128,
      129,
      1000,
      1024,
      1025,
      1e5,
      2 ** 19,
    ]) {
      const cells = new Float64Array(DEGREE_CELLS);
      cells[degreeCell(degree)] = 1;

      expect(coarseDegrees(cells).indexOf(1), String(degree)).to.equal(degreeBin(degree));
    }
  });

  it('should give back a number no smaller and hardly greater', () => {
    for (const degree of [3, 64, 65, 100, 777, 12_345]) {
      expect(degreeOfCell(degreeCell(degree))).to.be.within(degree, degree * 1.1);
    }
  });
});

describe('degreeQuantile', () => {
  it('should be the least number that the share does not exceed', () => {
    const cells = new Float64Array(DEGREE_CELLS);
    for (const degree of [0, 0, 0, 2, 7])
      cells[degreeCell(degree)] = (cells[degreeCell(degree)] ?? 0) + 1;

    expect([0.5, 0.6, 0.8, 1].map((share) => degreeQuantile(cells, share))).to.deep.equal([
      0, 0, 2, 7,
    ]);
    expect(degreeQuantile(new Float64Array(DEGREE_CELLS), 0.5)).to.equal(0);
  });
});
