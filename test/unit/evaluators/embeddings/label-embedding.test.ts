import { expect } from 'chai';
import { describe, it } from 'mocha';
import { fitLabels } from '../../../../evaluators/embeddings/label-embedding.ts';
import { fitComponents } from '../../../../evaluators/embeddings/principal-components.ts';

const names = (count: number) => Array.from({ length: count }, (_, at) => `name ${at}`);

describe('fitLabels', () => {
  for (const [labels, dimensions] of [
    [1, 2],
    [20, 2],
    [21, 3],
    [100, 3],
    [101, 4],
  ] as const) {
    it(`should give ${labels} labels ${dimensions} dimensions`, () => {
      expect(fitLabels(names(labels)).dimensions).to.equal(dimensions);
      expect(fitLabels(names(labels)).embed('name 0').length).to.equal(dimensions);
    });
  }

  it('should put labels that the original lacks where rare ones stand', () => {
    const { embed } = fitLabels(['tcp', 'udp', 'icmp']);

    expect(embed('sctp')).to.deep.equal(embed('_RARE_'));
    expect(embed('udp')).not.to.deep.equal(embed('_RARE_'));
  });

  it('should embed missing and empty cells as labels of their own', () => {
    const { embed } = fitLabels(['tcp', null, '']);

    expect(embed(null)).to.deep.equal(embed('(n/a)'));
    expect(embed(null)).not.to.deep.equal(embed(''));
  });

  it('should count a label once, however frequent it is', () => {
    const rare = fitLabels(['alpha', 'beta', 'gamma']);
    const frequent = fitLabels(['alpha', 'alpha', 'alpha', 'alpha', 'beta', 'beta', 'gamma']);

    for (const label of ['alpha', 'beta', 'gamma']) {
      for (const [at, value] of rare.embed(label).entries()) {
        expect(frequent.embed(label)[at]).to.be.closeTo(value, 1e-9);
      }
    }
  });

  it('should place labels beyond the fitted 2,000 too', () => {
    const { embed } = fitLabels(names(2_100));

    expect(embed('name 2099')).not.to.deep.equal(embed('_RARE_'));
  });
});

describe('fitComponents', () => {
  it('should find the axis along which vectors differ most', () => {
    const project = fitComponents(
      [
        [0, 0],
        [3, 4],
        [6, 8],
      ].map((pair) => Float64Array.from(pair)),
      2,
    );

    expect(project(Float64Array.of(6, 8))[0]).to.be.closeTo(5, 1e-9);
    expect(project(Float64Array.of(0, 0))[0]).to.be.closeTo(-5, 1e-9);
    expect(project(Float64Array.of(6, 8))[1]).to.be.closeTo(0, 1e-6);
  });

  it('should agree whether vectors are few or many', () => {
    const vectors = [
      [1, 0, 2, 0, 1],
      [0, 3, 0, 1, 0],
      [5, 1, 0, 0, 2],
      [0, 0, 1, 7, 1],
    ].map((list) => Float64Array.from(list));

    const few = fitComponents(vectors, 2);
    const many = fitComponents([...vectors, ...vectors, ...vectors], 2);

    for (const vector of vectors) {
      for (const [at, value] of few(vector).entries()) {
        expect(many(vector)[at]).to.be.closeTo(value, 1e-6);
      }
    }
  });
});
