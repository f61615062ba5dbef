import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import type { Sample } from '../../../engine/encoders/encoder.ts';
import { PrivateHistograms, type ValueNoise } from '../../../engine/encoders/private-histogram.ts';
import { sampleOf } from '../../support/encoder-battery.ts';

/** So little noise and so low a threshold that counts come out as they are. */
const BARE: ValueNoise = { deviation: 1e-9, threshold: 1e-6, knownThreshold: 1e-6, most: 3 };

describe('PrivateHistograms', () => {
  it('should count a subject’s values so that they have length 1, however many rows it has', () => {
    const rows = [
      [1, 'a'],
      [1, 'a'],
      [1, 'b'],
      [1, 'c'],
      [1, 'd'],
      [1, 'd'],
      [2, 'a'],
      [2, null],
    ] as const;

    const counts = exactCounts(sampleOf<string>(rows));

    expect([...counts.keys()]).to.deep.equal(['a', 'b', 'd']);
    expect(counts.get('a')).to.be.closeTo(1 + 1 / Math.sqrt(3), 1e-6);
    expect(counts.get('d')).to.be.closeTo(1 / Math.sqrt(3), 1e-6);
  });

  it('should not let any subject move a histogram by more than 1', () => {
    const cells = fc.array(fc.tuple(fc.nat(6), fc.nat(9)), { maxLength: 60 });
    fc.assert(
      fc.property(cells, fc.nat(6), (list, left) => {
        const rows = [...list].sort((a, b) => a[0] - b[0]);

        const whole = exactCounts(sampleOf<number>(rows));
        const without = exactCounts(sampleOf<number>(rows.filter(([one]) => one !== left)));

        const moved = [...whole].map(([value, count]) => count - (without.get(value) ?? 0));
        expect(Math.hypot(...moved)).to.be.at.most(1 + 1e-6);
      }),
      { numRuns: 200, seed: 42 },
    );
  });

  it('should forget what too few hold, and what is listed but not there', () => {
    const noise = { deviation: 1, threshold: 20, knownThreshold: 5, most: 3 };
    const rows = Array.from(
      { length: 40 },
      (_, at) => [at, at < 30 ? 'many' : `lone ${at}`] as const,
    );
    const listed = Array.from({ length: 12 }, (_, at) => [100 + at, 'listed'] as const);
    const histograms = new PrivateHistograms(noise, createRandom(4), 1);

    const counts = histograms.counts('x', sampleOf<string>([...rows, ...listed]), [
      'listed',
      'absent',
    ]);

    expect(counts.map((one) => one.value)).to.deep.equal(['listed', 'many']);
  });

  it('should add normal noise of the deviation to every count', () => {
    const noise = { deviation: 7, threshold: -100, knownThreshold: -100, most: 1 };
    const rows = Array.from({ length: 4000 }, (_, at) => [at, at] as const);

    const counts = new PrivateHistograms(noise, createRandom(2), 1).counts('x', sampleOf(rows));

    const noises = counts.map((one) => one.count - 1);
    const mean = noises.reduce((sum, one) => sum + one, 0) / noises.length;
    const spread = Math.sqrt(noises.reduce((sum, one) => sum + one ** 2, 0) / noises.length);
    expect(mean).to.be.closeTo(0, 0.4);
    expect(spread).to.be.closeTo(7, 0.3);
  });

  it('should answer the same name once only, and no more names than were paid for', () => {
    const noise = { deviation: 1, threshold: 2, knownThreshold: 2, most: 1 };
    const histograms = new PrivateHistograms(noise, createRandom(2), 1);
    const many = sampleOf(Array.from({ length: 50 }, (_, at) => [at, at % 3] as const));

    const first = histograms.counts('x', many);
    const again = histograms.counts('x', sampleOf<number>([[1, 77]]));

    expect(first).to.have.lengthOf(3);
    expect(again).to.equal(first);
    expect(() => histograms.counts('y', many)).to.throw('a histogram too many: y');
  });
});

function exactCounts<T extends string | number>(sample: Sample<T>): Map<T, number> {
  const counts = new PrivateHistograms(BARE, createRandom(1), 1).counts('x', sample);
  return new Map(counts.map((one) => [one.value, one.count]));
}
