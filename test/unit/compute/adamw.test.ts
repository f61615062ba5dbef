import { expect } from 'chai';
import { type AdamwOptions, adamw } from '../../../engine/compute/adamw.ts';
import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import { makeEntry } from '../../../engine/compute/make-entry.ts';
import { ComputeError } from '../../../engine/core/errors.ts';
import { referenceEngine } from '../../support/reference-engine.ts';

const OPTIONS: AdamwOptions = { decay: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: null };
const RATE = 0.05;

describe('adamw', () => {
  it('should move weights as the algorithm says, in its own order of operations', async () => {
    const gradients = [3, -0.5, 1e-4, 0, 2, -7];
    const wanted = byHand(1, gradients, OPTIONS);

    const states = await trained([1, 1], gradients, OPTIONS);

    expect(states.get('w')![0]).to.be.closeTo(wanted, 1e-6);
    expect(states.get('steps')![0]).to.equal(6);
  });

  it('should let matrices decay, never biases', async () => {
    const still = await trained([1], [0, 0], OPTIONS);
    const decayed = await trained([1, 1], [0, 0], OPTIONS);

    expect(still.get('w')![0]).to.equal(1);
    expect(decayed.get('w')![0]).to.be.closeTo((1 - RATE * 0.1) ** 2, 1e-6);
  });

  it('should clip by the norm over all weights', async () => {
    const moments = async (gradient: number, clip: number | null) => {
      const states = await trained([2, 2], [gradient], { ...OPTIONS, clip });
      return states.get('w.m')![0]!;
    };

    expect(await moments(3, null)).to.be.closeTo(0.3, 1e-6);
    expect(await moments(3, 1)).to.be.closeTo(0.05, 1e-6);
    expect(await moments(0.1, 1)).to.be.closeTo(0.01, 1e-6);
    expect(await moments(0, 1)).to.equal(0);
  });

  it('should refuse a name that is no state', () => {
    const g = new GraphBuilder();

    expect(() => adamw(g, { w: g.fill([1], 1) }, OPTIONS)).to.throw(
      ComputeError,
      'no such state: w',
    );
  });
});

/** Feeds one gradient a step to all elements of one weight that starts at 1. */
async function trained(
  shape: readonly number[],
  gradients: readonly number[],
  options: AdamwOptions,
): Promise<ReadonlyMap<string, Float32Array>> {
  const g = new GraphBuilder();
  g.state('w', shape, 1);
  const gradient = g.broadcast(g.input('gradient', []), shape);
  const step = makeEntry({}, adamw(g, { w: gradient }, options));
  const runner = await referenceEngine.open(
    { name: 'adamw', states: g.states, entries: { step } },
    { threads: 1 },
  );
  const scalar = (value: number) => ({ shape: [], data: Float32Array.of(value) });
  await runner.run(
    'step',
    gradients.map((value) => ({ gradient: scalar(value), rate: scalar(RATE) })),
  );
  return runner.readStates();
}

/** Loshchilov and Hutter, algorithm 2, line by line. */
function byHand(first: number, gradients: readonly number[], options: AdamwOptions): number {
  const { decay, beta1, beta2, epsilon } = options;
  let [weight, m, v] = [first, 0, 0];
  gradients.forEach((gradient, index) => {
    m = beta1 * m + (1 - beta1) * gradient;
    v = beta2 * v + (1 - beta2) * gradient ** 2;
    const mean = m / (1 - beta1 ** (index + 1));
    const square = v / (1 - beta2 ** (index + 1));
    weight -= RATE * (mean / (Math.sqrt(square) + epsilon) + decay * weight);
  });
  return weight;
}
