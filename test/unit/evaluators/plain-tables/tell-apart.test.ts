import { expect } from 'chai';
import type { PlainTable, PlainValue } from '../../../../engine/core/plain-table.ts';
import { createRandom, type Random } from '../../../../engine/core/random.ts';
import {
  judgePlainParts,
  type PlainReport,
} from '../../../../evaluators/plain-tables/plain-report.ts';

const ROWS = 500;

/** Four tables that no good report may take for each other. */
const SYNTHETIC: Readonly<Record<string, (training: PlainTable) => PlainTable>> = {
  copy: (training) => training,
  flipped: (training) => flippedCopy(training, 0.1, createRandom(4, 'flip')),
  independent: (training) => flippedCopy(training, 1, createRandom(5, 'flip')),
  holdout: () => tableOf('another holdout'),
};

describe('four kinds of synthetic tables', function () {
  this.timeout(120_000);
  const reports: Record<string, PlainReport> = {};
  before(() => {
    const training = tableOf('training');
    const part = (target: PlainTable) => ({ target, key: null, context: null });
    for (const [name, make] of Object.entries(SYNTHETIC)) {
      reports[name] = judgePlainParts(
        {
          training: part(training),
          holdout: part(tableOf('holdout')),
          synthetic: part(make(training)),
        },
        { types: {}, random: createRandom(1, 'tell apart') },
      );
    }
  });

  it('should tell copies by identical and too close rows', () => {
    expect(distance('copy', 'ims')).to.equal(1);
    expect(distance('copy', 'dcrShare')).to.be.greaterThan(0.95);
    expect(distance('flipped', 'ims')).to.be.within(0.2, 0.6);
    expect(distance('flipped', 'dcrShare')).to.be.within(0.65, 0.95);
    for (const name of ['independent', 'holdout']) {
      expect(distance(name, 'dcrShare'), name).to.be.within(0.4, 0.6);
      expect(distance(name, 'ims'), name).to.be.lessThan(0.05);
    }
  });

  it('should tell independent columns by their pairs and by a discriminator', () => {
    const { accuracy, ceiling, similarity } = reports.independent!;

    expect(accuracy.univariate).to.be.closeTo(ceiling?.univariate ?? 0, 0.02);
    expect(accuracy.bivariate).to.be.lessThan((ceiling?.bivariate ?? 0) - 0.1);
    expect(similarity.aucTraining).to.be.greaterThan(0.8);
  });

  it('should find the holdout as good as real data', () => {
    const { accuracy, ceiling, similarity } = reports.holdout!;

    expect(accuracy.overall).to.be.closeTo(ceiling?.overall ?? 0, 0.02);
    expect(similarity.aucTraining).to.be.within(0.4, 0.6);
  });

  function distance(name: string, figure: string): number {
    return reports[name]?.distances[figure] ?? Number.NaN;
  }
});

/** Rows of a law in which every column depends on the ones before. */
function tableOf(seed: string): PlainTable {
  const random = createRandom(2, seed);
  const columns = Array.from({ length: 8 }, (): PlainValue[] => []);
  for (let row = 0; row < ROWS; row += 1) {
    const base = random.normal();
    for (const [at, values] of columns.entries()) {
      const number = base * (at % 3 === 2 ? -1 : 1) + 0.3 * random.normal();
      values.push(at < 5 ? String(Math.round(number * 1000)) : `kind ${Math.round(number * 2)}`);
    }
  }
  return {
    name: seed,
    rows: ROWS,
    columns: columns.map((values, at) => ({ name: `c${at}`, values })),
  };
}

/** A copy with that share of the cells drawn from other rows of their column. */
function flippedCopy(table: PlainTable, share: number, random: Random): PlainTable {
  const flip = (values: readonly PlainValue[]) =>
    values.map((value) => (random.next() < share ? random.pick([...values]) : value));
  return { ...table, columns: table.columns.map((one) => ({ ...one, values: flip(one.values) })) };
}
