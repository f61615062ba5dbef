import { expect } from 'chai';
import fc from 'fast-check';
import { createRandom } from '../../../../engine/core/random.ts';
import { byteCodes, fitBinEdges, wordCodes } from '../../../../evaluators/learners/feature-bins.ts';
import { codeForestColumns } from '../../../../evaluators/learners/forest-columns.ts';
import { featuresOf } from './made-features.ts';

describe('fitBinEdges', () => {
  it('should give few distinct values a bin each, with edges half way', () => {
    const [edges] = fitBinEdges(featuresOf({ x: [4, 1, 1, Number.NaN, 2] }), 255);

    expect([...edges!]).to.deep.equal([1.5, 3]);
  });

  it('should keep the order of values and fit the bins allowed', () => {
    const value = fc.oneof(
      fc.integer({ min: 0, max: 40 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom(80, 443),
    );

    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (x) => {
        const features = featuresOf({ x });
        const edges = fitBinEdges(features, 16);
        const { columns, bins } = byteCodes(edges, features);
        const order = [...x.keys()].sort((one, other) => x[one]! - x[other]!);
        const codes = order.map((row) => columns[0]![row]!);
        expect(codes).to.deep.equal([...codes].sort((one, other) => one - other));
        expect(bins[0]).to.be.at.most(16);
        expect(codes.at(-1)).to.equal(bins[0]! - 1);
        expect(codes[0]).to.equal(0);
      }),
      { numRuns: 200 },
    );
  });

  it('should leave a heavy value alone and cut the rest alike', () => {
    const random = createRandom(1, 'bins');
    const x = Array.from({ length: 10_000 }, (_, row) => (row % 2 === 0 ? 0.5 : random.next()));

    const features = featuresOf({ x });
    const { columns, bins } = byteCodes(fitBinEdges(features, 255), features);
    const heavy = columns[0]!.filter((_, row) => row % 2 === 0);
    const counts = new Int32Array(bins[0]!);
    for (const [row, code] of columns[0]!.entries()) if (row % 2 === 1) counts[code]! += 1;

    expect(new Set(heavy).size).to.equal(1);
    expect(counts[heavy[0]!]).to.equal(0);
    expect(bins[0]).to.be.within(245, 255);
    expect(Math.max(...counts)).to.be.at.most(60);
  });
});

describe('codes', () => {
  it('should put missing values after the last bin', () => {
    const features = featuresOf({ x: [1, Number.NaN, 2] });

    const { columns, bins } = wordCodes(fitBinEdges(features, 65_535), features);

    expect([...columns[0]!]).to.deep.equal([0, 2, 1]);
    expect(bins[0]).to.equal(2);
  });
});

describe('codeForestColumns', () => {
  it('should gather fine codes into coarse ones, each ending where it says', () => {
    const x = Array.from({ length: 5_000 }, (_, row) => (row === 17 ? Number.NaN : row));

    const { columns } = codeForestColumns(featuresOf({ x }));
    const [fine, coarse, ends] = [columns.fine[0]!, columns.coarse[0]!, columns.ends[0]!];

    expect(ends.length).to.be.within(200, 255);
    for (const [row, code] of fine.entries()) {
      if (row === 17) {
        expect([code, coarse[row]]).to.deep.equal([columns.fineBins[0], ends.length]);
        continue;
      }
      expect(code).to.be.at.most(ends[coarse[row]!]!);
      if (coarse[row]! > 0) expect(code).to.be.above(ends[coarse[row]! - 1]!);
    }
  });
});
