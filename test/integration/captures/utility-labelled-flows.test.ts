/** Utility of known stand-ins for synthetic rows: other real rows, and rows torn apart. */
import { expect } from 'chai';
import { createRandom } from '../../../engine/core/random.ts';
import { type Frame, independentColumns } from '../../../evaluators/columns/frame.ts';
import type { FeatureMatrix } from '../../../evaluators/learners/feature-matrix.ts';
import { judgeLabelledFrames } from '../../../evaluators/utility/judge-labelled-frames.ts';
import { hasLabelledSets, readLabelledSplit } from './learners-labelled-sets.ts';

const random = createRandom(2, 'utility');

describe('utility of labelled flows', () => {
  before(function () {
    if (!hasLabelledSets()) this.skip();
  });

  it('should call other real rows as good as the real ones', async () => {
    const { first, second, holdout } = readParts();

    const forest = await judgeForest({ training: first, holdout, synthetic: second });
    const [auc] = forest.scores;

    expect(auc!.trtr).to.be.above(0.98);
    expect(auc!.tstr - auc!.trtr).to.be.within(-0.01, 0.01);
    expect(forest.intervals!.delta[0]).to.be.below(0.002);
    expect(forest.intervals!.delta[1]).to.be.above(-0.002);
  });

  it('should see that rows torn apart teach nothing', async () => {
    const { first, holdout } = readParts();
    const synthetic = independentColumns(first, first.rows, random);

    const forest = await judgeForest({ training: first, holdout, synthetic });
    const [auc] = forest.scores;

    expect(auc!.tstr).to.be.below(0.8);
    expect(forest.intervals!.delta[1]).to.be.below(-0.1);
  });
});

function readParts() {
  const split = readLabelledSplit('zeek', { ports: false, seed: 0 });
  const whole = frameOf(split.training, split.trainingLabels);
  const half = whole.rows >> 1;
  return {
    first: span(whole, 0, half),
    second: span(whole, half, whole.rows),
    holdout: frameOf(split.holdout, split.holdoutLabels),
  };
}

async function judgeForest(frames: { training: Frame; holdout: Frame; synthetic: Frame }) {
  const judgement = await judgeLabelledFrames(frames, { label: 'label', random });
  const outcome = judgement.models[0]!.outcome;
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

function frameOf({ rows, names, columns }: FeatureMatrix, labels: Int32Array): Frame {
  const known = columns.map((values, at) => ({
    name: names[at]!,
    role: 'target' as const,
    type: 'numeric' as const,
    values: [...values],
  }));
  const label = { name: 'label', role: 'target', type: 'categorical' } as const;
  return { rows, columns: [...known, { ...label, values: [...labels].map(String) }] };
}

function span({ columns }: Frame, from: number, to: number): Frame {
  return {
    rows: to - from,
    columns: columns.map((column) => ({ ...column, values: column.values.slice(from, to) })),
  };
}
