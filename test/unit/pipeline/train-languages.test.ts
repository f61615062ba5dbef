import { expect } from 'chai';
import { describe, it } from 'mocha';
import { chooseEngine } from '../../../engine/compute/choose-engine.ts';
import { findOnnx } from '../../../engine/compute/onnx/find-onnx.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { createRandom } from '../../../engine/core/random.ts';
import type { TrainingAccount } from '../../../engine/models/sequence-model.ts';
import type { TrainingOptions } from '../../../engine/pipeline/training-options.ts';
import { generateAll, train } from '../../support/generate-all.ts';
import { linkedWorld } from '../../support/linked-world.ts';

const WORDS = ['alder', 'birch', 'cedar', 'maple', 'rowan', 'aspen'];

/** Command lines that hardly two hosts share, of words that many do. */
const HOSTS = linkedWorld(140, (host) => {
  const random = createRandom(1, 'words', host);
  const spoken = Array.from({ length: 4 }, () => random.pick(WORDS));
  return { commandLine: `C:\\tools\\pack.exe ${spoken.join(' ')}` };
});

/** Processes alone, so that little else is learned. */
const WORLD = {
  ...HOSTS,
  rows: new Map([...HOSTS.rows].map(([name, rows]) => [name, isTold(name) ? rows : []])),
};

describe('training of the languages of texts', () => {
  it('should write what templates leave open, and tell how it trained', async () => {
    const { generator, accounts, opened } = await learn({ text: 'language' });

    const { record, story } = generator;
    const texts = (story.tables.processes?.fields ?? []).flatMap((one) =>
      one.type === 'text' && one.stats.language !== undefined ? [one.stats.language] : [],
    );
    expect(record.texts['processes.command_line']?.model).to.equal('language');
    expect(record.texts['processes.image']).to.deep.equal({
      model: 'templates',
      reason: 'too little to write is left',
    });
    expect(texts).to.have.length.above(0);
    expect(opened).to.equal(1);
    expect(accounts).to.have.length(1);
    expect(accounts[0]?.curve.map((one) => one.network)).to.include('processes command_line');
    expect(record.network?.curve[0]).to.not.have.property('seconds');
    const made = generateAll(generator, { seed: 2, subjects: 10 });
    expect(JSON.stringify(made.get('processes'))).to.include('pack.exe');
  });

  it('should open nothing where templates are filled', async () => {
    const { generator, accounts, opened } = await learn({ text: 'templates' });

    const models = Object.values(generator.record.texts).map((one) => one.model);
    expect(new Set(models)).to.deep.equal(new Set(['templates']));
    expect(generator.record).to.not.have.property('network');
    expect([accounts.length, opened]).to.deep.equal([0, 0]);
  });

  it('should leave to templates what was not measured as better, and say why', async () => {
    const { generator, opened } = await learn({});

    const { texts } = generator.record;
    expect(texts['processes.command_line']?.model).to.equal('templates');
    expect(texts['processes.command_line']?.reason).to.include('what is rare');
    expect(texts['processes.image']?.reason).to.equal('no other was measured on it');
    expect(opened).to.equal(0);
  });

  it('should refuse to write without an engine', async () => {
    const error = await train(WORLD, { seed: 1, family: 'bayes-net', text: 'language' }).catch(
      (one: unknown) => one,
    );

    expect(error).to.be.instanceOf(ScenarioError);
  });
});

function isTold(table: string): boolean {
  return !['events', 'flows', 'links'].includes(table);
}

async function learn(options: Partial<TrainingOptions>) {
  const accounts: TrainingAccount[] = [];
  let opened = 0;
  const { engine } = chooseEngine('onnx', { onnx: await findOnnx() });
  const generator = await train(WORLD, {
    ...{ seed: 1, k: 2, family: 'bayes-net', ...options },
    openNetwork: async () => {
      opened += 1;
      const outside = { engine, engineReason: 'for a test', threads: 1, checkpoints: null };
      return { ...outside, maxMinutes: 1, maxEpochs: 3, seconds: () => performance.now() / 1000 };
    },
    onAccount: (one) => accounts.push(one),
  });
  return { generator, accounts, opened };
}
