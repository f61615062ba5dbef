import { expect } from 'chai';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { differentiate } from '../../../../engine/compute/differentiate.ts';
import { makeEntry } from '../../../../engine/compute/make-entry.ts';
import { accumulateClipped, applyNoisyMean } from '../../../../engine/compute/private-gradients.ts';
import type { Feed, Program, Runner } from '../../../../engine/compute/program.ts';
import { ComputeError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  PrivacyLedger,
  type PrivacyPlan,
} from '../../../../engine/models/privacy/privacy-ledger.ts';
import { PrivateSteps, type PrivateTask } from '../../../../engine/models/privacy/private-steps.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

const PLAN: PrivacyPlan = {
  budget: { epsilon: 5, delta: 1e-5 },
  noiseMultiplier: 0.8,
  clipNorm: 2,
  samplingRate: 0.25,
  steps: 100,
};
const SUBJECTS = 400;
const WEIGHTS = [{ name: 'centre', shape: [2] }];
const ADAM = { decay: 0, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, clip: null };

describe('PrivateSteps', () => {
  it('should feed every drawn subject once, equal shapes together, then the noisy mean', async () => {
    const { calls, runner } = recorder();
    const steps = new PrivateSteps(taskOf({ runner, rate: () => 0.5 }));

    expect(await steps.lot()).to.equal(true);

    const apply = calls.at(-1);
    const accumulated = calls.slice(0, -1);
    expect(apply?.entry).to.equal('apply');
    expect(Number(apply?.feeds[0]?.rate?.data[0])).to.equal(0.5);
    expect(Number(apply?.feeds[0]?.lot?.data[0])).to.equal(SUBJECTS * PLAN.samplingRate);
    for (const { entry, feeds } of accumulated) {
      expect(entry).to.equal('accumulate');
      expect(feeds.length).to.be.within(1, 64);
      expect(new Set(feeds.map((one) => one.points?.shape[0])).size).to.equal(1);
    }
    const drawn = accumulated.flatMap((one) => one.feeds);
    expect(drawn.length).to.be.within(60, 140);
  });

  it('should draw noise with the plan’s deviation, anew in each step', async () => {
    const { calls, runner } = recorder();
    const weights = [{ name: 'wide', shape: [80, 50] }];
    const steps = new PrivateSteps(taskOf({ runner, weights }));

    await steps.lot();
    await steps.lot();

    const noises = calls.flatMap((one) => one.feeds.flatMap((feed) => feed['wide.noise'] ?? []));
    const [first = [], second] = noises.map((one) => [...one.data]);
    const spread = Math.sqrt(first.reduce((sum, one) => sum + one ** 2, 0) / first.length);
    expect(noises[0]?.shape).to.deep.equal([80, 50]);
    expect(spread).to.be.closeTo(PLAN.noiseMultiplier * PLAN.clipNorm, 0.08);
    expect(second).to.not.deep.equal(first);
  });

  it('should stop at the budget and charge every step', async () => {
    const { runner } = recorder();
    const ledger = new PrivacyLedger({ ...PLAN, steps: 2 });
    const steps = new PrivateSteps(taskOf({ runner, ledger }));

    const taken = [await steps.lot(), await steps.lot(), await steps.lot()];

    expect(taken).to.deep.equal([true, true, false]);
    expect(ledger.taken).to.equal(2);
  });

  it('should refuse to go on with weights that are no numbers', async () => {
    const runner = await referenceEngine.open(centreProgram(), { threads: 1 });
    const feed = { points: { shape: [1, 2], data: Float32Array.of(Number.NaN, 0) } };
    const steps = new PrivateSteps(taskOf({ runner, feedOf: () => feed }));
    const train = async () => {
      while (await steps.lot());
    };

    const error = await train().then(
      () => null,
      (one: unknown) => one,
    );

    expect(error).to.be.instanceOf(ComputeError);
  });

  it('should learn a centre in spite of clipping and noise', async () => {
    const runner = await referenceEngine.open(centreProgram(), { threads: 1 });
    const steps = new PrivateSteps(taskOf({ runner }));

    while (await steps.lot());

    const [x = 0, y = 0] = (await runner.readStates()).get('centre') ?? [];
    expect(x).to.be.closeTo(1, 0.25);
    expect(y).to.be.closeTo(-2, 0.25);
  });

  it('should give the same weights when it is resumed', async () => {
    const whole = await referenceEngine.open(centreProgram(), { threads: 1 });
    const resumed = await referenceEngine.open(centreProgram(), { threads: 1 });
    const all = new PrivateSteps(taskOf({ runner: whole }));
    for (let step = 0; step < 6; step += 1) await all.lot();

    const first = new PrivateSteps(taskOf({ runner: resumed }));
    for (let step = 0; step < 3; step += 1) await first.lot();
    const rest = new PrivateSteps(taskOf({ runner: resumed }), 3);
    for (let step = 0; step < 3; step += 1) await rest.lot();

    expect([...(await resumed.readStates())]).to.deep.equal([...(await whole.readStates())]);
  });
});

/** Half of the subjects have one point, the others two; all near (1, -2). */
function feedOf(subject: number): Feed | null {
  const random = createRandom(3, subject);
  const rows = 1 + (subject % 2);
  const data = Float32Array.from(
    { length: 2 * rows },
    (_, at) => (at % 2 === 0 ? 1 : -2) + 0.3 * random.normal(),
  );
  return { points: { shape: [rows, 2], data } };
}

function taskOf(given: Partial<PrivateTask> & Pick<PrivateTask, 'runner'>): PrivateTask {
  return {
    weights: WEIGHTS,
    subjects: SUBJECTS,
    feedOf,
    ledger: new PrivacyLedger(PLAN),
    random: createRandom(9),
    rate: (step) => (step < 50 ? 0.1 : 0.03),
    ...given,
  };
}

/** Loss of a subject: half the squared distance of its points from the centre. */
function centreProgram(): Program {
  const g = new GraphBuilder();
  const points = g.input('points', ['N', 2]);
  const centre = g.state('centre', [2], new Float32Array(2));
  const gap = g.subtract(points, centre);
  const loss = g.reshape(g.multiply(g.sum(g.multiply(gap, gap), [0, 1]), 0.5), []);
  const [gradient] = differentiate(g, loss, [centre]);
  const accumulate = makeEntry({}, accumulateClipped(g, { centre: gradient! }, PLAN.clipNorm));
  const apply = makeEntry({}, applyNoisyMean(g, ['centre'], ADAM));
  return { name: 'centre', states: g.states, entries: { accumulate, apply } };
}

interface Call {
  readonly entry: string;
  readonly feeds: readonly Feed[];
}

function recorder(): { readonly calls: Call[]; readonly runner: Runner } {
  const calls: Call[] = [];
  const runner: Runner = {
    run: async (entry, feeds) => {
      calls.push({ entry, feeds });
      return [];
    },
    readStates: async () => new Map(),
    writeStates: async () => undefined,
    dispose: async () => undefined,
  };
  return { calls, runner };
}
