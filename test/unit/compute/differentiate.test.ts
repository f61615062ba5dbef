import { expect } from 'chai';
import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import { differentiate } from '../../../engine/compute/differentiate.ts';
import type { Node } from '../../../engine/compute/graph.ts';
import { crossEntropy } from '../../../engine/compute/layers/cross-entropy.ts';
import { nodesBelow } from '../../../engine/compute/make-entry.ts';
import { ComputeError } from '../../../engine/core/errors.ts';
import { computeValues } from '../../support/compute-values.ts';

describe('differentiate', () => {
  it('should give zeros towards what the loss does not depend on', () => {
    const g = new GraphBuilder();
    const [x, y] = [g.input('x', ['B']), g.input('y', ['B', 2])];

    const [toX, toY] = differentiate(g, g.sum(g.stop(g.exp(x)), [0]), [x, y]);

    expect(toX).to.equal(g.fill(['B'], 0));
    expect(toY).to.equal(g.fill(['B', 2], 0));
  });

  it('should make nothing towards what is not asked for', () => {
    const g = new GraphBuilder();
    const x = g.input('x', ['B', 50]);
    const w = g.state('w', [50, 3], 0);
    const product = g.matmul(x, w);
    const before = g.exp(product).id;

    const [toW] = differentiate(g, g.exp(product), [w]);

    const made = nodesBelow([toW!]).filter((node) => node.id > before);
    expect(made.map((node) => node.operation.kind)).to.deep.equal(['matmul']);
  });

  it('should give the gradient towards a node between, and beyond it', () => {
    const g = new GraphBuilder();
    const x = g.input('x', []);
    const middle = g.exp(x);

    const [toMiddle, toX] = differentiate(g, g.multiply(middle, middle), [middle, x]);

    const [slope, whole] = computeValues(g, [toMiddle!, toX!], { feed: { x: [0.5] } });
    expect(slope![0]).to.be.closeTo(2 * Math.exp(0.5), 1e-12);
    expect(whole![0]).to.be.closeTo(2 * Math.exp(1), 1e-12);
  });

  it('should refuse a move, which may have been folded away', () => {
    const g = new GraphBuilder();
    const rows = g.reshape(g.exp(g.input('x', ['B', 4])), ['2*B', 2]);

    expect(() => differentiate(g, g.reshape(rows, ['B', 4]), [rows])).to.throw(
      ComputeError,
      'is a move: reshape [2*B, 2]',
    );
  });

  it('should pass over logits twice to differentiate a cross entropy', () => {
    const g = new GraphBuilder();
    const logits = g.input('logits', ['N', 9]);
    const labels = g.input('labels', ['N'], 'int32');

    const [slope] = differentiate(g, crossEntropy(g, logits, labels), [logits]);

    expect(kindsOfShape(slope!, ['N', 9])).to.deep.equal(['input', 'softmax', 'place']);
  });

  it('should join the gradients of a tensor that was cut into steps', () => {
    const g = new GraphBuilder();
    const x = g.input('x', ['B', 8]);
    const steps = Array.from({ length: 8 }, (_, start) =>
      g.exp(g.slice(x, { axis: 1, start, size: 1 })),
    );
    const loss = steps.reduce((sum, step) => g.multiply(sum, step));

    const [slope] = differentiate(g, loss, [x]);

    expect(kindsOfShape(slope!, ['B', 8])).to.deep.equal(['input', 'concat']);
  });

  it('should choose transposed products instead of transposes', () => {
    const g = new GraphBuilder();
    const [a, b] = [g.input('a', ['B', 3]), g.input('b', ['B', 4])];
    const loss = g.exp(g.matmul(a, b, { transposeA: true }));

    const gradients = differentiate(g, loss, [a, b]);

    const kinds = nodesBelow(gradients).map((node) => node.operation.kind);
    expect(kinds).to.not.include('transpose');
  });

  it('should refuse to count a symbolic axis, and name the part', () => {
    const g = new GraphBuilder();
    const x = g.input('x', ['B', 2]);
    const part = g.within('first rows', () => g.slice(x, { axis: 0, start: 0, size: 1 }));

    expect(() => differentiate(g, part, [x]))
      .to.throw(ComputeError, 'wants a fixed size: B')
      .with.property('message')
      .that.includes('gradient of');
  });

  it('should send all of an equal maximum to its second side', () => {
    const g = new GraphBuilder();
    const [a, b] = [g.input('a', []), g.input('b', [])];

    const gradients = differentiate(g, g.maximum(a, b), [a, b]);

    expect(computeValues(g, gradients, { feed: { a: [1], b: [1] } })).to.deep.equal([[0], [1]]);
  });
});

function kindsOfShape(node: Node, shape: readonly unknown[]): readonly string[] {
  return nodesBelow([node])
    .filter((each) => String(each.shape) === String(shape))
    .map((each) => each.operation.kind);
}
