import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { accuracyOf } from '../../../../evaluators/ceiling/cell-likeness.ts';
import {
  type AcrossLaws,
  outcomeOf,
  scoreAcross,
} from '../../../../evaluators/ceiling/score-across.ts';

/** How often a face was shown, of one throw a subject. */
const faces: AcrossLaws<readonly number[]> = {
  figuresOf: (throws, keep) => {
    const counts = new Float64Array(6);
    for (const [at, face] of throws.entries()) {
      if (keep === null || keep[at] === 1) counts[face] = (counts[face] as number) + 1;
    }
    return new Map([['faces', counts]]);
  },
  scores: {
    accuracy: { law: 'faces', likeness: accuracyOf },
    missing: { law: 'colours', likeness: accuracyOf },
  },
};

describe('scoreAcross', () => {
  const throws = Array.from({ length: 60 }, (_, at) => at % 6);
  const naive = new Map([['faces', Float64Array.of(1, 0, 0, 0, 0, 0)]]);
  const sides = { original: throws, synthetic: throws, naive, subjects: throws.length };

  it('should put a copy at 1, over its ceiling and its floor', () => {
    const { scores } = scoreAcross(faces, sides, { random: createRandom(1), draws: 20 });

    const outcome = scores.get('accuracy');
    const score = outcome?.ok ? outcome.value : null;
    expect(score?.value).to.be.closeTo(1, 1e-12);
    expect(score?.ceiling).to.be.within(0.7, 0.99);
    expect(score?.floor).to.be.closeTo(1 / 6, 1e-5);
  });

  it('should refuse a law that no side has, and a score that is unknown', () => {
    const scored = scoreAcross(faces, sides, { random: createRandom(1), draws: 2 });

    expect(scored.scores.get('missing')?.ok).to.equal(false);
    expect(outcomeOf({ ok: true, value: scored }, 'other').ok).to.equal(false);
  });
});
