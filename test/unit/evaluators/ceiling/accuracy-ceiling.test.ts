import { expect } from 'chai';
import { createRandom } from '../../../../engine/core/random.ts';
import { accuracyCeiling } from '../../../../evaluators/ceiling/accuracy-ceiling.ts';
import type { Frame, FrameColumn } from '../../../../evaluators/columns/frame.ts';
import { frameAccuracy, meanLikeness } from '../../../../evaluators/pairs/table-accuracy.ts';

describe('accuracyCeiling', () => {
  it('should hold what fresh samples of the law reach, nine times in ten', () => {
    const original = frameOf(800, 'original');
    const ceiling = accuracyCeiling({
      frame: original,
      sequences: null,
      sizes: { original: 800, synthetic: 800 },
      sequenceSizes: { original: 0, synthetic: 0 },
      random,
    });

    const inside = Array.from({ length: 40 }, (_, at) => {
      const sets = frameAccuracy(original, frameOf(800, `fresh ${at}`), random);
      const value = meanLikeness(sets.bivariate)?.value ?? 0;
      const [low, high] = ceiling.interval.bivariate ?? [1, 0];
      return value >= low && value <= high;
    }).filter(Boolean).length;
    expect(inside).to.be.at.least(32);
    expect(ceiling.mean.coherence).to.equal(null);
    expect(ceiling.draws.univariate).to.equal(200);
  });

  it('should ask less of a small synthetic side', () => {
    const meanAt = (synthetic: number) =>
      accuracyCeiling({
        frame: frameOf(800, 'original'),
        sequences: null,
        sizes: { original: 800, synthetic },
        sequenceSizes: { original: 0, synthetic: 0 },
        random,
      }).mean.trivariate ?? 0;

    expect(meanAt(100)).to.be.lessThan(meanAt(800) - 0.05);
  });

  it('should judge sequences where there are some', () => {
    const frame = frameOf(300, 'original');
    const values = Array.from({ length: 1200 }, (_, row) => String(row % 7));
    const column = { name: 'kind', type: 'categorical' as const, values };
    const sequences = {
      columns: [column, { ...column, name: 'other' }],
      sequence: values.map((_, row) => row >> 2),
    };
    const next: FrameColumn = {
      name: 'size',
      role: 'next',
      type: 'numeric',
      values: frame.columns[0]!.values,
    };

    const { mean, interval } = accuracyCeiling({
      frame: { ...frame, columns: [...frame.columns, next] },
      sequences,
      sizes: { original: 300, synthetic: 300 },
      sequenceSizes: { original: 300, synthetic: 300 },
      random,
    });

    expect(mean.coherence).to.be.within(0.8, 1);
    expect(interval.coherence?.[0]).to.be.lessThan(interval.coherence?.[1] ?? 0);
  });
});

const random = createRandom(3, 'ceiling');

function frameOf(rows: number, seed: string): Frame {
  const stream = createRandom(11, seed);
  const size = Array.from({ length: rows }, () => Math.round(stream.normal() * 20));
  const color = size.map((one) => (one > 5 ? 'red' : stream.pick(['blue', 'green'])));
  const shape = color.map((one) => (one === 'red' ? stream.pick(['round', 'flat']) : 'round'));
  return {
    rows,
    columns: [
      { name: 'size', role: 'target', type: 'numeric', values: size },
      { name: 'color', role: 'target', type: 'categorical', values: color },
      { name: 'shape', role: 'target', type: 'categorical', values: shape },
    ],
  };
}
