import { expect } from 'chai';
import { describe, it } from 'mocha';
import { gatherCells, sumCells } from '../../../../evaluators/ceiling/subject-cells.ts';

describe('gatherCells', () => {
  it('should keep each cell of a subject once, and subjects without any', () => {
    const cells = gatherCells(
      { subject: [1, 1, 1, 3], cell: [2, 0, 2, 2] },
      { subjects: 5, size: 3 },
    );

    expect([...cells.starts]).to.deep.equal([0, 0, 2, 2, 3, 3]);
    expect([...cells.cells]).to.deep.equal([2, 0, 2]);
    expect([...cells.weights]).to.deep.equal([2, 1, 1]);
  });

  it('should add weights and pass over cells below 0', () => {
    const cells = gatherCells(
      { subject: [0, 0, 1], cell: [1, -1, 1], weight: [2.5, 9, 4] },
      { subjects: 2, size: 2 },
    );

    expect([...sumCells(cells, 2)]).to.deep.equal([0, 6.5]);
  });
});

describe('sumCells', () => {
  it('should add up the subjects that a mask keeps', () => {
    const cells = gatherCells(
      { subject: [0, 1, 2, 2], cell: [0, 1, 1, 0] },
      { subjects: 3, size: 2 },
    );

    expect([...sumCells(cells, 2)]).to.deep.equal([2, 2]);
    expect([...sumCells(cells, 2, Uint8Array.of(1, 0, 1))]).to.deep.equal([2, 1]);
  });
});
