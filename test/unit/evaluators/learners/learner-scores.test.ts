import { expect } from 'chai';
import fc from 'fast-check';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import {
  averagePrecision,
  explainedVariance,
  logLoss,
  macroAuc,
  macroF1,
  macroPrecision,
  meanSquaredError,
  rocAuc,
} from '../../../../evaluators/learners/learner-scores.ts';

describe('rocAuc', () => {
  it('should be the share of pairs in the right order, ties half', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean());

    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
        const labels = rows.map(([, one]) => (one ? 1 : 0));
        fc.pre(labels.includes(0) && labels.includes(1));
        const pairs = rows.flatMap(([score, one]) =>
          rows.flatMap(([other, two]) => (one && !two ? [(Math.sign(score - other) + 1) / 2] : [])),
        );
        const wanted = pairs.reduce((sum, value) => sum + value) / pairs.length;
        const found = rocAuc(
          Float64Array.from(rows, ([score]) => score),
          Int32Array.from(labels),
        );
        expect(found).to.be.closeTo(wanted, 1e-12);
      }),
      { numRuns: 200 },
    );
  });

  it('should refuse rows of one class', () => {
    const score = () => rocAuc(Float64Array.of(1, 2), Int32Array.of(1, 1));

    expect(score).to.throw(IncomputableMetricError);
  });
});

describe('averagePrecision', () => {
  it('should weigh precision by the recall that each threshold adds', () => {
    const scores = Float64Array.of(0.1, 0.4, 0.35, 0.8);

    // Thresholds .8 (1 of 1, half of the ones) and .35 (2 of 3, the other half).
    const area = averagePrecision(scores, Int32Array.of(0, 0, 1, 1));

    expect(area).to.be.closeTo(0.5 * 1 + 0.5 * (2 / 3), 1e-12);
  });

  it('should be the share of ones where all scores are equal', () => {
    const area = averagePrecision(Float64Array.of(1, 1, 1, 1), Int32Array.of(1, 0, 0, 0));

    expect(area).to.equal(0.25);
  });
});

describe('macroF1', () => {
  it('should be the mean of the classes', () => {
    const score = macroF1(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 1, 1), 2);

    expect(score).to.be.closeTo((2 / 3 + 4 / 5) / 2, 1e-12);
  });
});

describe('scores of several classes', () => {
  const probabilities = Float64Array.of(0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4); // [3, 3]
  const labels = Int32Array.of(0, 1, 2);

  it('should be 1 where each class scores highest on its own rows', () => {
    expect(macroAuc(probabilities, labels, 3)).to.equal(1);
    expect(macroPrecision(probabilities, labels, 3)).to.equal(1);
  });

  it('should leave out classes without rows', () => {
    expect(macroAuc(probabilities, Int32Array.of(0, 1, 1), 3)).to.equal(1);
  });

  it('should count the second class only of two', () => {
    const two = Float64Array.of(0.9, 0.1, 0.2, 0.8, 0.6, 0.4);

    expect(macroAuc(two, Int32Array.of(0, 1, 1), 2)).to.equal(1);
  });
});

describe('meanSquaredError, explainedVariance and logLoss', () => {
  it('should follow their formulas', () => {
    const actual = Float64Array.of(1, 2, 3);

    expect(meanSquaredError(Float64Array.of(1, 2, 6), actual)).to.equal(3);
    expect(explainedVariance(Float64Array.of(2, 2, 2), actual)).to.equal(0);
    expect(explainedVariance(actual, actual)).to.equal(1);
    expect(logLoss(Float64Array.of(0.25, 0.75), Int32Array.of(1), 2)).to.equal(-Math.log(0.75));
  });

  it('should refuse a target that does not vary', () => {
    const score = () => explainedVariance(Float64Array.of(1, 2), Float64Array.of(1, 1));

    expect(score).to.throw(IncomputableMetricError);
  });
});
