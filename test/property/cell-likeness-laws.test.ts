import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  conditionalLikeness,
  firstShareLikeness,
  ksLikeness,
} from '../../evaluators/ceiling/cell-likeness.ts';
import { gatherCells, sumCells } from '../../evaluators/ceiling/subject-cells.ts';
import { DEGREE_CELLS, degreeAccuracy, degreeCell } from '../../evaluators/links/degree-cells.ts';

const RUNS = { numRuns: 200, seed: 42 };
const WIDTH = 3;

const counts = fc
  .array(fc.nat(50), { minLength: 4 * WIDTH, maxLength: 4 * WIDTH })
  .filter((list) => list.some((count) => count > 0))
  .map((list) => Float64Array.from(list));

const likenesses = { ksLikeness, firstShareLikeness, conditional: conditionalLikeness(WIDTH) };

describe('likenesses of counted cells', () => {
  for (const [name, likeness] of Object.entries(likenesses)) {
    it(`should be 1 for a law with itself, and lie in 0..1 otherwise: ${name}`, () => {
      fc.assert(
        fc.property(counts, counts, (one, other) => {
          expect(likeness(one, one)).to.be.closeTo(1, 1e-9);
          expect(likeness(one, other)).to.be.within(-1e-9, 1 + 1e-9);
        }),
        RUNS,
      );
    });
  }

  it('should bound the joint distance by the marginal and the conditional one', () => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const joint = totalVariation(one, other);
        const marginal = totalVariation(marginOf(one), marginOf(other));
        const conditional = 1 - conditionalLikeness(WIDTH)(one, other);

        expect(joint).to.be.at.most(marginal + conditional + 1e-9);
      }),
      RUNS,
    );
  });
});

describe('degree cells', () => {
  const degrees = fc.array(fc.nat(3_000_000), { minLength: 1, maxLength: 60 });

  it('should keep the order of degrees', () => {
    fc.assert(
      fc.property(fc.nat(3_000_000), fc.nat(3_000_000), (one, other) => {
        expect(degreeCell(Math.min(one, other))).to.be.at.most(degreeCell(Math.max(one, other)));
      }),
      RUNS,
    );
  });

  it('should be less alike in fine cells than in coarse ones', () => {
    fc.assert(
      fc.property(degrees, degrees, (one, other) => {
        const [ours, theirs] = [cellsOf(one), cellsOf(other)];

        expect(1 - totalVariation(ours, theirs)).to.be.at.most(degreeAccuracy(ours, theirs) + 1e-5);
      }),
      RUNS,
    );
  });
});

describe('cells by subject', () => {
  const things = fc.array(fc.tuple(fc.nat(5), fc.nat(7)), { maxLength: 80 });

  it('should add up to the same, part by part, as all at once', () => {
    fc.assert(
      fc.property(things, fc.array(fc.nat(1), { minLength: 6, maxLength: 6 }), (list, bits) => {
        const sorted = list.toSorted(([one], [other]) => one - other);
        const cells = gatherCells(
          { subject: sorted.map(([at]) => at), cell: sorted.map(([, cell]) => cell) },
          { subjects: 6, size: 8 },
        );
        const mask = Uint8Array.from(bits);

        const part = sumCells(cells, 8, mask);
        const rest = sumCells(
          cells,
          8,
          mask.map((bit) => 1 - bit),
        );

        const whole = Array.from(
          { length: 8 },
          (_, at) => sorted.filter(([, c]) => c === at).length,
        );
        expect([...part.map((sum, at) => sum + (rest[at] ?? 0))]).to.deep.equal(whole);
      }),
      RUNS,
    );
  });
});

function totalVariation(one: Float64Array, other: Float64Array): number {
  const [oneSum, otherSum] = [one, other].map((list) => list.reduce((sum, x) => sum + x, 0));
  return (
    one.reduce(
      (sum, count, at) =>
        sum + Math.abs(count / (oneSum ?? 1) - (other[at] ?? 0) / (otherSum ?? 1)),
      0,
    ) / 2
  );
}

function marginOf(cells: Float64Array): Float64Array {
  return Float64Array.from({ length: cells.length / WIDTH }, (_, at) =>
    cells.slice(at * WIDTH, (at + 1) * WIDTH).reduce((sum, count) => sum + count, 0),
  );
}

function cellsOf(degrees: readonly number[]): Float64Array {
  const cells = new Float64Array(DEGREE_CELLS);
  for (const degree of degrees) cells[degreeCell(degree)] = (cells[degreeCell(degree)] ?? 0) + 1;
  return cells;
}
