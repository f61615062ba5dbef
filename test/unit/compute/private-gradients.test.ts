import { expect } from 'chai';
import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import { makeEntry } from '../../../engine/compute/make-entry.ts';
import { accumulateClipped, applyNoisyMean } from '../../../engine/compute/private-gradients.ts';
import type { Runner } from '../../../engine/compute/program.ts';
import { referenceEngine } from '../../support/reference-engine.ts';

const ADAMW = { decay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: null };
const CLIP = 2;

describe('accumulateClipped', () => {
  it('should scale each subject to the norm over all weights, and leave small ones', async () => {
    const runner = await opened();

    await runner.run('accumulate', [fed({ a: [3, 4], b: [12] }), fed({ a: [0.1, 0], b: [-0.2] })]);

    const states = await runner.readStates();
    const scale = CLIP / 13;
    closeTo(states.get('a.sum')!, [3 * scale + 0.1, 4 * scale]);
    closeTo(states.get('b.sum')!, [12 * scale - 0.2]);
    closeTo(states.get('a')!, [1, 1]);
  });
});

describe('applyNoisyMean', () => {
  it('should divide sum and noise by the size of the lot, move the weights and empty the sums', async () => {
    const runner = await opened();
    await runner.run('accumulate', [fed({ a: [0.5, 0], b: [1] })]);

    await runner.run('apply', [
      {
        ...fed({ 'a.noise': [0.3, -0.4], 'b.noise': [-0.2] }),
        lot: { shape: [], data: Float32Array.of(4) },
        rate: { shape: [], data: Float32Array.of(0.01) },
      },
    ]);

    const states = await runner.readStates();
    closeTo(states.get('a.m')!, [0.1 * 0.2, 0.1 * -0.1]);
    closeTo(states.get('b.m')!, [0.1 * 0.2]);
    closeTo(states.get('a')!, [0.99, 1.01]);
    closeTo(states.get('a.sum')!, [0, 0]);
    closeTo(states.get('b.sum')!, [0]);
  });
});

async function opened(): Promise<Runner> {
  const g = new GraphBuilder();
  g.state('a', [2], 1);
  g.state('b', [1], 1);
  const gradients = { a: g.input('a', [2]), b: g.input('b', [1]) };
  const entries = {
    accumulate: makeEntry({}, accumulateClipped(g, gradients, CLIP)),
    apply: makeEntry({}, applyNoisyMean(g, ['a', 'b'], ADAMW)),
  };
  return referenceEngine.open({ name: 'private', states: g.states, entries }, { threads: 1 });
}

function fed(values: Readonly<Record<string, readonly number[]>>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, data]) => [
      name,
      { shape: [data.length], data: Float32Array.from(data) },
    ]),
  );
}

function closeTo(got: Float32Array, wanted: readonly number[]): void {
  expect(got.length).to.equal(wanted.length);
  wanted.forEach((value, index) => {
    expect(got[index]).to.be.closeTo(value, 1e-6);
  });
}
