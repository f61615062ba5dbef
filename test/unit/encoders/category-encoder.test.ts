import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import {
  analyzeCategory,
  type CategoryOptions,
  type CategoryStats,
  categoryEncoder,
  settleCategory,
} from '../../../engine/encoders/category-encoder.ts';
import { mergeLabels, tallyOf } from '../../../engine/encoders/encoder.ts';
import { itBehavesLikeAnEncoder, sampleOf } from '../../support/encoder-battery.ts';

describe('categoryEncoder', () => {
  itBehavesLikeAnEncoder<string | number | boolean>({
    learn: (sample) => {
      const found = analyzeCategory(sample, (_, subjects) => subjects >= 3);
      const stats = JSON.parse(JSON.stringify(found)) as CategoryStats;
      return { stats, encoder: categoryEncoder(stats) };
    },
    rows: [
      [1, 'tcp'],
      [1, 'secret'],
      [1, 'secret'],
      [2, 'tcp'],
      [2, 'udp'],
      [3, 'tcp'],
      [3, 'udp'],
      [4, 'udp'],
      [4, null],
    ],
    kept: ['tcp', 'udp'],
    hidden: ['secret'],
  });

  it('should draw one of the others by their frequency for a rare value', () => {
    const drawn = drawRare({});

    expect(drawn.filter((one) => one === 'tcp').length / drawn.length).to.be.closeTo(0.75, 0.05);
    expect(new Set(drawn)).to.deep.equal(new Set(['tcp', 'udp']));
  });

  it('should give the most frequent value for a rare one where it is asked to', () => {
    expect(new Set(drawRare({ rare: 'common' }))).to.deep.equal(new Set(['tcp']));
  });

  it('should draw rare sets of flags letter by letter', () => {
    const rows = [...Array(9).keys()].map(
      (at) => [at, at % 2 === 0 ? '.A....' : '.AP.SF'] as const,
    );
    const sample = sampleOf<string>([...rows, [9, '.A.RS.'], [10, '.A..S.']]);
    const stats = analyzeCategory(sample, (_, subjects) => subjects >= 3);
    const encoder = categoryEncoder(JSON.parse(JSON.stringify(stats)) as CategoryStats);

    const drawn = encoder.decode(encoder.encode('.A.RS.'), createRandom(1));

    expect(drawn).to.equal('.A..S.');
  });

  it('should learn the same from counts of partitions', () => {
    const rows = [...Array(40).keys()].map(
      (at) => [at, ['tcp', 'udp', 'icmp', 1][at % 4]] as const,
    );
    const of = (part: number) =>
      tallyOf(sampleOf<string | number>(rows.filter(([at]) => at % 3 === part) as never));
    const mayLeave = (_: unknown, subjects: number) => subjects >= 5;

    const merged = settleCategory(mergeLabels([of(2), of(0), of(1)]), mayLeave);

    expect(merged).to.deep.equal(analyzeCategory(sampleOf(rows as never), mayLeave));
  });

  it('should write a word of its own where no value may leave', () => {
    const stats = analyzeCategory(sampleOf([[1, 'secret']]), () => false);
    const encoder = categoryEncoder(stats);

    expect(encoder.decode(encoder.encode('secret'), createRandom(1))).to.equal('other');
  });
});

/** Draws of a value that one subject holds, beside three of four `tcp` and one `udp`. */
function drawRare(options: CategoryOptions) {
  const rows = [...Array(20).keys()].map((at) => [at, at % 4 === 0 ? 'udp' : 'tcp'] as const);
  const mayLeave = (_: unknown, subjects: number) => subjects >= 3;
  const stats = analyzeCategory(sampleOf<string>([...rows, [20, 'rare']]), mayLeave, options);
  const encoder = categoryEncoder(stats);
  const random = createRandom(4);
  return Array.from({ length: 2000 }, () => encoder.decode(encoder.encode('rare'), random));
}
