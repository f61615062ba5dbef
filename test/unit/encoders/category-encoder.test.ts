import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import {
  analyzeCategory,
  type CategoryStats,
  categoryEncoder,
} from '../../../engine/encoders/category-encoder.ts';
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

  it('should write a word of its own where no value may leave', () => {
    const stats = analyzeCategory(sampleOf([[1, 'secret']]), () => false);
    const encoder = categoryEncoder(stats);

    expect(encoder.decode(encoder.encode('secret'), createRandom(1))).to.equal('other');
  });
});
