import { expect } from 'chai';
import type { Cell, ColumnType, Frame } from '../../../../evaluators/columns/frame.ts';
import { fitFeatures } from '../../../../evaluators/learners/feature-encoder.ts';

describe('fitFeatures', () => {
  it('should keep numbers, with NaN where they are missing', () => {
    const encoder = fitFeatures(frameOf('numeric', [1, null, 3]));

    const { columns } = encoder.encode(frameOf('numeric', [7, null]));

    expect([...columns[0]!]).to.deep.equal([7, Number.NaN]);
  });

  it('should give each common category a feature, and one to the rest', () => {
    const encoder = fitFeatures(frameOf('categorical', ['b', 'a', 'b', 'c']), {
      mostCategories: 2,
    });

    const { columns } = encoder.encode(frameOf('categorical', ['a', 'b', 'c', 'new', null]));

    expect(encoder.names.map((name) => name.split('=')[1])).to.deep.equal([
      'b',
      'a',
      'other',
      'missing',
    ]);
    expect(columns.map((column) => [...column])).to.deep.equal([
      [0, 1, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [0, 0, 1, 1, 0],
      [0, 0, 0, 0, 1],
    ]);
  });

  it('should rank categories by frequency for trees', () => {
    const encoder = fitFeatures(frameOf('categorical', ['b', 'a', 'b', 'c']), {
      categories: 'ranks',
    });

    const { columns } = encoder.encode(frameOf('categorical', ['b', 'a', 'c', 'new', null]));

    expect([...columns[0]!]).to.deep.equal([0, 1, 2, 3, Number.NaN]);
  });
});

function frameOf(type: ColumnType, values: readonly Cell[]): Frame {
  return { rows: values.length, columns: [{ name: 'column', role: 'target', type, values }] };
}
