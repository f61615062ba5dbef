import { expect } from 'chai';
import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import type { Node } from '../../../engine/compute/graph.ts';
import { ComputeError } from '../../../engine/core/errors.ts';
import { computeValues } from '../../support/compute-values.ts';

describe('GraphBuilder', () => {
  const g = new GraphBuilder();
  const x = g.input('x', ['B', 4]);
  const y = g.input('y', ['B', 3]);
  const cube = g.input('cube', ['B', 4, 3]);
  const codes = g.input('codes', ['B'], 'int32');

  const shapes: readonly [string, Node, readonly unknown[]][] = [
    ['matmul', g.matmul(x, y, { transposeA: true }), [4, 3]],
    ['matmul by matrix', g.matmul(cube, cube, { transposeB: true }), ['B', 4, 4]],
    ['add', g.add(x, g.fill([1], 2)), ['B', 4]],
    ['sum', g.sum(cube, [0, 2]), [1, 4, 1]],
    ['reshape', g.reshape(cube, ['4*B', 3]), ['4*B', 3]],
    ['concat', g.concat([x, y], 1), ['B', 7]],
    ['concat of symbols', g.concat([x, x], 0), ['2*B', 4]],
    ['slice', g.slice(x, { axis: 1, start: 1, size: 2 }), ['B', 2]],
    ['transpose', g.transpose(cube, [2, 0, 1]), [3, 'B', 4]],
    ['gather', g.gather(g.fill([9, 5], 1), codes), ['B', 5]],
    ['scatter', g.scatter(x, codes, 9), [9, 4]],
    ['pick', g.pick(x, codes), ['B']],
    ['place', g.place(x, codes, g.cast(codes, 'float32')), ['B', 4]],
  ];
  for (const [name, node, shape] of shapes) {
    it(`should know the shape of ${name}`, () => {
      expect(node.shape).to.deep.equal(shape);
    });
  }

  const misfits: readonly [string, () => Node, string][] = [
    ['matmul', () => g.matmul(x, y), 'inner sizes differ: [B, 4] x [B, 3]'],
    ['matmul ranks', () => g.matmul(x, cube), 'ranks must both be 2 or 3: [B, 4] x [B, 4, 3]'],
    ['matmul batches', () => g.matmul(cube, g.fill([2, 3, 4], 1)), 'first sizes differ'],
    ['add', () => g.add(x, y), 'sizes differ: [B, 4] and [B, 3]'],
    ['sum', () => g.sum(x, [2]), 'no axis 2 in [B, 4]'],
    ['reshape', () => g.reshape(x, ['B', 3]), 'numbers of elements differ: [B, 4] to [B, 3]'],
    ['transpose', () => g.transpose(x, [0, 0]), '[0,0] does not order the axes of [B, 4]'],
    ['broadcast', () => g.broadcast(x, ['B', 1]), 'cannot widen [B, 4] to [B, 1]'],
    ['concat', () => g.concat([x, y], 0), 'cannot join along axis 0: [B, 4], [B, 3]'],
    ['concat of nothing', () => g.concat([], 0), 'nothing to join'],
    ['concat of a symbol and a number', () => g.concat([x, g.fill([1, 4], 0)], 0), 'cannot join'],
    [
      'slice',
      () => g.slice(x, { axis: 1, start: 3, size: 2 }),
      'elements 3 to 5 are not on axis 1',
    ],
    ['gather', () => g.gather(cube, codes), 'wants rank 2: [B, 4, 3]'],
    ['pick', () => g.pick(cube, codes), 'indices do not fit the rows: [B, 4, 3] and [B]'],
    ['integers', () => g.add(codes, 1), 'wants float32: int32 [B]'],
    ['floats', () => g.pick(x, g.cast(codes, 'float32')), 'wants int32: float32 [B]'],
    ['softmax', () => g.softmax(g.fill([], 1)), 'no axis -1 in []'],
    ['inputs', () => g.input('x', ['B', 5]), 'declared twice: float32 [B, 4] and float32 [B, 5]'],
    ['states', () => g.state('s', [3], new Float32Array(2)), '2 first values for s [3]'],
    ['constants', () => g.constant([2], [1]), '1 values for [2]'],
  ];
  for (const [name, make, problem] of misfits) {
    it(`should refuse ${name} that do not fit`, () => {
      expect(make).to.throw(ComputeError, problem);
    });
  }

  it('should name the part of the model, also after a refusal', () => {
    const make = () => g.within('history', () => g.within('decay', () => g.matmul(x, y)));

    expect(make).to.throw('graph: history / decay: matmul: inner sizes differ');
    expect(() => g.matmul(x, y)).to.throw('graph: matmul: inner sizes differ');
    expect(g.within('head', () => g.exp(x)).part).to.equal('head');
  });

  it('should make equal nodes once', () => {
    expect(g.add(x, 1)).to.equal(g.add(x, 1));
    expect(g.add(x, 1)).to.not.equal(g.add(x, 2));
    expect(g.fill([], Number.POSITIVE_INFINITY)).to.not.equal(g.fill([], Number.NaN));
    expect(g.input('x', ['B', 4])).to.equal(x);
    expect(g.state('w', [1], 3)).to.equal(g.state('w', [1], 3));
    expect(g.states.filter(({ name }) => name === 'w').length).to.equal(1);
  });

  it('should number nodes so that inputs come first', () => {
    const sum = g.add(g.exp(g.log(x)), 1);

    expect(sum.inputs.every((input) => input.id < sum.id)).to.equal(true);
  });

  const simpler: readonly [string, Node, Node][] = [
    ['adding nothing', g.add(x, 0), x],
    ['adding to nothing', g.add(g.fill(['B', 4], 0), x), x],
    ['taking nothing away', g.subtract(x, 0), x],
    ['multiplying by 1', g.multiply(1, x), x],
    ['multiplying by 0', g.multiply(x, 0), g.fill(['B', 4], 0)],
    ['dividing by 1', g.divide(x, 1), x],
    ['a product with zeros', g.matmul(x, g.fill([4, 2], 0)), g.fill(['B', 2], 0)],
    ['arithmetic of numbers', g.add(g.exp(0), 2), g.fill([], 3)],
    ['two transposes', g.transpose(g.transpose(cube, [1, 2, 0]), [2, 0, 1]), cube],
    ['two reshapes', g.reshape(g.reshape(x, ['2*B', 2]), ['B', 4]), x],
    ['a reshape to the same shape', g.reshape(x, ['B', 4]), x],
    ['a slice of all', g.slice(x, { axis: 1, start: 0, size: 4 }), x],
    ['a concat of one', g.concat([x], 0), x],
    ['a sum over one element', g.sum(g.sum(x, [1]), [1]), g.sum(x, [1])],
    ['two negations', g.negate(g.negate(x)), x],
    [
      'a broadcast before a widening',
      g.add(g.broadcast(g.sum(x, [1]), ['B', 4]), x),
      g.add(g.sum(x, [1]), x),
    ],
  ];
  for (const [name, made, wanted] of simpler) {
    it(`should save ${name}`, () => {
      expect(made).to.equal(wanted);
    });
  }

  it('should keep what only looks as if it could be saved', () => {
    expect(g.add(g.fill([], 0), g.fill(['B'], 1)).shape).to.deep.equal(['B']);
    expect(g.add(g.sum(x, [1]), g.fill(['B', 4], 0)).shape).to.deep.equal(['B', 4]);
    expect(g.subtract(0, x)).to.not.equal(x);
    expect(g.divide(1, x)).to.not.equal(x);
    expect(g.transpose(g.input('square', ['B', 'B']), [1, 0]).operation.kind).to.equal('transpose');
    expect(g.sum(g.fill([3], 2), [0]).operation.kind).to.equal('sum');
    expect(computeValues(g, [g.sum(g.fill([3], 2), [0])])).to.deep.equal([[6]]);
  });
});
