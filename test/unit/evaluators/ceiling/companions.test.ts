import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  summaryOf,
  withCompanions,
  withJudgedCompanions,
} from '../../../../evaluators/ceiling/companions.ts';
import { meanOf } from '../../../../evaluators/metric.ts';

describe('summaryOf', () => {
  it('should give mean and quantiles of type 7', () => {
    const draws = Array.from({ length: 101 }, (_, at) => at);

    expect(summaryOf(draws)).to.deep.equal({ mean: 50, interval: [2.5, 97.5] });
  });
});

describe('withCompanions', () => {
  it('should have an interval from two draws on, and no ceiling without any', () => {
    expect(withCompanions(1, { ceiling: [0.8, 0.9], floor: 0 }).interval).to.have.length(2);
    expect(withCompanions(1, { ceiling: [0.8], floor: 0 })).to.include({
      ceiling: 0.8,
      interval: null,
    });
    expect(withCompanions(1, { ceiling: [], floor: 0 })).to.include({ ceiling: null, floor: 0 });
  });
});

describe('withJudgedCompanions', () => {
  it('should have null for a companion that refuses', () => {
    const refuse = () => meanOf([], 'nothing');

    const score = withJudgedCompanions(0.7, { ceiling: () => [refuse()], floor: refuse });

    expect(score).to.include({ value: 0.7, ceiling: null, interval: null, floor: null });
  });
});
