import { expect } from 'chai';
import { SynthesisError } from '../../../../engine/core/errors.ts';
import { solveSymmetric } from '../../../../evaluators/learners/solve-symmetric.ts';

describe('solveSymmetric', () => {
  it('should solve a positive definite system', () => {
    const matrix = Float64Array.of(4, 2, 0, 2, 5, 1, 0, 1, 3);
    const wanted = [1, -2, 3];
    const right = [0, 1, 2].map((row) =>
      wanted.reduce((sum, value, at) => sum + matrix[row * 3 + at]! * value, 0),
    );

    const solution = solveSymmetric(matrix, Float64Array.from(right));

    for (const [at, value] of wanted.entries()) expect(solution[at]).to.be.closeTo(value, 1e-12);
  });

  it('should refuse what is not positive definite', () => {
    const solve = () => solveSymmetric(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1));

    expect(solve).to.throw(SynthesisError);
  });
});
