import { expect } from 'chai';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { type Frame, independentColumns } from '../../../../evaluators/columns/frame.ts';
import { judgeLabelledFrames } from '../../../../evaluators/utility/judge-labelled-frames.ts';

const random = createRandom(6, 'labelled');
const [training, holdout, alike] = [rowsOf(1), rowsOf(2), rowsOf(3)];

describe('judgeLabelledFrames', () => {
  it('should call rows of the same law as good as real ones, and torn ones useless', async () => {
    const torn = independentColumns(training, training.rows, random);
    const aucOf = async (synthetic: Frame) => {
      const judged = await judgeLabelledFrames(
        { training, holdout, synthetic },
        { label: 'label', random },
      );
      const [forest] = judged.models;
      return forest?.outcome.ok === true ? forest.outcome.value.scores[0]! : null;
    };

    const [same, useless] = [await aucOf(alike), await aucOf(torn)];

    expect(same!.trtr).to.be.above(0.95);
    expect(same!.tstr).to.be.closeTo(same!.trtr, 0.02);
    expect(useless!.trtr).to.equal(same!.trtr);
    expect(useless!.tstr).to.be.below(0.75);
    expect(useless!.floor).to.be.below(0.75);
  });

  it('should replace real rows step by step', async () => {
    const judged = await judgeLabelledFrames(
      { training, holdout, synthetic: alike },
      { label: 'label', random },
    );

    expect(judged.curve!.score).to.equal('macro-F1');
    expect(judged.curve!.points.map(({ share }) => share)).to.deep.equal([0, 0.25, 0.5, 0.75, 1]);
  });

  it('should ask for a number where the label is one', async () => {
    const judged = await judgeLabelledFrames(
      { training, holdout, synthetic: alike },
      { label: 'x', random },
    );

    expect(judged.classes).to.equal(0);
    expect(judged.models.map(({ name }) => name)).to.deep.equal([
      'random forest',
      'gradient boosting',
    ]);
  });

  it('should refuse a label that is not there', async () => {
    const refused = judgeLabelledFrames(
      { training, holdout, synthetic: alike },
      { label: 'none', random },
    );

    const error = await refused.catch((caught: unknown) => caught);

    expect(error).to.be.instanceOf(IncomputableMetricError);
  });
});

/** Rows whose label follows from two numbers and a category. */
function rowsOf(seed: number): Frame {
  const stream = createRandom(seed, 'rows');
  const rows = 300;
  const draw = () => Array.from({ length: rows }, () => stream.normal());
  const [x, y] = [draw(), draw()];
  const kind = Array.from({ length: rows }, () => stream.pick(['a', 'b']));
  const label = x.map((value, row) =>
    value + y[row]! + (kind[row] === 'a' ? 1 : -1) > 0 ? 'attack' : 'benign',
  );
  const role = 'target' as const;
  return {
    rows,
    columns: [
      { name: 'x', role, type: 'numeric', values: x },
      { name: 'y', role, type: 'numeric', values: y },
      { name: 'kind', role, type: 'categorical', values: kind },
      { name: 'label', role, type: 'categorical', values: label },
    ],
  };
}
