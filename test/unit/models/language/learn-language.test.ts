import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { findOnnx } from '../../../../engine/compute/onnx/find-onnx.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { analyzeText } from '../../../../engine/encoders/text-encoder.ts';
import { learnLanguage } from '../../../../engine/models/language/learn-language.ts';
import { openLanguage } from '../../../../engine/models/language/open-language.ts';
import { sampleOf } from '../../../support/encoder-battery.ts';

const K = 3;
const TOOLS = ['pack', 'send', 'move', 'list'];
const FLAGS = ['--all', '--force', '--quiet', '--depth', '--sort', '--keep'];

describe('learnLanguage', function () {
  this.timeout(30_000);
  let first: Awaited<ReturnType<typeof learn>>;

  before(async () => {
    first = await learn(1);
  });

  it('should write texts of the words that k subjects share, and no rare one', () => {
    const { stats, learned, template } = first;
    const language = openLanguage({ ...stats, language: learned.stats });
    const random = createRandom(3);

    const made = Array.from({ length: 300 }, () => language?.write(template, 0, random) ?? '');

    expect(made.every((one) => one !== '')).to.equal(true);
    expect(new Set(made).size).to.be.greaterThan(20);
    const isKnown = (one: string) =>
      TOOLS.includes(one) || FLAGS.includes(one) || one.includes('\uE000');
    const words = made.flatMap((one) => one.split(' '));
    expect(words.filter(isKnown).length / words.length).to.be.greaterThan(0.9);
    expect(made.join(' ')).to.not.include('zanzibar');
  });

  it('should write the same from the same stream, whatever was written before', () => {
    const { stats, learned, template } = first;
    const [one, other] = [1, 2].map(() => openLanguage({ ...stats, language: learned.stats }));
    for (let draw = 0; draw < 50; draw += 1) other?.write(template, 0, createRandom(9, draw));

    for (let draw = 0; draw < 20; draw += 1) {
      const [a, b] = [one, other].map((it) => it?.write(template, 0, createRandom(4, draw)));
      expect(a).to.equal(b);
    }
  });

  it('should learn the same bytes from the same seed', async () => {
    const again = await learn(1);

    expect(again.learned).to.deep.equal(first.learned);
  });

  it('should leave a column alone whose texts are all alike', async () => {
    const rows = Array.from({ length: 90 }, (_, at): [number, string] => [at, `run ${at + 1000}`]);
    const stats = statsOf(rows);

    const learned = await learnLanguage(taskOf(stats, rows), await optionsOf(1));

    expect(learned).to.equal(null);
  });
});

/** Command lines that hardly two subjects share, of words that many do; one has a word of its own. */
function lines(): [number, string][] {
  const random = createRandom(7, 'lines');
  return Array.from({ length: 240 }, (_, at) => {
    const flags = Array.from({ length: 2 + random.integer(5) }, () => random.pick(FLAGS));
    const own = at === 100 ? ['zanzibar'] : [];
    return [at >> 2, [random.pick(TOOLS), ...flags, ...own].join(' ')];
  });
}

async function learn(seed: number) {
  const rows = lines();
  const stats = statsOf(rows);
  const learned = await learnLanguage(taskOf(stats, rows), await optionsOf(seed));
  if (learned === null) throw new Error('nothing was learned');
  return { stats, learned, template: learned.stats.templates[0] ?? -1 };
}

function statsOf(rows: readonly (readonly [number, string])[]) {
  return analyzeText(sampleOf(rows), {
    mayLeave: (_, subjects) => subjects >= K,
    privateKind: () => null,
    k: K,
  });
}

function taskOf(stats: ReturnType<typeof statsOf>, rows: readonly (readonly [number, string])[]) {
  return { stats, sample: sampleOf(rows), decider: () => 0, k: K };
}

async function optionsOf(seed: number) {
  const found = await findOnnx();
  if (!('engine' in found)) throw new Error(found.reason);
  const clock = { seconds: () => 0, maxMinutes: 1, maxEpochs: 8, threads: 1 };
  return { seed, name: 'processes command_line', network: { engine: found.engine, ...clock } };
}
