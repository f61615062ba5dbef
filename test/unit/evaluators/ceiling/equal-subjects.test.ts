import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  equalSubjects,
  fittingSubjects,
  heldRows,
} from '../../../../evaluators/ceiling/equal-subjects.ts';
import type { SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import { wholeSides } from '../../../support/whole-sides.ts';

describe('fittingSubjects', () => {
  it('should leave sides alone that fit', async () => {
    const sides = await wholeSides(20);

    expect(fittingSubjects(sides, { most: 1e9, rowsOf, random })).to.equal(sides);
  });

  it('should thin both sides alike where one holds too many rows', async () => {
    const sides = equalSubjects(await wholeSides(40), random);
    const most = Math.max(rowsOf(sides.original), rowsOf(sides.synthetic)) / 2;

    const { original, synthetic } = fittingSubjects(sides, { most, rowsOf, random });

    expect(original.subjects).to.have.length(sides.original.subjects.length >> 1);
    expect(synthetic.subjects).to.have.length(original.subjects.length);
  });

  it('should keep two subjects at least', async () => {
    const sides = equalSubjects(await wholeSides(20), random);

    const thinned = fittingSubjects(sides, { most: 1, rowsOf, random });

    expect(thinned.original.subjects).to.have.length(2);
  });
});

const random = createRandom(3, 'fitting');

function rowsOf(sample: SubjectSample): number {
  return heldRows(sample, 'flows');
}
