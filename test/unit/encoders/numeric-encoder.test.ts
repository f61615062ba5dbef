import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import {
  analyzeNumeric,
  codesBySize,
  type NumericOptions,
  type NumericStats,
  numericEncoder,
} from '../../../engine/encoders/numeric-encoder.ts';
import { itBehavesLikeAnEncoder, sampleOf } from '../../support/encoder-battery.ts';

const spread = Array.from({ length: 200 }, (_, row) => [row, 1000 + 37 * row] as const);
const shared = Array.from({ length: 40 }, (_, row) => [row, 40] as const);

describe('numericEncoder', () => {
  itBehavesLikeAnEncoder<number>({
    learn: (sample) => learn(sample, { k: 5 }),
    rows: [...shared, ...spread, [300, 987_654_321], [301, null]].sort(
      (a, b) => Number(a[0]) - Number(b[0]),
    ) as never,
    kept: [40],
    hidden: [987_654_321],
  });

  it('should draw values of a bin from within the bin', () => {
    const { encoder } = learn(sampleOf(spread), { k: 5 });
    const random = createRandom(3);

    const misses = spread.map(([, value]) =>
      Math.abs((encoder.decode(encoder.encode(value), random) ?? 0) - value),
    );

    expect(Math.max(...misses.slice(10, -10))).to.be.at.most(150);
  });

  it('should keep a lone rare value within one step of itself', () => {
    const rows = [...shared.map(([row]) => [row, 1] as const), [50, 0.8] as const];
    const { encoder } = learn(sampleOf(rows), { k: 5 });
    const random = createRandom(5);

    const drawn = Array.from({ length: 50 }, () => encoder.decode(encoder.encode(0.8), random));

    expect(new Set(drawn)).to.deep.equal(new Set([0.8]));
  });

  it('should never cross a barrier', () => {
    const rows = Array.from({ length: 300 }, (_, row) => [row, 30 + (row % 77) / 3] as const);
    const { encoder } = learn(sampleOf(rows), { k: 400, barriers: [28, 40] });
    const random = createRandom(4);

    const drawn = Array.from({ length: 500 }, () => encoder.decode(encoder.encode(40.5), random));

    for (const value of drawn) expect(value).to.be.at.least(40);
  });

  it('should keep the step of the data', () => {
    const rows = Array.from({ length: 300 }, (_, row) => [row, 1000 * row * row] as const);
    const { encoder } = learn(sampleOf(rows), { k: 5 });
    const random = createRandom(5);

    for (const [, value] of rows.slice(20, 200)) {
      expect((encoder.decode(encoder.encode(value), random) ?? 0) % 1000).to.equal(0);
    }
  });

  it('should keep well-known ports although one subject alone uses them', () => {
    const { encoder } = learn(
      sampleOf([
        [1, 22],
        [2, 443],
        [3, 50_123],
      ]),
      { k: 5, exactBelow: 1024 },
    );

    expect(encoder.decode(encoder.encode(443), createRandom(1))).to.equal(443);
    expect(encoder.decode(encoder.encode(22), createRandom(1))).to.equal(22);
  });

  it('should list codes by the size of their values', () => {
    const { stats, encoder } = learn(sampleOf([...shared, ...spread]), { k: 5 });
    const random = createRandom(6);

    const values = codesBySize(stats).map((code) => encoder.decode(code, random) ?? 0);

    expect(values).to.deep.equal([...values].sort((a, b) => a - b));
    expect(values).to.have.length.above(20);
  });

  it('should stay finite at the ends of what doubles hold', () => {
    const rows = [-1.7e308, 0, 1.7e308].flatMap((value, at) => [[at, value] as const]);
    const { encoder } = learn(sampleOf(rows), { k: 5 });
    const random = createRandom(7);

    for (const [, value] of rows) {
      expect(encoder.decode(encoder.encode(value), random)).to.satisfy(Number.isFinite);
    }
  });
});

function learn(sample: Parameters<typeof analyzeNumeric>[0], options: NumericOptions) {
  const stats = JSON.parse(JSON.stringify(analyzeNumeric(sample, options))) as NumericStats;
  return { stats, encoder: numericEncoder(stats) };
}
