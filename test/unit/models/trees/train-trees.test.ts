import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { CodeSpace } from '../../../../engine/models/code-space.ts';
import { shareCodes } from '../../../../engine/models/trees/shared-codes.ts';
import { trainTrees } from '../../../../engine/models/trees/train-trees.ts';
import { binSpace, type TreePlan } from '../../../../engine/models/trees/tree-plan.ts';

const ROWS = 3000;
const CARDINALITIES = [4, 30, 6, 12];

describe('trainTrees', () => {
  it('should grow the same trees in this thread and on 2 and 4 others', async () => {
    const plan = planOf();

    const [alone, two, four] = await Promise.all(
      [1, 2, 4].map((workers) =>
        trainTrees(plan, { workers, smallWork: 0, onProgress: () => undefined }),
      ),
    );

    expect(two).to.deep.equal(alone);
    expect(four).to.deep.equal(alone);
    expect(alone?.[0]?.map((tree) => tree !== null)).to.deep.equal([false, true, true, true]);
  });

  it('should tell how much is done, to the end', async () => {
    const shares: number[] = [];

    await trainTrees(planOf(), { workers: 1, onProgress: (share) => shares.push(share) });

    expect(shares).to.have.length(3);
    expect(shares).to.deep.equal([...shares].sort((one, other) => one - other));
    expect(shares.at(-1)).to.be.closeTo(1, 1e-12);
  });
});

function planOf(): TreePlan {
  const random = createRandom(2);
  const space: CodeSpace = [
    {
      name: 'rows',
      variables: CARDINALITIES.map((cardinality, at) => ({
        name: `variable ${at}`,
        cardinality,
        given: at === 0,
        anchor: -1,
        guarded: false,
        ...(at === 1 ? { order: Array.from({ length: 28 }, (_, rank) => rank + 2) } : {}),
      })),
      views: ['self', 'lag'].map((name) => ({ name, record: 0, from: 0 })),
    },
  ];
  const codes = CARDINALITIES.map((cardinality) =>
    Uint16Array.from({ length: ROWS }, (_, row) => (row % 7) % cardinality).map((code) =>
      random.next() < 0.6 ? code : random.integer(cardinality),
    ),
  );
  const subjects = Int32Array.from({ length: ROWS }, (_, row) => row >> 2);
  const views = [new Int32Array(0), subjects.map((_, row) => (row & 3 ? row - 1 : -1))];
  const data = shareCodes([{ rows: ROWS, subjects, codes, views }]);
  const bins = binSpace(space, data);
  return { space, data, bins, seed: 1, leastRows: 10, leastSubjects: 5 };
}
