import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { BLOCK, padded, VectorKernels } from '../../../engine/compute/vector-kernels.ts';

const RUNS = { numRuns: 50, seed: 11 };
const size = fc.integer({ min: 1, max: 70 });
const number = fc.float({ min: -3, max: 3, noNaN: true });

describe('VectorKernels', () => {
  it('should multiply as the definition says', () => {
    fc.assert(
      fc.property(size, size, fc.infiniteStream(number), (rows, width, numbers) => {
        const columns = padded(width);
        const { kernels, take } = open(rows * columns + rows + columns);
        const [matrix, vector, to] = [
          take(rows * columns, numbers),
          take(rows, numbers),
          take(columns, numbers),
        ];
        const before = kernels.floats.slice(to, to + columns);

        kernels.product(to, vector, { matrix, rows, columns });

        for (let column = 0; column < columns; column += 1) {
          let sum = before[column] as number;
          for (let row = 0; row < rows; row += 1) {
            const weight = kernels.floats[matrix + row * columns + column] as number;
            sum += (kernels.floats[vector + row] as number) * weight;
          }
          expect(kernels.floats[to + column]).to.be.closeTo(sum, 1e-3);
        }
      }),
      RUNS,
    );
  });

  it('should add the rows of a list, one as often as it stands there', () => {
    const { kernels, take } = open(3 * BLOCK);
    const [to, one, two] = [take(BLOCK, [1]), take(BLOCK, [10]), take(BLOCK, [100])];
    for (const [index, row] of [one, two, one].entries()) kernels.list(index, row);

    kernels.addRows(to, 3, BLOCK);

    expect(kernels.floats[to]).to.equal(121);
    expect(kernels.floats[to + 1]).to.equal(0);
  });

  it('should leave a vector as it is where the list is empty', () => {
    const { kernels, take } = open(BLOCK);
    const to = take(BLOCK, [5]);

    kernels.addRows(to, 0, BLOCK);

    expect(kernels.floats[to]).to.equal(5);
  });

  it('should cut off what is below zero', () => {
    const { kernels, take } = open(2 * BLOCK);
    const [to, from] = [take(BLOCK, []), take(BLOCK, [-2, 3, -0.5, 0.25])];

    kernels.rectify(to, from, BLOCK);

    expect([...kernels.floats.slice(to, to + 4)]).to.deep.equal([0, 3, 0, 0.25]);
  });

  it('should raise e to what is left of a shift', () => {
    fc.assert(
      fc.property(fc.float({ min: -80, max: 0, noNaN: true }), (x) => {
        const { kernels, take } = open(BLOCK);
        const to = take(BLOCK, [x + 2]);
        const shifted = (kernels.floats[to] as number) - 2;

        kernels.exponentials(to, 2, BLOCK);

        const wanted = Math.exp(shifted);
        expect(kernels.floats[to]).to.be.closeTo(wanted, wanted * 2e-5);
      }),
      RUNS,
    );
  });

  it('should refuse more than there is room for', () => {
    const kernels = new VectorKernels(BLOCK);

    expect(() => kernels.take(1_000_000)).to.throw('vector kernels have room');
  });
});

/** Kernels with some room, and vectors that begin with given numbers. */
function open(floats: number) {
  const kernels = new VectorKernels(floats + 8 * BLOCK);
  const take = (length: number, numbers: Iterable<number>) => {
    const at = kernels.take(length);
    const source = numbers[Symbol.iterator]();
    for (let index = 0; index < length; index += 1) {
      const { value, done } = source.next();
      if (done === true) break;
      kernels.floats[at + index] = value;
    }
    return at;
  };
  return { kernels, take };
}
