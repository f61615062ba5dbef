import { expect } from 'chai';
import { createRandom } from '../../../../engine/core/random.ts';
import { explainedVariance, macroAuc } from '../../../../evaluators/learners/learner-scores.ts';
import { resampledIntervals, weightedScore } from '../../../../evaluators/utility/task-scores.ts';

const ROWS = 300;

describe('weightedScore', () => {
  for (const classes of [2, 4]) {
    it(`should be the AUC of ${classes} classes where all weights are 1`, () => {
      const { said, actual } = drawAnswers(classes);

      const score = weightedScore(said, actual, classes)(new Float64Array(ROWS).fill(1));

      expect(score).to.be.closeTo(macroAuc(said, Int32Array.from(actual), classes), 1e-12);
    });
  }

  it('should take a weight of 2 for a row that is there twice', () => {
    const { said, actual } = drawAnswers(2);
    const weights = Float64Array.from(actual, (_, row) => (row < 50 ? 2 : 1));
    const order = [...actual.keys(), ...Array(50).keys()];
    const twice = Float64Array.from(order.flatMap((row) => [said[row * 2]!, said[row * 2 + 1]!]));
    const labels = Int32Array.from(order, (row) => actual[row]!);

    const score = weightedScore(said, actual, 2)(weights);

    expect(score).to.be.closeTo(macroAuc(twice, labels, 2), 1e-12);
  });

  it('should be R² where a number is asked', () => {
    const actual = Float64Array.from({ length: 40 }, (_, row) => row % 7);
    const said = actual.map((value, row) => value + (row % 3) - 1);

    const score = weightedScore(said, actual, 0)(new Float64Array(40).fill(1));

    expect(score).to.be.closeTo(explainedVariance(said, actual), 1e-12);
  });
});

describe('resampledIntervals', () => {
  const subject = Int32Array.from({ length: ROWS }, (_, row) => row % 60);
  const random = createRandom(4, 'intervals');

  it('should hold no difference between equal answers', () => {
    const { said, actual } = drawAnswers(2);
    const score = weightedScore(said, actual, 2);

    const intervals = resampledIntervals({ real: score, synthetic: score }, { subject }, random);

    expect(intervals!.delta).to.deep.equal([0, 0]);
    expect(intervals!.trtr[0]).to.be.below(intervals!.trtr[1]);
    expect(score(new Float64Array(ROWS).fill(1))).to.be.within(...intervals!.trtr);
  });

  it('should stay below 0 where synthetic answers are noise', () => {
    const { said, actual } = drawAnswers(2);
    const noise = Float64Array.from(said, () => random.next());

    const intervals = resampledIntervals(
      { real: weightedScore(said, actual, 2), synthetic: weightedScore(noise, actual, 2) },
      { subject },
      random,
    );

    expect(intervals!.delta[1]).to.be.below(0);
  });

  it('should say nothing of fewer than 10 subjects', () => {
    const { said, actual } = drawAnswers(2);
    const score = weightedScore(said, actual, 2);
    const few = subject.map((one) => one % 9);

    const intervals = resampledIntervals(
      { real: score, synthetic: score },
      { subject: few },
      random,
    );

    expect(intervals).to.equal(null);
  });
});

/** Answers that mostly give the right class its due. */
function drawAnswers(classes: number) {
  const random = createRandom(classes, 'answers');
  const actual = Float64Array.from({ length: ROWS }, () => random.integer(classes));
  const said = Float64Array.from({ length: ROWS * classes }, (_, at) => {
    const isOwn = actual[Math.floor(at / classes)] === at % classes;
    return Math.round(10 * (random.next() + (isOwn ? 0.7 : 0))) / 10;
  });
  return { said, actual };
}
