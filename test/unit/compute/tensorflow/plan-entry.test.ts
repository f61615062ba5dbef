import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { planEntry } from '../../../../engine/compute/tensorflow/plan-entry.ts';

describe('planEntry', () => {
  it('should compute what is needed, inputs first, and nothing else', () => {
    const g = new GraphBuilder();
    const x = g.input('x', ['B']);
    const unused = g.exp(x);
    const y = g.tanh(x);
    const z = g.add(y, x);

    const plan = planEntry({ inputs: [x], outputs: { z }, updates: {} });

    expect(plan.map(({ node }) => node)).to.deep.equal([x, y, z]);
    expect(plan.map(({ node }) => node)).not.to.include(unused);
  });

  it('should end each value after its last use, and results never', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [2]);
    const w = g.state('w', [2], 1);
    const y = g.tanh(x);
    const z = g.add(y, x);
    const w2 = g.multiply(g.sqrt(z), w);

    const plan = planEntry({ inputs: [x], outputs: { y }, updates: { w: w2 } });

    const spent = new Map(plan.map(({ node, spent }) => [node, spent]));
    expect(spent.get(y)).to.deep.equal([]);
    expect(spent.get(z)).to.deep.equal([x]);
    expect(spent.get(w2)).to.have.members([w, w2.inputs[0]!]);
    const ended = [...spent.values()].flat();
    expect(ended).not.to.include(y);
    expect(ended).not.to.include(w2);
  });
});
