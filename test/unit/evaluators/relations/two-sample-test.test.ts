import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { fairTails } from '../../../../evaluators/relations/binomial-tails.ts';
import { verdictOf } from '../../../../evaluators/relations/detection-table.ts';
import { type OwnedRows, twoSampleTest } from '../../../../evaluators/relations/two-sample-test.ts';

describe('twoSampleTest', () => {
  it('should tell samples of different laws apart', () => {
    const sides = [normalRows(1, 300, 0), normalRows(2, 300, 3)] as const;

    const result = twoSampleTest(sides, 'rows', createRandom(1));

    expect(result.accuracy).to.be.above(0.85);
    expect(result.auc).to.be.above(0.9);
    expect(verdictOf(result)).to.equal('told apart');
  });

  it('should guess at chance for samples of one law', () => {
    const sides = [normalRows(1, 300, 0), normalRows(2, 300, 0)] as const;

    const result = twoSampleTest(sides, 'rows', createRandom(1));

    expect(Math.abs(result.accuracy - 0.5)).to.be.below(3 * result.error);
    expect(result.error).to.be.closeTo(0.0204, 0.001);
  });

  it('should guess worse than chance where each row is there on both sides', () => {
    const rows = normalRows(1, 300, 0);

    const result = twoSampleTest([rows, rows], 'rows', createRandom(1));

    expect(verdictOf(result)).to.equal('closer than chance');
  });

  it('should not know subjects again that are held out whole', () => {
    const sides = [habitRows(1, 20), habitRows(2, 20)] as const;

    const byRows = twoSampleTest(sides, 'rows', createRandom(1));
    const bySubjects = twoSampleTest(sides, 'subjects', createRandom(1));

    expect(byRows.accuracy).to.be.above(0.85);
    expect(bySubjects.accuracy).to.be.below(0.7);
    expect(bySubjects.error).to.be.above(2 * byRows.error);
    expect(verdictOf(bySubjects)).to.equal('not told apart');
  });

  it('should see what only missing cells tell apart as the mean', () => {
    const gaps = ownedRows(Array(60).fill(null));
    const full = ownedRows([...Array(60).keys()]);

    expect(twoSampleTest([gaps, full], 'rows', createRandom(1)).accuracy).to.be.above(0.9);
  });

  it('should refuse few rows, few subjects and constant features', () => {
    const few = normalRows(1, 49, 0);
    const alone = { ...normalRows(1, 60, 0), subject: new Int32Array(60) };
    const constant = ownedRows(Array(60).fill(1));

    for (const rows of [few, alone, constant]) {
      expect(() => twoSampleTest([rows, rows], 'subjects', createRandom(1))).to.throw(
        IncomputableMetricError,
      );
    }
  });
});

describe('fairTails', () => {
  // NOTE: of 1024 outcomes of ten throws 56 have at least eight heads, 1013 at most eight.
  it('should equal the counts of outcomes', () => {
    const { atLeast, atMost } = fairTails(8, 10);

    expect(atLeast).to.be.closeTo(56 / 1024, 1e-12);
    expect(atMost).to.be.closeTo(1013 / 1024, 1e-12);
  });

  it('should stay exact where shares are too small for a product', () => {
    const { atLeast, atMost } = fairTails(8000, 16_000);

    expect(atLeast).to.be.closeTo(atMost, 1e-9);
    expect(atLeast).to.be.closeTo(0.5032, 1e-4);
  });
});

function normalRows(seed: number, rows: number, shift: number): OwnedRows {
  const random = createRandom(seed);
  return ownedRows(Array.from({ length: rows }, () => random.normal() + shift));
}

/** Ten rows a subject around a place of its own. */
function habitRows(seed: number, subjects: number): OwnedRows {
  const random = createRandom(seed);
  const places = Array.from({ length: subjects }, () => random.next() * 1000);
  const values = places.flatMap((place) => Array.from({ length: 10 }, () => place + random.next()));
  return { ...ownedRows(values), subject: Int32Array.from(values, (_, at) => Math.floor(at / 10)) };
}

/** Rows of a number, each of its own subject. */
function ownedRows(values: readonly (number | null)[]): OwnedRows {
  const column = { name: 'x', role: 'target', type: 'numeric', values } as const;
  const subject = Int32Array.from(values.keys());
  return { frame: { rows: values.length, columns: [column] }, subject };
}
