import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Frame } from '../../../../evaluators/columns/frame.ts';
import { fairTails } from '../../../../evaluators/relations/binomial-tails.ts';
import { verdictOf } from '../../../../evaluators/relations/detection-table.ts';
import { twoSampleTest } from '../../../../evaluators/relations/two-sample-test.ts';

describe('twoSampleTest', () => {
  it('should tell samples of different laws apart', () => {
    const result = twoSampleTest(normalFrame(1, 300, 0), normalFrame(2, 300, 3), createRandom(1));

    expect(result.accuracy).to.be.above(0.85);
    expect(result.auc).to.be.above(0.9);
    expect(verdictOf(result)).to.equal('told apart');
  });

  it('should guess at chance for samples of one law', () => {
    const result = twoSampleTest(normalFrame(1, 300, 0), normalFrame(2, 300, 0), createRandom(1));

    expect(Math.abs(result.accuracy - 0.5)).to.be.below(3 * result.error);
    expect(result.error).to.be.closeTo(0.0204, 0.001);
  });

  it('should guess worse than chance where each row is there on both sides', () => {
    const frame = normalFrame(1, 300, 0);

    expect(verdictOf(twoSampleTest(frame, frame, createRandom(1)))).to.equal('closer than chance');
  });

  it('should see what only missing cells tell apart as the mean', () => {
    const gaps: Frame = { rows: 60, columns: [numeric(Array(60).fill(null))] };
    const full: Frame = { rows: 60, columns: [numeric([...Array(60).keys()])] };

    expect(twoSampleTest(gaps, full, createRandom(1)).accuracy).to.be.above(0.9);
  });

  it('should refuse few rows and constant features', () => {
    const few = normalFrame(1, 49, 0);
    const constant: Frame = { rows: 60, columns: [numeric(Array(60).fill(1))] };

    for (const frame of [few, constant]) {
      expect(() => twoSampleTest(frame, frame, createRandom(1))).to.throw(IncomputableMetricError);
    }
  });
});

describe('fairTails', () => {
  // NOTE: of 1024 outcomes of ten throws 56 have at least eight heads, 1013 at most eight.
  it('should equal the counts of outcomes', () => {
    const { atLeast, atMost } = fairTails(8, 10);

    expect(atLeast).to.be.closeTo(56 / 1024, 1e-12);
    expect(atMost).to.be.closeTo(1013 / 1024, 1e-12);
  });

  it('should stay exact where shares are too small for a product', () => {
    const { atLeast, atMost } = fairTails(8000, 16_000);

    expect(atLeast).to.be.closeTo(atMost, 1e-9);
    expect(atLeast).to.be.closeTo(0.5032, 1e-4);
  });
});

function normalFrame(seed: number, rows: number, shift: number): Frame {
  const random = createRandom(seed);
  return { rows, columns: [numeric(Array.from({ length: rows }, () => random.normal() + shift))] };
}

function numeric(values: readonly (number | null)[]): Frame['columns'][number] {
  return { name: 'x', role: 'target', type: 'numeric', values };
}
