import { expect } from 'chai';
import { describe, it } from 'mocha';
import { chooseEngine } from '../../../engine/compute/choose-engine.ts';
import { findOnnx } from '../../../engine/compute/onnx/find-onnx.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { silentProgress } from '../../../engine/core/progress.ts';
import { createRandom } from '../../../engine/core/random.ts';
import type { TrainingAccount } from '../../../engine/models/sequence-model.ts';
import { trainGenerator } from '../../../engine/pipeline/train.ts';
import type { TrainingOptions } from '../../../engine/pipeline/training-options.ts';
import { memoryRows } from '../../support/database-arbitrary.ts';
import { flowWorld } from '../../support/flow-world.ts';

const WORLD = flowWorld({ hosts: 30 });
const NOISE = createRandom(1, 'secret');

describe('trainGenerator', () => {
  it('should read once and sample nothing where all rows fit', async () => {
    const { generator, reads } = await train({ maxRows: 330 });

    expect(generator.record).to.deep.include({ subjects: 30 });
    expect(generator.record).to.not.have.property('sample');
    expect(reads('flows')).to.equal(1);
  });

  it('should learn from whole subjects where more rows come than are wanted, and say so', async () => {
    const { generator } = await train({ maxRows: 200 });

    const { sample, rows, subjects } = generator.record;
    expect(sample?.rows).to.be.within(180, 200);
    expect(sample?.subjects).to.equal((sample?.rows ?? 0) / 11);
    expect(sample?.share).to.be.closeTo((sample?.rows ?? 0) / 330, 1e-9);
    expect(subjects).to.equal(sample?.subjects);
    expect(rows.flows).to.equal(10 * subjects);
  });

  it('should choose the same subjects from the same seed', async () => {
    const [one, other] = [await train({ maxRows: 120 }), await train({ maxRows: 120 })];

    expect(one.generator.story).to.deep.equal(other.generator.story);
  });

  it('should code a column as it is asked to', async () => {
    const usual = await train({});
    const wished = await train({ encoders: { 'flows.src_bytes': 'category' } });

    expect(variableNamed(usual, 'src_bytes')).to.have.property('order');
    expect(variableNamed(wished, 'src_bytes')).to.not.have.property('order');
  });

  it('should refuse a wish that no column can have, and a bound that is none', async () => {
    const wishes: Partial<TrainingOptions>[] = [
      { encoders: { 'flows.src_ip': 'text' } },
      { maxRows: 0.5 },
      { family: 'argn' },
      { text: 'language', privacy: { budget: { epsilon: 8, delta: 1e-5 }, noise: NOISE } },
      { family: 'trees', privacy: { budget: { epsilon: 8, delta: 1e-5 }, noise: NOISE } },
      { family: 'argn', privacy: { budget: { epsilon: 0, delta: 1e-5 }, noise: NOISE } },
    ];

    for (const wish of wishes) {
      const error = await train(wish).then(
        () => null,
        (one: unknown) => one,
      );
      expect(error).to.be.instanceOf(ScenarioError);
    }
  });

  it('should open no engine where no family needs one', async () => {
    const { generator } = await train({
      family: 'trees',
      openNetwork: () => Promise.reject(new Error('opened')),
    });

    expect(generator.record).to.not.have.any.keys('network', 'privacy');
    expect(generator.record.families.flows?.family).to.equal('trees');
  });

  it('should tell how a network trained, the same whatever the clock says', async () => {
    const [one, other] = [await trainNetwork(1), await trainNetwork(50)];

    const { network } = one.generator.record;
    expect(network).to.deep.include({ engine: 'onnx', threads: 2, engineReason: 'for a test' });
    expect(network?.stopped.flows).to.equal('epochs');
    expect(network?.curve.map((point) => point.network)).to.include('flows');
    expect(JSON.stringify(one.generator.record)).to.equal(JSON.stringify(other.generator.record));
    expect(one.account?.curve[0]?.seconds).to.not.equal(other.account?.curve[0]?.seconds);
    expect(one.notes).to.match(/^loss \d+\.\d{3}$/m);
  });
});

/** Trains one epoch by a clock that jumps. */
async function trainNetwork(jumpSeconds: number) {
  const notes: string[] = [];
  let account: TrainingAccount | undefined;
  let now = 0;
  const { engine } = chooseEngine('onnx', { onnx: await findOnnx() });
  const outside = {
    ...{ engine, engineReason: 'for a test', threads: 2, maxMinutes: 1000, maxEpochs: 1 },
    seconds: () => (now += jumpSeconds),
    checkpoints: null,
  };
  const onAccount = (one: TrainingAccount) => {
    account = one;
  };
  const { generator } = await train(
    { family: 'argn', openNetwork: async () => outside, onAccount },
    { ...silentProgress, advance: (_, note = '') => void notes.push(note) },
  );
  return { generator, account, notes: notes.join('\n') };
}

async function train(options: Partial<TrainingOptions>, progress = silentProgress) {
  const counts = new Map<string, number>();
  const rows = memoryRows(WORLD.rows);
  const reader = {
    schema: WORLD.schema,
    rows: (name: string) => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return rows(name);
    },
  };
  const input = { reader, options: { seed: 1, k: 2, ...options }, progress };
  const generator = await trainGenerator(input);
  return { generator, reads: (name: string) => counts.get(name) ?? 0 };
}

function variableNamed({ generator }: Awaited<ReturnType<typeof train>>, name: string) {
  const variables = generator.story.space.flatMap((one) => one.variables);
  return variables.find((one) => one.name === name);
}
