import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import { drawHalves } from '../../evaluators/ceiling/halves.ts';
import { cardinalities } from '../../evaluators/relations/child-counts.ts';
import { createCodebook } from '../../evaluators/relations/codebook.ts';
import { columnShapes } from '../../evaluators/relations/column-shapes.ts';
import { type Chosen, type Comparison, wholeOf } from '../../evaluators/relations/comparison.ts';
import { dataValidity } from '../../evaluators/relations/data-validity.ts';
import { type FlatSample, flattenSample } from '../../evaluators/relations/flat-sample.ts';
import { pathTrends, tableTrends } from '../../evaluators/relations/hop-trends.ts';
import { joinPaths, joinRows } from '../../evaluators/relations/join-path.ts';
import { rowDifferences, sequenceStatistics } from '../../evaluators/relations/row-differences.ts';
import type { SubjectSample } from '../../evaluators/relations/subject-sample.ts';
import { toySample } from '../unit/evaluators/relations/small-samples.ts';

const RUNS = { numRuns: 60, seed: 42 };

const count = fc.integer({ min: 0, max: 4 });
const boxes = fc.array(fc.tuple(count, fc.nat(1000)), { maxLength: 4 });
const toys = fc.array(
  fc.record({
    box: fc.option(count),
    kind: fc.option(fc.constantFrom('car', 'doll', 'kite')),
    price: fc.option(fc.nat(20)),
  }),
  { maxLength: 5 },
);
const owner = fc.record({ colour: fc.constantFrom('red', 'blue'), boxes, toys }).map((drawn) => ({
  colour: drawn.colour,
  boxes: drawn.boxes.map(
    ([within, size], at) => [at + 1, within > at ? null : within, at * 10, size] as const,
  ),
  toys: drawn.toys.map(({ box, kind, price }, at) => [at + 1, box, kind, price] as const),
}));
const samples = fc.array(owner, { minLength: 2, maxLength: 12 }).map(toySample);

describe('every likeness of relations', () => {
  it('should lie in 0..1, and be 1 for a side against itself', () => {
    fc.assert(
      fc.property(samples, samples, (one, other) => {
        const { first, second } = flatten(one, other);
        for (const { name, compare } of comparisonsOf(first)) {
          const [own, between] = [
            compare(wholeOf(first), wholeOf(first)),
            compare(wholeOf(first), wholeOf(second)),
          ];
          // NOTE: data hold keys of boxes that are not there, so that references are not all valid.
          if (!name.startsWith('references')) {
            expect(Number.isNaN(own) || own > 1 - 1e-9, name).to.equal(true);
          }
          expect(Number.isNaN(between) || (between >= 0 && between <= 1), name).to.equal(true);
        }
      }),
      RUNS,
    );
  });

  it('should not depend on the order of the subjects', () => {
    fc.assert(
      fc.property(samples, samples, (one, other) => {
        const turned = { ...other, subjects: [...other.subjects].reverse() };
        const [plain, reversed] = [flatten(one, other), flatten(one, turned)];
        const again = comparisonsOf(reversed.first);
        for (const [at, { name, compare }] of comparisonsOf(plain.first).entries()) {
          const score = compare(wholeOf(plain.first), wholeOf(plain.second));
          const other = again[at]?.compare(wholeOf(reversed.first), wholeOf(reversed.second));
          expect(other, name).to.satisfy((value: number) => isClose(value, score));
        }
      }),
      RUNS,
    );
  });

  it('should compare chosen subjects as if they were all there is', () => {
    fc.assert(
      fc.property(samples, (whole) => {
        const mask = drawHalves(whole.subjects.length, 1, createRandom(1))[0] as Uint8Array;
        const codebook = createCodebook();
        const side = flattenSample(whole, codebook);
        const [one, other] = [0, 1].map((half) => {
          const subjects = whole.subjects.filter((_, at) => mask[at] === half);
          return wholeOf(flattenSample({ ...whole, subjects }, codebook));
        }) as [Chosen, Chosen];
        const [left, right] = [0, 1].map((half) => ({ side, mask, half })) as [Chosen, Chosen];
        for (const { name, compare } of countedOf(side)) {
          const masked = compare(left, right);
          expect(masked, name).to.satisfy((value: number) => isClose(value, compare(one, other)));
        }
      }),
      RUNS,
    );
  });
});

describe('joined rows', () => {
  it('should belong to one subject and be as many as keys allow', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const { first } = flatten(sample, sample);
        for (const path of joinPaths(first.relations, 4)) {
          const { left, right, subject } = joinRows(first, path);
          const [start, end] = [first.tables.get(path.left), first.tables.get(path.right)];
          expect(subject.length).to.be.at.most(first.tables.get(path.bottom)?.rows ?? 0);
          for (const [at, owner] of subject.entries()) {
            expect(start?.subject[left[at] as number]).to.equal(owner);
            expect(end?.subject[right[at] as number]).to.equal(owner);
          }
        }
      }),
      RUNS,
    );
  });
});

describe('halves', () => {
  it('should be disjoint, whole and of equal size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.integer(), (subjects, seed) => {
        for (const mask of drawHalves(subjects, 3, createRandom(seed))) {
          const ones = mask.filter((mark) => mark === 1).length;
          expect(mask).to.have.length(subjects);
          expect(subjects - ones - ones).to.be.within(0, 1);
        }
      }),
      RUNS,
    );
  });
});

function flatten(one: SubjectSample, other: SubjectSample) {
  const codebook = createCodebook();
  return { first: flattenSample(one, codebook), second: flattenSample(other, codebook) };
}

/** Every comparison of the chapter. */
function comparisonsOf(side: FlatSample): readonly Comparison[] {
  const random = createRandom(3);
  return [
    ...countedOf(side),
    ...[...side.tables.keys()].flatMap((table) => tableTrends(side, table, random).trends),
    ...joinPaths(side.relations, 4).flatMap((path) => pathTrends(side, path, random).trends),
  ];
}

/** Those whose bins do not hang on the side's own least and greatest value. */
function countedOf(side: FlatSample): readonly Comparison[] {
  return [
    ...columnShapes(side),
    ...cardinalities(side),
    ...dataValidity(side),
    ...rowDifferences(side, ['boxes'], 1),
    ...sequenceStatistics(side, ['boxes']),
  ];
}

function isClose(one: number, other: number): boolean {
  return Number.isNaN(one) ? Number.isNaN(other) : Math.abs(one - other) < 1e-9;
}
