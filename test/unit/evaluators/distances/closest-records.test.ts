import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import {
  closestComparison,
  closestFigures,
  closestGroup,
  closestRecords,
  dcrShare,
} from '../../../../evaluators/distances/closest-records.ts';
import type { Points } from '../../../../evaluators/distances/points.ts';

describe('dcrShare', () => {
  it('should count rows closer to training, and half of those as close', () => {
    expect(dcrShare(Float64Array.of(1, 2, 3, 0), Float64Array.of(2, 2, 1, 0))).to.equal(0.5);
    expect(dcrShare(Float64Array.of(0, 0), Float64Array.of(1, 1))).to.equal(1);
  });

  it('should leave the rest to the holdout when the sides change places', () => {
    const [one, other] = [Float64Array.of(1, 4, 2, 9, 5), Float64Array.of(2, 3, 2, 1, 7)];

    expect(dcrShare(one, other)).to.equal(0.5);
    expect(dcrShare(one, other) + dcrShare(other, one)).to.equal(1);
  });
});

describe('closestRecords', () => {
  it('should relate the nearest to the second nearest distance', () => {
    const { dcr, nndr } = closestRecords(line(0, 10), line(1, 4, 10, 10));

    expect([...dcr]).to.deep.equal([1, 0]);
    expect(nndr[0]).to.be.closeTo(0.25, 1e-7);
    expect(nndr[1]).to.equal(1);
  });
});

describe('closestFigures', () => {
  it('should report identical rows, the mean distance and the tenth least ratio', () => {
    const dcr = Float64Array.from({ length: 20 }, (_, at) => (at < 5 ? 1e-7 : at));
    const nndr = Float64Array.from({ length: 20 }, (_, at) => (20 - at) / 20);

    const figures = closestFigures({ dcr, nndr });

    expect(figures.ims).to.equal(0.25);
    expect(figures.dcr).to.be.closeTo(9, 1e-6);
    expect(figures.nndr).to.equal(0.5);
  });

  it('should refuse fewer than ten rows', () => {
    const nine = new Float64Array(9);

    expect(() => closestFigures({ dcr: nine, nndr: nine })).to.throw(IncomputableMetricError);
  });
});

describe('closestGroup', () => {
  const training = pairs([0, 5], [1, 6]);
  const holdout = pairs([9, 0], [8, 1]);
  const synthetic = pairs([0, 0.5], [1, 0.4]);
  const groups = [
    { name: 'second', dimensions: [1] },
    { name: 'first', dimensions: [0] },
    { name: 'first again', dimensions: [0] },
  ];

  it('should report the group with the greatest share, the last of equal ones', () => {
    const found = closestGroup({ training, holdout, synthetic }, groups);

    expect(found.group.name).to.equal('first again');
    expect(found.share).to.equal(1);
    expect([...found.toTraining.dcr]).to.deep.equal([0, 0]);
  });

  it('should leave out what needs a holdout where there is none', () => {
    const found = closestComparison({ training, holdout: null, synthetic }, groups);

    expect(found.share).to.equal(null);
    expect(found.toHoldout).to.equal(null);
    expect(found.toTraining.dcr.length).to.equal(2);
  });
});

function line(...values: readonly number[]): Points {
  return { rows: values.length, dimensions: 1, values: Float32Array.from(values) };
}

function pairs(...rows: readonly (readonly [number, number])[]): Points {
  return { rows: rows.length, dimensions: 2, values: Float32Array.from(rows.flat()) };
}
