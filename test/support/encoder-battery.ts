import { expect } from 'chai';
import { it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import type { Encoder, Sample } from '../../engine/encoders/encoder.ts';

/** What every encoder is held to. */
export interface EncoderCase<T> {
  /** Learns from a sample and opens the encoder; statistics go through JSON. */
  readonly learn: (sample: Sample<T>) => { readonly encoder: Encoder<T>; readonly stats: unknown };
  /** Values of the data with the subject that holds each, in order of subject. */
  readonly rows: readonly (readonly [subject: number, value: T | null])[];
  /** Values that must come back as they are. */
  readonly kept: readonly T[];
  /** Values that may not come back, and whose text may not stand in the statistics. */
  readonly hidden: readonly T[];
}

/** A sample over rows of (subject, value). */
export function sampleOf<T>(rows: EncoderCase<T>['rows']): Sample<T> {
  return {
    length: rows.length,
    value: (row) => rows[row]?.[1] ?? null,
    subject: (row) => rows[row]?.[0] ?? 0,
  };
}

/** Round trip, codes below the cardinality, statistics that survive JSON, rare values hidden. */
export function itBehavesLikeAnEncoder<T>(given: EncoderCase<T>): void {
  const draws = 200;

  it('should give back values that may leave', () => {
    const { encoder } = given.learn(sampleOf(given.rows));

    const back = given.kept.map((one) => encoder.decode(encoder.encode(one), createRandom(1)));

    expect(back).to.deep.equal(given.kept);
  });

  it('should keep missing cells missing', () => {
    const { encoder } = given.learn(sampleOf(given.rows));

    expect(encoder.decode(encoder.encode(null), createRandom(1))).to.equal(null);
  });

  it('should keep codes below the cardinality', () => {
    const { encoder } = given.learn(sampleOf(given.rows));

    const codes = given.rows.map(([, value]) => encoder.encode(value));

    expect(Math.max(...codes)).to.be.below(encoder.cardinality);
    expect(Math.min(...codes)).to.be.at.least(1);
  });

  it('should hide values that fewer than k subjects share', () => {
    const { encoder, stats } = given.learn(sampleOf(given.rows));
    const random = createRandom(2);

    const drawn = given.hidden.flatMap((one) =>
      Array.from({ length: draws }, () => encoder.decode(encoder.encode(one), random)),
    );

    for (const one of given.hidden) {
      expect(drawn).to.not.include(one);
      expect(JSON.stringify(stats)).to.not.include(JSON.stringify(one));
    }
  });

  it('should learn the same whatever the order of subjects', () => {
    const turned = [...given.rows].sort(([a], [b]) => b - a);

    expect(given.learn(sampleOf(turned)).stats).to.deep.equal(
      given.learn(sampleOf(given.rows)).stats,
    );
  });
}
