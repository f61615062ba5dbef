import { expect } from 'chai';
import { describe, it } from 'mocha';
import { MODEL_FAMILIES, type ModelFamily } from '../../../engine/core/model-family.ts';
import { FAMILY_BENCHMARK, type MeasuredFamily } from '../../../engine/models/family-benchmark.ts';
import { pickFamily } from '../../../engine/models/pick-family.ts';

const FLOWS = {
  scenario: 'site',
  table: 'flows',
  role: 'sequence',
  rows: 1000,
  subjects: 50,
} as const;
const TABLE = { role: 'sequence', rows: 1200, subjects: 60 } as const;

describe('pickFamily', () => {
  it('should take the most accurate family', () => {
    expect(pick([measured('trees', 0.95), measured('argn', 0.97)])).to.equal('argn');
  });

  it('should pass over a family whose subjects can be told', () => {
    const rows = [measured('trees', 0.97, { membershipAuc: 0.6 }), measured('argn', 0.95)];

    expect(pick(rows)).to.equal('argn');
  });

  it('should take the least telling family where all tell', () => {
    const rows = [
      measured('trees', 0.97, { membershipAuc: 0.7 }),
      measured('argn', 0.9, { membershipAuc: 0.6 }),
    ];

    expect(pick(rows)).to.equal('argn');
  });

  it('should take the quickest of those that no one seed tells apart', () => {
    const rows = [
      measured('argn', 0.972, { seconds: 300 }),
      measured('trees', 0.97, { seconds: 20 }),
      measured('bayes-net', 0.96, { seconds: 2 }),
    ];

    expect(pick(rows)).to.equal('trees');
  });

  it('should go by the nearest table, of the same role where there is one', () => {
    const large = { rows: 1_000_000, subjects: 30_000 };
    const rows = [
      ...rivals('trees', {}),
      ...rivals('argn', large),
      ...rivals('bayes-net', { role: 'reference', table: 'names' }),
    ];

    expect(pickFamily(TABLE, rows)?.family).to.equal('trees');
    expect(pickFamily({ ...TABLE, ...large }, rows)?.family).to.equal('argn');
    expect(pickFamily({ ...TABLE, role: 'reference' }, rows)?.family).to.equal('bayes-net');
  });

  it('should not go by a table that one family alone has seen', () => {
    const rows = [
      measured('bayes-net', 0.99),
      ...rivals('trees', { rows: 80_000, subjects: 3000 }),
    ];

    expect(pick(rows)).to.equal('trees');
    expect(pickFamily(TABLE, [measured('bayes-net', 0.99)])).to.equal(null);
    expect(pickFamily(TABLE, [])).to.equal(null);
  });

  it('should say the figures, the table and its size', () => {
    const rows = [
      measured('trees', 0.9512, { membershipAuc: 0.512, seconds: 20.4, rows: 12_345 }),
      measured('argn', 0.9, { rows: 12_345 }),
    ];

    expect(pickFamily(TABLE, rows)?.reason).to.equal(
      'measured accuracy 0.951 (membership AUC 0.512, 20 s), against argn accuracy 0.900, on flows ' +
        'of site (12,345 rows of 50 subjects), the nearest table that was measured',
    );
    expect(pickFamily({ ...TABLE, role: 'link' }, rows)?.reason).to.match(
      /nearest table that was measured, although its role is sequence$/,
    );
  });
});

describe('FAMILY_BENCHMARK', () => {
  it('should hold possible figures of families that a scenario may name', () => {
    expect(FAMILY_BENCHMARK).to.not.have.length(0);
    for (const one of FAMILY_BENCHMARK) {
      expect(MODEL_FAMILIES)
        .to.include(one.family as ModelFamily)
        .and.not.equal('auto');
      expect(one.rows).to.be.above(0);
      expect(one.subjects).to.be.above(0);
      for (const share of [one.accuracy, one.membershipAuc ?? 0.5]) {
        expect(share).to.be.within(0, 1);
      }
    }
  });

  it('should measure each family once on each table', () => {
    const keys = FAMILY_BENCHMARK.map(({ scenario, table, rows, subjects, family }) =>
      JSON.stringify([scenario, table, rows, subjects, family]),
    );

    expect(new Set(keys).size).to.equal(keys.length);
  });
});

function measured(
  family: string,
  accuracy: number,
  more: Partial<MeasuredFamily> = {},
): MeasuredFamily {
  return { ...FLOWS, family, accuracy, membershipAuc: null, seconds: null, ...more };
}

/** A table where the family is the better of two. */
function rivals(family: string, more: Partial<MeasuredFamily>): MeasuredFamily[] {
  return [measured(family, 0.96, more), measured('other', 0.9, more)];
}

function pick(rows: readonly MeasuredFamily[]): string | undefined {
  return pickFamily(TABLE, rows)?.family;
}
