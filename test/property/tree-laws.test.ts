import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ClassCriterion } from '../../engine/models/trees/class-criterion.ts';
import { growTree, type TreeShape } from '../../engine/models/trees/grow-tree.ts';
import { SUBSET, SUBSET_BYTES } from '../../engine/models/trees/grown-tree.ts';
import { RankCriterion } from '../../engine/models/trees/rank-criterion.ts';
import type { FeatureColumn } from '../../engine/models/trees/split-search.ts';

const RUNS = { numRuns: 60, seed: 11 };

interface Made {
  readonly columns: readonly FeatureColumn[];
  readonly subjects: Int32Array;
  readonly target: readonly number[];
  readonly floor: { readonly rows: number; readonly subjects: number };
  readonly isRanked: boolean;
  readonly anchor: number;
}

/** Rows of subjects of one to nine, three features of which one has no order, one has specials. */
const made: fc.Arbitrary<Made> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 80 }),
    seed: fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 40, maxLength: 40 }),
    rows: fc.integer({ min: 1, max: 12 }),
    subjects: fc.integer({ min: 1, max: 6 }),
    isRanked: fc.boolean(),
    anchor: fc.integer({ min: -1, max: 2 }),
  })
  .map(({ sizes, seed, rows, subjects, ...rest }) => {
    const owners = Int32Array.from(sizes.flatMap((size, at) => Array(size).fill(at)));
    const draw = (row: number, salt: number) => seed[(row * (salt + 7) + salt) % 40]!;
    const columns = [20, 0, 4].map((specials, feature) => ({
      bins: Uint8Array.from(owners, (owner, row) =>
        feature === 1 ? draw(owner, feature) : draw(row, feature),
      ),
      count: 20,
      specials,
    }));
    const target = [...owners].map((owner, row) => (draw(row, 0) + draw(owner, 1)) % 9);
    return { columns, subjects: owners, target, floor: { rows, subjects }, ...rest };
  });

describe('growTree, for all rows', () => {
  it('should leave in each leaf its floor of rows and subjects', () => {
    fc.assert(
      fc.property(made, (one) => {
        const leaves = leavesOf(grow(one));

        if (leaves.length === 1) return;
        for (const rows of leaves) {
          expect(rows.length).to.be.at.least(one.floor.rows);
          const subjects = new Set(rows.map((row) => one.subjects[row]));
          expect(subjects.size).to.be.at.least(one.floor.subjects);
        }
      }),
      RUNS,
    );
  });

  it('should bring each row to the leaf that its bins lead to', () => {
    fc.assert(
      fc.property(made, (one) => {
        const shape = grow(one);
        const leaves = leavesOf(shape);

        const all = leaves.flat().sort((a, b) => a - b);
        expect(all).to.deep.equal([...one.subjects.keys()]);
        for (const [leaf, rows] of leaves.entries()) {
          for (const row of rows) expect(follow(shape, one.columns, row)).to.equal(leaf);
        }
      }),
      RUNS,
    );
  });

  it('should part what a floor of one row lets part', () => {
    fc.assert(
      fc.property(made, (one) => {
        const shape = grow({ ...one, floor: { rows: 1, subjects: 1 } });

        const byBins = (row: number) => one.columns.map((column) => column.bins[row]).join();
        for (const rows of leavesOf(shape)) {
          const isAlike = new Set(rows.map((row) => one.target[row])).size === 1;
          expect(isAlike || new Set(rows.map(byBins)).size === 1).to.equal(true);
        }
      }),
      RUNS,
    );
  });
});

function grow(one: Made): TreeShape {
  const criterion = one.isRanked
    ? new RankCriterion({ ranks: Float64Array.from(one.target, (code) => (code - 1) / 8) })
    : new ClassCriterion({ codes: Uint16Array.from(one.target), cardinality: 9 });
  return growTree({ ...one, criterion }, { leastGain: Number.NEGATIVE_INFINITY });
}

function leavesOf({ order, ends }: TreeShape): number[][] {
  return [...ends].map((to, leaf) => [...order.subarray(leaf === 0 ? 0 : ends[leaf - 1], to)]);
}

/** Walks the preorder. @returns number of the leaf */
function follow(shape: TreeShape, columns: readonly FeatureColumn[], row: number): number {
  let [node, inner, subset, leaf] = [0, 0, 0, 0];
  const skip = () => {
    if (shape.splits[node++]! < 0) {
      leaf += 1;
      return;
    }
    if (shape.tests[inner++] === SUBSET) subset += 1;
    skip();
    skip();
  };
  while (shape.splits[node]! >= 0) {
    const bin = columns[shape.splits[node++]!]!.bins[row]!;
    const test = shape.tests[inner++]!;
    const byte = shape.subsets[subset * SUBSET_BYTES + (bin >> 3)]!;
    const isFirst = test === SUBSET ? ((byte >> (bin & 7)) & 1) === 1 : bin <= test;
    if (test === SUBSET) subset += 1;
    if (!isFirst) skip();
  }
  return leaf;
}
