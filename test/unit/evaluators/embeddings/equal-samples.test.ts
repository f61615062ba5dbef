import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { equalSamples, type KeyedFrame } from '../../../../evaluators/embeddings/equal-samples.ts';

const options = { random: createRandom(1), mostRows: 10_000 };

describe('equalSamples', () => {
  it('should draw as many rows of each side as the smallest has', () => {
    const drawn = equalSamples(
      { training: sequences(200, 3), holdout: sequences(40, 3), synthetic: sequences(150, 3) },
      options,
    );

    for (const side of [drawn.training, drawn.holdout!, drawn.synthetic]) {
      expect(side.frame.rows).to.equal(120);
      expect(side.frame.columns.every(({ values }) => values.length === 120)).to.equal(true);
    }
  });

  it('should draw whole subjects and put their length first', () => {
    const { training } = equalSamples(
      { training: sequences(100, 3), holdout: sequences(20, 3), synthetic: sequences(100, 3) },
      options,
    );

    expect(training.frame.columns.map(({ name }) => name)).to.deep.equal(['Sequence Length', 'x']);
    expect(new Set(training.frame.columns[0]!.values)).to.deep.equal(new Set([3]));
    expect(new Set(training.subject).size).to.equal(20);
  });

  it('should cut sequences to the 95 % quantile of the training lengths, at random', () => {
    const long = sequences(100, 4);
    const training = { ...long, subject: long.subject!.map((key) => (key < 6 ? 0 : key)) };

    const drawn = equalSamples(
      { training, holdout: sequences(100, 50), synthetic: sequences(100, 50) },
      { ...options, mostRows: 390 },
    );

    const rows = [...drawn.training.subject].filter((key) => key === 0).length;
    expect(rows).to.equal(4);
    expect(drawn.holdout!.frame.columns[0]!.values[0]).to.equal(50);
    expect(drawn.holdout!.frame.columns[1]!.values.slice(0, 4)).not.to.deep.equal([0, 1, 2, 3]);
  });

  it('should take rows for subjects where there is no key', () => {
    const flat = (rows: number) => ({ frame: sequences(rows, 1).frame });

    const { synthetic } = equalSamples(
      { training: flat(90), holdout: null, synthetic: flat(100) },
      options,
    );

    expect(synthetic.frame.rows).to.equal(90);
    expect(synthetic.frame.columns.map(({ name }) => name)).to.deep.equal(['x']);
  });

  for (const [part, few] of [
    ['training', 89],
    ['holdout', 9],
    ['synthetic', 99],
  ] as const) {
    it(`should refuse ${few} ${part} subjects, however many rows they have`, () => {
      const enough = sequences(100, 20);

      expect(() =>
        equalSamples(
          { training: enough, holdout: enough, synthetic: enough, [part]: sequences(few, 20) },
          options,
        ),
      ).to.throw(IncomputableMetricError, part);
    });
  }
});

/** Subjects with as many rows each; `x` counts a subject's rows. */
function sequences(subjects: number, length: number): KeyedFrame {
  const rows = subjects * length;
  const values = Array.from({ length: rows }, (_, row) => row % length);
  return {
    frame: { rows, columns: [{ name: 'x', role: 'target', type: 'numeric', values }] },
    subject: Int32Array.from({ length: rows }, (_, row) => Math.floor(row / length)),
  };
}
