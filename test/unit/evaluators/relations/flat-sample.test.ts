import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createCodebook } from '../../../../evaluators/relations/codebook.ts';
import {
  type FlatSample,
  flattenSample,
  NO_KEY,
  NO_ROW,
  withoutColumns,
} from '../../../../evaluators/relations/flat-sample.ts';
import { toySample } from './small-samples.ts';

const sample = toySample([
  { colour: 'red', boxes: [[1, null, 5, 3]], toys: [[1, 1, 'car', 4]] },
  { colour: 'blue', boxes: [], toys: [] },
  {
    colour: 'red',
    boxes: [
      [1, null, 1, 7],
      [2, 1, 2, 8],
    ],
    toys: [
      [1, 2, 'doll', null],
      [1, null, null, 2],
      [3, 9, 'car', 2],
    ],
  },
]);

describe('flattenSample', () => {
  const flat = flattenSample(sample, createCodebook());

  it('should keep rows subject after subject', () => {
    expect(flat.subjects).to.equal(3);
    expect([...(flat.tables.get('toys')?.subject ?? [])]).to.deep.equal([0, 2, 2, 2]);
    expect(valuesOf(flat, 'boxes', 'size')).to.deep.equal([3, 7, 8]);
  });

  it('should code equal labels alike and mark missing cells', () => {
    expect(valuesOf(flat, 'owners', 'colour')).to.deep.equal([0, 1, 0]);
    expect(valuesOf(flat, 'toys', 'kind')).to.deep.equal([0, 1, Number.NaN, 0]);
    expect(valuesOf(flat, 'toys', 'price')).to.deep.equal([4, Number.NaN, 2, 2]);
  });

  it('should resolve keys within the subject only', () => {
    expect(parentsOf(flat, 'toys of boxes')).to.deep.equal([0, 2, NO_KEY, NO_ROW]);
    expect(parentsOf(flat, 'boxes of boxes')).to.deep.equal([NO_KEY, NO_KEY, 1]);
    expect(parentsOf(flat, 'boxes of owners')).to.deep.equal([0, 2, 2]);
  });

  it('should mark rows whose key an earlier row bears', () => {
    expect([...(flat.tables.get('toys')?.repeated ?? [])]).to.deep.equal([0, 0, 1, 0]);
    expect([...(flat.tables.get('boxes')?.repeated ?? [])]).to.deep.equal([0, 0, 0]);
  });

  it('should code the same labels alike on both sides', () => {
    const codebook = createCodebook();
    flattenSample(sample, codebook);
    const other = flattenSample(toySample([{ colour: 'blue', boxes: [], toys: [] }]), codebook);

    expect(valuesOf(other, 'owners', 'colour')).to.deep.equal([1]);
  });

  it('should leave out columns by table and name', () => {
    const names = (side: FlatSample) => side.tables.get('toys')?.columns.map(({ name }) => name);

    expect(names(flat)).to.deep.equal(['kind', 'price']);
    expect(names(withoutColumns(flat, new Set(['toys.kind', 'boxes.price'])))).to.deep.equal([
      'price',
    ]);
  });
});

function valuesOf(flat: FlatSample, table: string, name: string): number[] {
  const column = flat.tables.get(table)?.columns.find((one) => one.name === name);
  return [...(column?.values ?? [])];
}

function parentsOf(flat: FlatSample, name: string): number[] {
  return [...(flat.relations.find((one) => one.name === name)?.parentOf ?? [])];
}
