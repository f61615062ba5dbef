import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import type { ColumnTable } from '../../bench/generation-figures/column-table.ts';
import { rowFeatures } from '../../bench/generation-figures/row-features.ts';
import { commonValues, subjectFeatures } from '../../bench/generation-figures/subject-features.ts';
import { type OwnedFeatures, tellApart } from '../../bench/generation-figures/tell-apart.ts';

describe('tellApart', () => {
  it('should guess no better than a coin where a subject has its own habits only', async () => {
    const [one, other] = [sideOf(1, 0), sideOf(2, 0)];

    const { auc, halves } = await tellApart(one, other, createRandom(1));

    expect(auc).to.be.within(0.35, 0.65);
    expect(halves).to.be.within(0.3, 0.7);
  });

  it('should find what differs, and name it', async () => {
    const { auc, telling } = await tellApart(sideOf(1, 0), sideOf(2, 3), createRandom(1));

    expect(auc).to.be.above(0.9);
    expect(telling).to.match(/^shifted \(KS 0\.[89]/);
  });
});

describe('rowFeatures', () => {
  it('should hold a row, the row before, what is repeated, and the gap', () => {
    const { names, columns } = rowFeatures(TABLE, Int32Array.of(1, 3), commonValues(TABLE, 1));

    expect(
      Object.fromEntries(names.map((name, at) => [name, [...(columns[at] ?? [])]])),
    ).to.deep.equal({
      gap: [5, 0],
      'bytes as before': [0, 1],
      bytes: [20, 7],
      'bytes before': [10, 7],
      'state as before': [1, 0],
      state: [0, 1],
      'state before': [0, -1],
      'src_ip as before': [1, 0],
    });
  });
});

describe('subjectFeatures', () => {
  it('should describe a subject by its rows', () => {
    const runs = [{ position: 0, from: 0, to: 2 }];

    const { names, columns } = subjectFeatures(TABLE, runs, commonValues(TABLE, 1));
    const of = (name: string) => columns[names.indexOf(name)]?.[0];

    expect(of('rows')).to.equal(Math.log(2));
    expect(of('zero gaps')).to.equal(0);
    expect(of('state common 1')).to.equal(1);
    expect(of('state = lag 1')).to.equal(1);
    expect(of('src_ip distinct')).to.equal(Math.log1p(1));
    expect(of('bytes mean')).to.be.closeTo((Math.log1p(10) + Math.log1p(20)) / 2, 1e-12);
    expect(names).not.to.include('src_ip common 1');
  });
});

const TABLE: ColumnTable = {
  name: 'rows',
  rows: 4,
  subjects: 2,
  subject: Int32Array.of(0, 0, 1, 1),
  columns: new Map([
    ['time_us', { form: 'numbers', kind: 'time', values: Float64Array.of(0, 5, 9, 9) }],
    ['bytes', { form: 'numbers', kind: 'integer', values: Float64Array.of(10, 20, 7, 7) }],
    ['state', { form: 'codes', kind: 'category', values: Int32Array.of(4, 4, -1, 6) }],
    ['src_ip', { form: 'codes', kind: 'address', values: Int32Array.of(1, 1, 2, 3) }],
  ]),
  timeColumn: 'time_us',
};

/** Rows whose first feature is a habit of their subject, and whose second is shifted. */
function sideOf(seed: number, shift: number): OwnedFeatures {
  const random = createRandom(seed, 'side');
  const subject = Int32Array.from({ length: 160 }, (_, row) => row % 40);
  const habits = Array.from({ length: 40 }, () => random.normal());
  const columns = [
    Float64Array.from(subject, (position) => habits[position] as number),
    Float64Array.from(subject, () => random.normal() + shift),
  ];
  return { features: { rows: subject.length, names: ['habit', 'shifted'], columns }, subject };
}
