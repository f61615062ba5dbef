import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { findOnnx } from '../../../../engine/compute/onnx/find-onnx.ts';
import type { ComputeEngine } from '../../../../engine/compute/program.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { argn } from '../../../../engine/models/argn/argn.ts';
import type {
  NetworkOptions,
  SavedModel,
  SequenceModel,
  TrainingAccount,
} from '../../../../engine/models/sequence-model.ts';
import { makeCodeWorld, WORLD } from '../../../support/code-world.ts';

const world = makeCodeWorld(200, 20);
const { row, kind, echo, port } = WORLD;

describe('argn', function () {
  this.timeout(60_000);
  let engine: ComputeEngine;
  let model: SequenceModel;
  let account: TrainingAccount;

  before(async () => {
    const found = await findOnnx();
    if (!('engine' in found)) throw new Error(found.reason);
    engine = found.engine;
    model = await train({ onAccount: (one) => (account = one) });
  });

  it('should learn what follows from the row itself', () => {
    const chances = weigh(model, port, [2, 3, 3, 0]);

    expect(chances[6]).to.be.greaterThan(0.8);
  });

  it('should learn what follows from the rows in view', () => {
    const likeLast = weigh(model, kind, [2, 0, 0, 0], { lag: [2, 4, 4, 0], role: 2 });
    const likeRole = weigh(model, kind, [2, 0, 0, 0], { lag: [2, 2, 2, 4], role: 2 });

    expect(likeLast[4]).to.be.greaterThan(0.45);
    expect(likeLast[2]).to.be.greaterThan(0.15);
    expect(likeRole[2]).to.be.greaterThan(0.7);
  });

  it('should give chances that add up to one', () => {
    const chances = weigh(model, kind, [2, 0, 0, 0]);

    expect(chances.reduce((sum, one) => sum + one, 0)).to.be.closeTo(1, 1e-9);
  });

  it('should never draw a code that no row had', () => {
    const random = createRandom(3, 'draws');
    const drawn = Array.from({ length: 500 }, () =>
      model.draw(row, kind, frameOf([2, 0, 0, 0]), random),
    );

    expect(drawn.every((code) => code >= 2 && code <= 4)).to.equal(true);
  });

  it('should let a later variable that is known rule an earlier one', () => {
    const past = { lag: [2, 4, 4, 0], role: 2 };
    const free = weigh(model, kind, [2, 0, 0, 0], past);
    const given = model.given?.([{ record: row, variable: echo, code: 2 }]) ?? model;
    const ruled = weigh(given, kind, [2, 0, 0, 0], past);

    expect(ruled[2]).to.be.greaterThan((free[2] as number) + 0.2);
  });

  it('should tell how it trained', () => {
    expect(account.engine).to.equal('onnx');
    expect(Object.keys(account.stopped)).to.have.members(['host', 'step', 'row']);
    const own = account.curve.filter((one) => one.network === 'row');
    expect(own.at(-1)?.validation).to.be.lessThan(own[0]?.validation as number);
  });

  it('should give the same bytes with any number of workers', async () => {
    const other = await train({}, 3);

    expect(bytesOf(other)).to.deep.equal(bytesOf(model));
  });

  it('should give the same law after it was saved', () => {
    const saved = model.save();
    const record: unknown = JSON.parse(JSON.stringify(saved.record));
    const again = argn.load(world.space, { record, tensors: saved.tensors });

    expect(weigh(again, kind, [2, 0, 0, 0])).to.deep.equal(weigh(model, kind, [2, 0, 0, 0]));
  });

  it('should end with the same bytes after it was cut', async () => {
    const kept: SavedModel[] = [];
    let now = 0;
    const cut = train({
      seconds: () => (now += 10),
      maxMinutes: 1e6,
      checkpoints: {
        read: async () => null,
        write: async (saved) => {
          kept.push(structuredClone(saved));
          if (kept.length === 9) throw new Error('cut');
        },
      },
    });
    await cut.catch(() => undefined);
    const last = kept.at(-1) as SavedModel;
    const resumed = await train({ checkpoints: { read: async () => last, write: async () => {} } });

    expect(kept).to.have.lengthOf(9);
    expect(bytesOf(resumed)).to.deep.equal(bytesOf(model));
  });

  it('should keep to a privacy budget and say what it spent', async () => {
    let told: TrainingAccount | undefined;
    const secret = createRandom(5, 'secret');
    const privacy = { epsilon: 8, delta: 1e-4 };
    const own = await train({
      ...{ privacy, noise: secret, maxEpochs: 3 },
      onAccount: (one) => (told = one),
    });

    expect(told?.privacy?.epsilon).to.be.within(0, 8);
    expect(told?.privacy?.noiseMultiplier).to.be.greaterThan(0.3);
    expect(weigh(own, port, [2, 3, 3, 0]).every(Number.isFinite)).to.equal(true);
  });

  it('should ask for an engine', async () => {
    const options = { seed: 1, leastRows: 10, leastSubjects: 5, workers: 1, onProgress: () => {} };
    const failure: unknown = await argn
      .train(world.space, world.data, options)
      .catch((error: unknown) => error);

    expect(failure).to.be.an('error').with.property('message').that.includes('needs an engine');
  });

  function train(options: Partial<NetworkOptions>, workers = 1): Promise<SequenceModel> {
    return argn.train(world.space, world.data, {
      ...{ seed: 1, leastRows: 10, leastSubjects: 5, workers, onProgress: () => {} },
      network: {
        ...{ engine, threads: 1, maxMinutes: 10, maxEpochs: 20, seconds: () => 0 },
        ...{ privacy: null, noise: null, checkpoints: null, onAccount: () => {} },
        ...options,
      },
    });
  }
});

const WIDTH = 4;

/** Places: nothing, the row before, the step, the host, the row itself. */
function frameOf(own: readonly number[], past: { lag?: readonly number[]; role?: number } = {}) {
  const { lag = [], role = 3 } = past;
  const codes = new Int32Array(5 * WIDTH);
  codes.set(lag, WIDTH);
  codes.set([2, 3], 2 * WIDTH);
  codes.set([2, role], 3 * WIDTH);
  codes.set(own, 4 * WIDTH);
  const at = [4 * WIDTH, lag.length > 0 ? WIDTH : 0, 2 * WIDTH, 3 * WIDTH];
  return { codes, at: Int32Array.from(at), epoch: 0 };
}

function weigh(
  model: SequenceModel,
  variable: number,
  own: readonly number[],
  past: { lag?: readonly number[]; role?: number } = {},
): Float64Array {
  const into = new Float64Array(20);
  model.weigh(row, variable, frameOf(own, past), into);
  return into;
}

function bytesOf(model: SequenceModel) {
  const { record, tensors } = model.save();
  return { record, tensors: [...tensors].map(([name, one]) => [name, Array.from(one)]) };
}
