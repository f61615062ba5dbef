import { expect } from 'chai';
import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import {
  addDims,
  bindShape,
  broadcastShapes,
  multiplyDims,
  solveSizes,
} from '../../../engine/compute/shape.ts';
import { ComputeError } from '../../../engine/core/errors.ts';

describe('multiplyDims', () => {
  it('should write products in one way only', () => {
    expect(multiplyDims(['T', 2, 'B'])).to.equal('2*B*T');
    expect(multiplyDims(['3*B', '2*T'])).to.equal('6*B*T');
    expect(multiplyDims(['T*B'])).to.equal('B*T');
    expect(multiplyDims([2, 3])).to.equal(6);
    expect(multiplyDims([])).to.equal(1);
    expect(multiplyDims(['B', 0])).to.equal(0);
  });
});

describe('addDims', () => {
  it('should add what is a multiple of the same product', () => {
    expect(addDims(2, 3)).to.equal(5);
    expect(addDims('B', 'B')).to.equal('2*B');
    expect(addDims('2*B*T', 'T*B')).to.equal('3*B*T');
    expect(addDims(0, 'B')).to.equal('B');
  });

  it('should have no name for other sums', () => {
    expect(addDims('B', 1)).to.equal(undefined);
    expect(addDims('B', 'T')).to.equal(undefined);
  });
});

describe('broadcastShapes', () => {
  it('should widen axes of size 1 and missing axes', () => {
    expect(broadcastShapes(['B', 1, 4], [3, 1])).to.deep.equal(['B', 3, 4]);
    expect(broadcastShapes([], ['B'])).to.deep.equal(['B']);
  });

  it('should not guess that a symbol is 1', () => {
    expect(broadcastShapes(['B'], [3])).to.equal(undefined);
    expect(broadcastShapes(['B'], ['T'])).to.equal(undefined);
  });
});

describe('solveSizes', () => {
  const g = new GraphBuilder();
  const rows = g.input('rows', ['B*T', 2]);
  const codes = g.input('codes', ['B'], 'int32');
  const fed = (shape: readonly number[], Elements: typeof Float32Array | typeof Int32Array) => ({
    shape,
    data: new Elements(shape.reduce((product, size) => product * size, 1)),
  });

  it('should find lone symbols first, then what is left of products', () => {
    const sizes = solveSizes('step', [rows, codes], {
      rows: fed([6, 2], Float32Array),
      codes: fed([3], Int32Array),
    });

    expect([...sizes]).to.deep.equal([
      ['B', 3],
      ['T', 2],
    ]);
    expect(bindShape(['2*B*T', 5], sizes)).to.deep.equal([12, 5]);
  });

  it('should name entry, input, the shape fed and the shape wanted', () => {
    const feeds = [
      { rows: fed([6, 3], Float32Array), codes: fed([3], Int32Array) },
      { rows: fed([7, 2], Float32Array), codes: fed([3], Int32Array) },
      { rows: fed([6], Float32Array), codes: fed([3], Int32Array) },
      { rows: fed([6, 2], Int32Array), codes: fed([3], Int32Array) },
      { rows: { ...fed([6, 2], Float32Array), shape: [3, 2] }, codes: fed([3], Int32Array) },
      { codes: fed([3], Int32Array) },
    ];

    for (const feed of feeds) {
      expect(() => solveSizes('step', [rows, codes], feed as never))
        .to.throw(ComputeError, 'step: ')
        .with.property('details')
        .that.includes({ entry: 'step' });
    }
    expect(() => solveSizes('step', [rows, codes], feeds[0]!)).to.throw(
      'step: input rows does not fit: fed Float32Array of 18 as [6, 3], wanted float32 [B*T, 2]',
    );
  });

  it('should refuse two sizes for one symbol', () => {
    const other = g.input('other', ['B'], 'int32');

    expect(() =>
      solveSizes('step', [codes, other], {
        codes: fed([3], Int32Array),
        other: fed([4], Int32Array),
      }),
    ).to.throw('input other does not fit');
  });

  it('should refuse a symbol that no input has', () => {
    expect(() => bindShape(['B'], new Map())).to.throw(ComputeError, 'B');
  });
});
