import { expect } from 'chai';
import { describe, it } from 'mocha';
import { histogramOf } from '../../../../evaluators/columns/histogram.ts';

describe('histogramOf', () => {
  it('should count every row once', () => {
    const original = Array.from({ length: 1000 }, (_, at) => at % 97);
    const synthetic = [...original.slice(0, 500), null];

    const histogram = histogramOf(original, synthetic, false);

    expect(sum(histogram?.original)).to.be.closeTo(1, 1e-9);
    expect(sum(histogram?.synthetic) + (histogram?.missingSynthetic ?? 0)).to.be.closeTo(1, 1e-9);
  });

  it('should use a log scale for heavy tails only', () => {
    const heavy = Array.from({ length: 1000 }, (_, at) => Math.floor(1.02 ** at));
    const even = Array.from({ length: 1000 }, (_, at) => at);

    expect(histogramOf(heavy, heavy, false)?.scale).to.equal('log');
    expect(histogramOf(even, even, false)?.scale).to.equal('linear');
  });

  it('should not show the extremes of the original', () => {
    const original = [...Array.from({ length: 1000 }, (_, at) => at % 50), 1e9];

    const histogram = histogramOf(original, original, false);

    expect(Math.max(...(histogram?.edges ?? []))).to.be.below(60);
  });

  it('should give whole edges to whole numbers', () => {
    const original = Array.from({ length: 200 }, (_, at) => at % 30);

    const edges = histogramOf(original, original, false)?.edges ?? [];

    expect(edges.every(Number.isInteger)).to.equal(true);
  });

  it('should give nothing for a column without numbers', () => {
    expect(histogramOf([null, null], [1], false)).to.equal(null);
  });
});

function sum(shares: readonly number[] | undefined): number {
  return (shares ?? []).reduce((total, share) => total + share, 0);
}
