import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  atLeast,
  atMost,
  type Figure,
  isMet,
  near,
} from '../../bench/generation-figures/figure.ts';
import { comparedFigures, worsening } from '../../bench/generation-figures/print-figures.ts';

describe('isMet', () => {
  for (const { target, value, met } of [
    { target: atLeast(0.9), value: 0.9, met: true },
    { target: atLeast(0.9), value: 0.89, met: false },
    { target: atMost(0.1), value: 0.2, met: false },
    { target: near(1, 0.1), value: 1.05, met: true },
    { target: near(1, 0.1), value: 0.8, met: false },
    { target: null, value: 1, met: null },
    { target: atMost(1), value: null, met: null },
    { target: atMost(1), value: Number.NaN, met: null },
  ]) {
    it(`should be ${met} for ${value} where ${JSON.stringify(target)} is asked`, () => {
      expect(isMet(figure(value, target))).to.equal(met);
    });
  }

  it('should have no target where the ceiling is not known', () => {
    expect(atLeast(Number.NaN)).to.equal(null);
    expect(near(null, 1)).to.equal(null);
  });
});

describe('worsening', () => {
  it('should be negative for a lower distance, a higher likeness, a closer number', () => {
    expect(worsening(figure(0.3, atMost(0.1)), figure(0.2, atMost(0.1)))).to.be.below(0);
    expect(worsening(figure(0.3, atLeast(0.9)), figure(0.2, atLeast(0.9)))).to.be.above(0);
    expect(worsening(figure(5, near(1, 0.1)), figure(0.5, near(1, 0.1)))).to.be.below(0);
  });
});

describe('comparedFigures', () => {
  it('should say what is better, what is worse, and what only one run has', () => {
    const first = [figure(0.3, atMost(0.1), 'gap'), figure(0.5, atLeast(0.6), 'accuracy')];
    const second = [figure(0.05, atMost(0.1), 'gap'), figure(0.4, atLeast(0.6), 'accuracy')];

    const lines = comparedFigures(
      { run: 'one', figures: first, seconds: {} },
      { run: 'two', figures: [...second, figure(1, null, 'new')], seconds: {} },
    );

    expect(lines.find((line) => line.startsWith('gap'))).to.match(/-0\.2500 \+.*NO → yes$/);
    expect(lines.find((line) => line.startsWith('accuracy'))).to.match(/-0\.1000 -.*NO → NO$/);
    expect(lines.find((line) => line.startsWith('new'))).to.match(/^new +1\.0000/);
  });
});

function figure(value: number | null, target: Figure['target'], name = 'figure'): Figure {
  return { group: '1', name, value, ceiling: null, floor: null, target };
}
