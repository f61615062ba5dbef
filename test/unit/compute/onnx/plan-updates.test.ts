import { expect } from 'chai';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { makeEntry } from '../../../../engine/compute/make-entry.ts';
import { planUpdates } from '../../../../engine/compute/onnx/plan-updates.ts';

describe('planUpdates', () => {
  it('should move states that share an operation together', () => {
    const g = new GraphBuilder();
    const [a, b] = [g.state('a', [8], 0), g.state('b', [8], 0)];
    const mean = g.add(g.multiply(a, 0.9), g.input('x', [8]));

    const { calls, direct } = planUpdates(makeEntry({}, { a: mean, b: g.subtract(b, mean) }));

    expect(calls.map(({ states }) => states)).to.deep.equal([['a', 'b']]);
    expect(direct.size).to.equal(0);
  });

  it('should move states apart that share nothing, by one formula', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [8]);
    const [a, b] = [g.state('a', [8], 0), g.state('b', [8], 0)];

    const { calls } = planUpdates(makeEntry({}, { a: g.add(a, x), b: g.add(b, x) }));

    expect(calls.map(({ states }) => states)).to.deep.equal([['a'], ['b']]);
    expect(calls[0]!.formula).to.deep.equal(calls[1]!.formula);
  });

  it('should leave the sum of gradients to onnxruntime', () => {
    const g = new GraphBuilder();
    const a = g.state('a', [8], 0);
    const gradient = g.add(g.exp(g.input('x', [8])), g.exp(g.input('y', [8])));

    const { calls } = planUpdates(makeEntry({}, { a: g.subtract(a, gradient) }));

    expect(calls[0]!.tensors).to.have.members([a, gradient]);
  });

  it('should leave what comes back, scalars, and what kernels do not know to onnxruntime', () => {
    const g = new GraphBuilder();
    const [a, b] = [g.state('a', [8], 0), g.state('b', [8], 0)];
    const count = g.state('count', [], 0);
    const shown = g.add(a, 1);

    const plan = planUpdates(
      makeEntry({ shown }, { a: shown, b: g.exp(b), count: g.add(count, 1) }),
    );

    expect(plan.calls).to.deep.equal([]);
    expect([...plan.direct.keys()]).to.deep.equal(['a', 'b', 'count']);
  });
});
