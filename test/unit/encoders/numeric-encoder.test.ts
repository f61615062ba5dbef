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

    expect(Math.max(...misses.slice(10, -10))).to.be.at.most(37 * 5);
  });

  it('should show no more of a lone rare value than its magnitude', () => {
    const rows = [...shared.slice(0, 10).map(([row]) => [row, 1] as const), [50, 0.8] as const];
    const { encoder } = learn(sampleOf(rows), { k: 5 });
    const random = createRandom(5);

    const drawn = Array.from({ length: 200 }, () => encoder.decode(encoder.encode(0.8), random));

    expect(new Set(drawn)).to.deep.equal(new Set([0.5, 0.6, 0.7, 0.8, 0.9]));
  });

  it('should give a value of k subjects within a bin as often as it occurs there', () => {
    const heavy = Array.from({ length: 256 * 60 }, (_, at) => [at % 30, at % 256] as const);
    const within = Array.from({ length: 60 }, (_, at) => [at % 30, 5000] as const);
    const rare = Array.from({ length: 140 }, (_, at) => [at % 30, 4900 + 7 * at] as const);
    const rows = [...heavy, ...within.slice(30), ...rare].sort((a, b) => a[0] - b[0]);
    const { stats, encoder } = learn(sampleOf(rows), { k: 5, bins: 2 });
    const random = createRandom(8);

    const drawn = Array.from({ length: 4000 }, () => encoder.decode(encoder.encode(5000), random));

    const kept = stats.contents?.flatMap((one) => one.values);
    expect(kept).to.deep.equal([5000]);
    expect(drawn.filter((one) => one === 5000).length / 4000).to.be.closeTo(30 / 85, 0.05);
  });

  it('should clip between the k-th and the next extreme subject, whatever its rows', () => {
    const body = Array.from(
      { length: 4000 },
      (_, at) => [Math.floor(at / 100), 10 + at / 7] as const,
    );
    const loud = Array.from({ length: 900 }, (_, at) => [50, 1e6 + at] as const);
    const { stats } = learn(sampleOf([...body, ...loud]), { k: 5 });

    const [bottom, top] = [stats.edges[0] ?? 0, stats.edges[stats.edges.length - 1] ?? 0];

    const lowest = Array.from({ length: 40 }, (_, subject) => 10 + (subject * 100) / 7);
    const highest = [1e6 + 899, ...lowest.map((one) => one + 99 / 7).reverse()];
    expect(bottom).to.be.within(lowest[4] as number, lowest[5] as number);
    expect(top).to.be.within(highest[5] as number, highest[4] as number);
  });

  it('should turn rare values of a column of few shared ones into their neighbours', () => {
    const common = Array.from({ length: 3000 }, (_, at) => [at, 10 * (at % 5)] as const);
    const { stats, encoder } = learn(sampleOf([...common, [3000, 23]]), { k: 5 });

    expect(stats.edges).to.deep.equal([]);
    expect(encoder.decode(encoder.encode(23), createRandom(1))).to.equal(20);
    expect(encoder.decode(encoder.encode(1000), createRandom(1))).to.equal(40);
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
