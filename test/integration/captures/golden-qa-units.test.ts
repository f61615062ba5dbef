import { expect } from 'chai';
import { describe, it } from 'mocha';
import { encodeBins, fitBins } from '../../../evaluators/columns/column-bins.ts';
import type { Cell } from '../../../evaluators/columns/frame.ts';
import { isText } from '../../../evaluators/columns/text-tokens.ts';
import { likenessOf } from '../../../evaluators/pairs/distribution-accuracy.ts';
import { loadGolden, microsOf } from '../../support/golden-qa.ts';

const units = loadGolden()?.units;

describe('binning and accuracy units of the reference', () => {
  it('should fit and apply numeric bins', function () {
    if (units === undefined) return this.skip();
    for (const { name, values, bins, breaks, codes } of units.numeric_bins) {
      const fitted = fitBins('numeric', values, bins);

      expect(fitted, name).to.deep.equal({ kind: 'edges', edges: breaks });
      expect([...encodeBins(fitted, values)], name).to.deep.equal(
        codes.map((code) => code ?? breaks.length - 1),
      );
    }
    return undefined;
  });

  it('should fit and apply datetime bins', function () {
    if (units === undefined) return this.skip();
    for (const { name, values, bins, breaks, codes } of units.datetime_bins) {
      const cells: Cell[] = values.map((value) => (value === null ? null : microsOf(value)));

      const fitted = fitBins('datetime', cells, bins);

      expect(fitted, name).to.deep.equal({ kind: 'edges', edges: breaks.map(microsOf) });
      expect([...encodeBins(fitted, cells)], name).to.deep.equal(
        codes.map((code) => code ?? breaks.length - 1),
      );
    }
    return undefined;
  });

  it('should keep and apply categories', function () {
    if (units === undefined) return this.skip();
    for (const { name, values, bins, kept, result } of units.category_bins) {
      const fitted = fitBins('categorical', values, bins);

      const labels = fitted.kind === 'labels' ? fitted.labels : [];
      expect([...labels].sort(), name).to.deep.equal([...kept].sort());
      expect(
        [...encodeBins(fitted, values)].map((code) => labels[code]),
        name,
      ).to.deep.equal(result);
    }
    return undefined;
  });

  it('should tell text from categories', function () {
    if (units === undefined) return this.skip();
    for (const { name, values, is_text } of units.text_rule) {
      expect(isText(values), name).to.equal(is_text);
    }
    return undefined;
  });

  it('should compute accuracy and its noise bound', function () {
    if (units === undefined) return this.skip();
    for (const { name, original, synthetic, accuracy, accuracy_max } of units.accuracy) {
      const labels = [...new Set([...Object.keys(original), ...Object.keys(synthetic)])];
      const countsOf = (side: Record<string, number>) => labels.map((label) => side[label] ?? 0);

      const likeness = likenessOf(countsOf(original), countsOf(synthetic));

      expect(likeness, name).to.deep.equal({ value: accuracy, max: accuracy_max });
    }
    return undefined;
  });
});
