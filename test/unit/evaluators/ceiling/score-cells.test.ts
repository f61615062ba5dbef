import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { accuracyOf } from '../../../../evaluators/ceiling/cell-likeness.ts';
import { drawHalves } from '../../../../evaluators/ceiling/halves.ts';
import { type CellLaw, scoreCells } from '../../../../evaluators/ceiling/score-cells.ts';
import { gatherCells } from '../../../../evaluators/ceiling/subject-cells.ts';

describe('scoreCells', () => {
  const halves = drawHalves(100, 50, createRandom(1));

  it('should put a copy at 1, its ceiling below, and a naive side lower still', () => {
    const score = scoreCells([law('a', coin, coin, () => 1)], halves);

    expect(score.value).to.equal(1);
    expect(score.ceiling).to.be.within(0.85, 0.99);
    expect(score.interval?.[0]).to.be.below(score.ceiling ?? 0);
    expect(score.floor).to.be.closeTo(0.5, 0.1);
    expect(score.breakdown).to.deep.equal({});
  });

  it('should average the laws that are computable and name them', () => {
    const laws = [law('same', coin, coin), law('not', coin, () => 1), law('none', coin, () => -1)];

    const score = scoreCells(laws, halves);

    expect(Object.keys(score.breakdown)).to.deep.equal(['same', 'not']);
    expect(score.value).to.be.closeTo((1 + (score.breakdown.not ?? 0)) / 2, 1e-5);
  });

  it('should refuse where no law is computable', () => {
    expect(() => scoreCells([law('none', coin, () => -1)], halves)).to.throw(
      IncomputableMetricError,
    );
  });
});

type CellOf = (subject: number) => number;

function coin(subject: number): number {
  return createRandom(7, subject).integer(2);
}

function law(name: string, original: CellOf, synthetic: CellOf, naive?: CellOf): CellLaw {
  const subject = Array.from({ length: 100 }, (_, at) => at);
  const cellsOf = (cellOf: CellOf) =>
    gatherCells({ subject, cell: subject.map(cellOf) }, { subjects: 100, size: 2 });
  return {
    name,
    size: 2,
    original: cellsOf(original),
    synthetic: cellsOf(synthetic),
    naive: naive === undefined ? null : cellsOf(naive),
    likeness: accuracyOf,
  };
}
