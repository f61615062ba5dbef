import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import type { Sample } from '../../../engine/encoders/encoder.ts';
import { analyzeNumeric } from '../../../engine/encoders/numeric-encoder.ts';
import { PrivateHistograms } from '../../../engine/encoders/private-histogram.ts';
import {
  knownLabels,
  privateLabels,
  privateNumbers,
  unknownNumbers,
} from '../../../engine/encoders/private-sample.ts';
import { sampleOf } from '../../support/encoder-battery.ts';

const NOISE = { deviation: 2, threshold: 15, knownThreshold: 6, most: 16 };
const WHOLE = { isWhole: true, isSigned: false, k: 5 };

describe('privateLabels', () => {
  it('should hold shared labels as often as they were counted, and no rare one', () => {
    const rows = Array.from({ length: 300 }, (_, at) => {
      return [at, at === 7 ? 'only mine' : at % 3 === 0 ? 'udp' : 'tcp'] as const;
    });

    const made = valuesOf(privateLabels(sampleOf<string>(rows), columnOf(['tcp']), 5));

    expect(made).to.not.include('only mine');
    expect(made.filter((one) => one === 'tcp').length).to.be.closeTo(199, 8);
    expect(made.filter((one) => one === 'udp').length).to.be.closeTo(100, 8);
  });

  it('should hold all that is listed where nothing passes', () => {
    const made = privateLabels(sampleOf<string>([[1, 'mine']]), columnOf(['a', 'b']), 2);

    expect(valuesOf(made)).to.deep.equal(['a', 'a', 'b', 'b']);
    expect(valuesOf(knownLabels(['a', 'b'], 2))).to.deep.equal(valuesOf(made));
  });
});

describe('privateNumbers', () => {
  it('should be codes of their own where subjects share them', () => {
    const rows = Array.from({ length: 900 }, (_, at) => [at, 40 * (1 + (at % 3))] as const);

    const { exact, edges } = learn(rows);

    expect(exact).to.deep.equal([40, 80, 120]);
    expect(edges).to.deep.equal([]);
  });

  it('should cover what many subjects reach, and forget the reach of one', () => {
    const random = createRandom(5);
    const rows = Array.from(
      { length: 3000 },
      (_, at) => [at, 1000 + random.integer(3000)] as const,
    );

    const { edges } = learn([...rows, [3000, 987_654_321]]);

    expect(edges[0]).to.be.within(900, 1200);
    expect(edges.at(-1)).to.be.within(3500, 4100);
    expect(edges.length).to.be.above(15);
  });

  it('should spread no further than the cells that pass', () => {
    const rows = Array.from({ length: 400 }, (_, at) => [at, -(64 + (at % 8))] as const);

    const made = valuesOf(privateNumbers(sampleOf(rows), columnOf<number>([]), WHOLE));

    expect(made.every((one) => one !== null && one <= -64 && one > -72)).to.equal(true);
    expect(new Set(made).size).to.equal(8);
    expect(made.length).to.be.closeTo(400, 20);
  });

  it('should reach over all that may be where nothing passes', () => {
    const rows = [[1, 31_337]] as const;

    const sizes = valuesOf(privateNumbers(sampleOf(rows), columnOf<number>([]), WHOLE)).map(Number);
    const ports = valuesOf(unknownNumbers({ ...WHOLE, range: [0, 65_536] })).map(Number);
    const signed = valuesOf(unknownNumbers({ ...WHOLE, isSigned: true, octaves: 3 })).map(Number);

    expect([Math.min(...sizes), Math.max(...sizes) > 2 ** 43]).to.deep.equal([0, true]);
    expect(sizes.every(Number.isInteger)).to.equal(true);
    expect(Math.min(...ports)).to.be.within(0, 100);
    expect(Math.max(...ports)).to.be.within(65_400, 65_535);
    expect(new Set(signed)).to.deep.equal(
      new Set([-7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7]),
    );
  });

  it('should tell numbers apart that are not whole', () => {
    const rows = Array.from({ length: 400 }, (_, at) => [at, 0.25 + at / 1e4] as const);

    const domain = { ...WHOLE, isWhole: false };
    const made = valuesOf(privateNumbers(sampleOf(rows), columnOf<number>([]), domain)).map(Number);

    expect(Math.min(...made)).to.be.within(0.25, 0.26);
    expect(Math.max(...made)).to.be.within(0.27, 0.3125);
    expect(new Set(made).size).to.be.above(300);
  });
});

function learn(rows: readonly (readonly [number, number])[]) {
  const made = privateNumbers(sampleOf(rows), columnOf<number>([]), WHOLE);
  return analyzeNumeric(made, { k: 5 });
}

function columnOf<T>(known: readonly T[]) {
  return { histograms: new PrivateHistograms(NOISE, createRandom(8), 2), name: 'x', known };
}

function valuesOf<T>(sample: Sample<T>): (T | null)[] {
  return Array.from({ length: sample.length }, (_, row) => sample.value(row));
}
