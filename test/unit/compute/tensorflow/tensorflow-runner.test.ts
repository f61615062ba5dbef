import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { differentiate } from '../../../../engine/compute/differentiate.ts';
import type { Feed, Program, Runner } from '../../../../engine/compute/program.ts';
import { findTensorflow } from '../../../../engine/compute/tensorflow/find-tensorflow.ts';
import type { TensorflowBackend } from '../../../../engine/compute/tensorflow/tensorflow-backend.ts';
import { ComputeError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';

for (const backend of ['cpu', 'wasm'] as const) {
  describe(`TensorflowRunner on ${backend}`, () => {
    it('should end with the same bytes twice, trained on the same batches', async () => {
      const [first, second] = [await open(backend), await open(backend)];

      const losses = await first.run('train', batches());
      for (const batch of batches()) {
        await second.run('train', [batch]);
      }

      expect(await second.readStates()).to.deep.equal(await first.readStates());
      expect(losses.at(-1)!.loss!.data[0]).to.be.below(losses[0]!.loss!.data[0]!);
      await Promise.all([first.dispose(), second.dispose()]);
    });

    it('should leave no tensor behind', async () => {
      const before = tf.memory().numTensors;
      const runner = await open(backend);
      await runner.run('train', batches().slice(0, 1));
      const kept = tf.memory().numTensors;

      await runner.run('train', batches());
      await runner.run('apply', batches());
      await runner.writeStates(await runner.readStates());

      expect(tf.memory().numTensors).to.equal(kept);
      await runner.dispose();
      expect(tf.memory().numTensors).to.equal(before);
    });

    it('should go on from written states as from its own', async () => {
      const [trained, fresh] = [await open(backend), await open(backend)];
      await trained.run('train', batches());

      await fresh.writeStates(await trained.readStates());

      const batch = batches().slice(0, 1);
      expect(await fresh.run('apply', batch)).to.deep.equal(await trained.run('apply', batch));
      await Promise.all([trained.dispose(), fresh.dispose()]);
    });

    it("should share no array with its caller, and keep a failed run's states", async () => {
      const runner = await open(backend);
      const states = await runner.readStates();
      states.get('w')!.fill(9);
      const [batch] = batches();
      const [held] = await runner.run('hold', [batch!]);
      held!.x!.data.fill(9);
      batch!.x!.data.fill(9);

      const bad = { ...batch!, label: { shape: [4], data: Int32Array.from([0, 0, 0, 99]) } };
      const failure = await runner.run('train', [bad]).catch((reason: unknown) => reason);

      expect(failure).to.be.instanceOf(ComputeError).with.nested.property('details.part', 'head');
      const after = await runner.readStates();
      expect(after.get('w')).to.deep.equal(program().states[0]!.initial);
      expect([...after.get('held')!]).not.to.include(9);
      await runner.dispose();
    });

    it('should name the entry, the state or the input that does not fit', async () => {
      const runner = await open(backend);
      const [batch] = batches();
      const flat = { ...batch!, x: { shape: [12], data: new Float32Array(12) } };

      await refused(() => runner.run('learn', [batch!]), 'learn');
      await refused(() => runner.run('train', [flat]), 'x');
      await refused(() => runner.writeStates(new Map([['v', new Float32Array(1)]])), 'v');
      await refused(() => runner.writeStates(new Map([['w', new Float32Array(1)]])), 'w');
      await runner.dispose();
      await refused(() => runner.run('train', [batch!]), 'disposed');
    });
  });
}

describe('TensorflowRunner', () => {
  it('should run on its own backend while another program runs on another', async () => {
    const [cpu, wasm] = [await open('cpu'), await open('wasm')];

    const [onCpu, onWasm] = await Promise.all([
      cpu.run('train', batches()),
      wasm.run('train', batches()),
    ]);

    const losses = [onCpu, onWasm].map((results) => results.at(-1)!.loss!.data[0]!);
    expect(losses[0]).to.be.closeTo(losses[1]!, 1e-5);
    await Promise.all([cpu.dispose(), wasm.dispose()]);
  });
});

async function refused(task: () => Promise<unknown>, named: string): Promise<void> {
  const failure = await task().catch((reason: unknown) => reason);
  expect(failure).to.be.instanceOf(ComputeError);
  expect((failure as Error).message).to.contain(named);
}

async function open(backend: TensorflowBackend): Promise<Runner> {
  const finding = await findTensorflow(backend);
  if ('reason' in finding) {
    throw new Error(finding.reason);
  }
  return finding.engine.open(program(), { threads: 1 });
}

/** A linear classifier of an embedded word and a vector, which learns by plain descent. */
function program(): Program {
  const g = new GraphBuilder();
  const random = createRandom(1, 'weights');
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
  const x = g.input('x', ['B', 3]);
  const label = g.input('label', ['B'], 'int32');
  const w = g.state('w', [5, 4], draw(20));
  const table = g.state('table', [4, 2], draw(8));
  g.state('held', [4, 3], 0);
  const loss = g.within('head', () => {
    const joined = g.concat([x, g.gather(table, label)], 1); // [B, 5]
    return g.negate(g.sum(g.pick(g.logSoftmax(g.matmul(joined, w)), label), [0]));
  });
  const [toW, toTable] = differentiate(g, loss, [w, table]) as [typeof w, typeof w];
  const learn = (weight: typeof w, gradient: typeof w) =>
    g.subtract(weight, g.multiply(gradient, 0.1));
  return {
    name: 'classifier',
    states: g.states,
    entries: {
      train: {
        inputs: [x, label],
        outputs: { loss },
        updates: { w: learn(w, toW), table: learn(table, toTable) },
      },
      apply: {
        inputs: [x],
        outputs: { y: g.matmul(x, g.slice(w, { axis: 0, start: 0, size: 3 })) },
        updates: {},
      },
      hold: { inputs: [x], outputs: { x }, updates: { held: x } },
    },
  };
}

function batches(): Feed[] {
  const random = createRandom(2, 'batches');
  return Array.from({ length: 5 }, () => ({
    x: { shape: [4, 3], data: Float32Array.from({ length: 12 }, () => random.normal()) },
    label: { shape: [4], data: Int32Array.from({ length: 4 }, () => random.integer(4)) },
  }));
}
