import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import {
  binLogLikelihood,
  logDensity,
  mixtureOf,
} from '../../../../engine/compute/layers/mixture-density.ts';
import { ComputeError } from '../../../../engine/core/errors.ts';
import { computeValues } from '../../../support/compute-values.ts';

/** Two bells: log odds, means, logs of scales. */
const PARAMETERS = [0.3, -0.4, -1, 2, -0.5, 0.2];
const EDGES = [-1e9, -3, -1, 0, 0.25, 2, 5, 1e9];

describe('binLogLikelihood', () => {
  for (const bell of ['normal', 'logistic'] as const) {
    it(`should give the bins of a line probabilities that add up to 1: ${bell}`, () => {
      const chances = binsOf(EDGES, bell);

      const sum = chances.reduce((total, chance) => total + chance, 0);
      expect(sum).to.be.closeTo(1, 1e-9);
      expect(Math.min(...chances)).to.be.above(0.0001);
    });
  }

  it('should approach the density in narrow bins', () => {
    const [chance] = binsOf([0.5, 0.5001], 'normal');

    expect(chance! / 0.0001).to.be.closeTo(densityAt([0.50005])[0]!, 1e-6);
  });

  it('should stay finite far from every bell', () => {
    const [chance] = binsOf([1e6, 1e6 + 1], 'normal');

    expect(chance).to.be.closeTo(1e-12, 1e-14);
  });
});

describe('logDensity', () => {
  it('should add up to 1 over the line', () => {
    const width = 0.01;
    const values = Array.from({ length: 2000 }, (_, index) => -10 + (index + 0.5) * width);

    const sum = densityAt(values).reduce((total, density) => total + density * width, 0);

    expect(sum).to.be.closeTo(1, 1e-6);
  });
});

describe('mixtureOf', () => {
  it('should refuse a width that is no multiple of 3', () => {
    const g = new GraphBuilder();

    expect(() => mixtureOf(g, g.input('x', ['N', 4]))).to.throw(ComputeError, 'width');
  });
});

function binsOf(edges: readonly number[], bell: 'normal' | 'logistic'): readonly number[] {
  const g = new GraphBuilder();
  const mixture = mixtureOf(g, g.broadcast(g.constant([1, 6], PARAMETERS), ['N', 6]));
  const [lower, upper] = [g.input('lower', ['N', 1]), g.input('upper', ['N', 1])];
  const [logs] = computeValues(g, [binLogLikelihood(g, mixture, { lower, upper, bell })], {
    sizes: { N: edges.length - 1 },
    feed: { lower: edges.slice(0, -1), upper: edges.slice(1) },
  });
  return logs!.map(Math.exp);
}

function densityAt(values: readonly number[]): readonly number[] {
  const g = new GraphBuilder();
  const mixture = mixtureOf(g, g.broadcast(g.constant([1, 6], PARAMETERS), ['N', 6]));
  const [logs] = computeValues(g, [logDensity(g, mixture, g.input('values', ['N', 1]))], {
    sizes: { N: values.length },
    feed: { values },
  });
  return logs!.map(Math.exp);
}
