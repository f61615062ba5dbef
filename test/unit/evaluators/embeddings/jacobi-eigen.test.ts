import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { jacobiEigen } from '../../../../evaluators/embeddings/jacobi-eigen.ts';
import { leadingEigenvectors } from '../../../../evaluators/embeddings/leading-eigenvectors.ts';

describe('jacobiEigen', () => {
  it('should take a symmetric matrix apart so that it can be put together again', () => {
    const matrix = positive(7);

    const { values, vectors } = jacobiEigen(matrix, 7);

    for (let row = 0; row < 7; row += 1) {
      for (let column = 0; column < 7; column += 1) {
        const sum = [...values].reduce(
          (all, value, at) => all + value * vectors[at * 7 + row]! * vectors[at * 7 + column]!,
          0,
        );
        expect(sum).to.be.closeTo(matrix[row * 7 + column]!, 1e-10);
      }
    }
  });

  it('should give falling values and vectors whose greatest entry is positive', () => {
    const { values, vectors } = jacobiEigen(Float64Array.of(1, -2, -2, 1), 2);

    expect(values[0]).to.be.closeTo(3, 1e-12);
    expect(values[1]).to.be.closeTo(-1, 1e-12);
    expect(vectors[0]).to.be.closeTo(Math.SQRT1_2, 1e-12);
    expect(vectors[1]).to.be.closeTo(-Math.SQRT1_2, 1e-12);
  });
});

describe('leadingEigenvectors', () => {
  it('should agree with the full decomposition', () => {
    const matrix = positive(40);

    const leading = leadingEigenvectors(matrix, 40, 3);

    const all = jacobiEigen(matrix, 40);
    for (let at = 0; at < 3; at += 1) {
      expect(leading.values[at]).to.be.closeTo(all.values[at]!, 1e-7);
      for (let k = 0; k < 40; k += 1) {
        expect(leading.vectors[at * 40 + k]).to.be.closeTo(all.vectors[at * 40 + k]!, 1e-3);
      }
    }
  });

  it('should manage a matrix of lower rank than vectors asked for', () => {
    const { values, vectors } = leadingEigenvectors(Float64Array.of(4, 0, 0, 0), 2, 2);

    expect([...values]).to.deep.equal([4, 0]);
    expect([...vectors].every(Number.isFinite)).to.equal(true);
    expect(Math.abs(vectors[0]!)).to.be.closeTo(1, 1e-12);
  });
});

/** A Aᵀ of random numbers. */
function positive(size: number): Float64Array {
  const random = createRandom(3);
  const factor = Array.from({ length: size * size }, () => random.normal());
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    let sum = 0;
    for (let k = 0; k < size; k += 1) sum += factor[row * size + k]! * factor[column * size + k]!;
    return sum;
  });
}
