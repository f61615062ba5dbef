import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Cell, Frame } from '../../../../evaluators/columns/frame.ts';
import { aggregateFrame } from '../../../../evaluators/relations/aggregate-frame.ts';
import { createCodebook } from '../../../../evaluators/relations/codebook.ts';
import { flattenSample } from '../../../../evaluators/relations/flat-sample.ts';
import { toySample } from './small-samples.ts';

const HOUR_US = 3_600_000_000;

const flat = flattenSample(
  toySample([
    {
      colour: 'red',
      boxes: [
        [1, null, 25 * HOUR_US + 61_500_000, 3],
        [2, 1, 0, 5],
      ],
      toys: [
        [1, 1, 'car', 4],
        [2, 1, 'car', 8],
        [3, 1, 'doll', null],
        [4, 1, null, 6],
      ],
    },
  ]),
  createCodebook(),
);

describe('aggregateFrame', () => {
  const options = { table: 'boxes', rows: Int32Array.from([1, 0]), spreadOf: new Set(['toys']) };
  const frame = aggregateFrame(flat, options);

  it('should count children, their distinct labels and the mean of their numbers', () => {
    expect(cells(frame, 'toys of boxes: count')).to.deep.equal([0, 4]);
    expect(cells(frame, 'toys of boxes: kind distinct')).to.deep.equal([0, 2]);
    expect(cells(frame, 'toys of boxes: price mean')).to.deep.equal([null, 6]);
    expect(cells(frame, 'boxes of boxes: count')).to.deep.equal([0, 1]);
    expect(cells(frame, 'boxes of boxes: size mean')).to.deep.equal([null, 5]);
  });

  it('should add the spread of the tables asked for only', () => {
    expect(cells(frame, 'toys of boxes: price sd')).to.deep.equal([null, 2]);
    expect(frame.columns.map(({ name }) => name)).not.to.include('boxes of boxes: size sd');
  });

  it('should hold the rows’ own columns, times in parts, and no key', () => {
    expect(cells(frame, 'size')).to.deep.equal([5, 3]);
    expect(cells(frame, 'at day')).to.deep.equal([1, 2]);
    expect(cells(frame, 'at hour')).to.deep.equal([0, 1]);
    expect(cells(frame, 'at minute')).to.deep.equal([0, 1]);
    expect(cells(frame, 'at second')).to.deep.equal([0, 1.5]);
    expect(frame.columns.map(({ name }) => name)).not.to.include.members(['box', 'owner']);
  });
});

function cells(frame: Frame, name: string): readonly Cell[] {
  return frame.columns.find((column) => column.name === name)?.values ?? ['none'];
}
