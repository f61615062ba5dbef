import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { CheckpointMismatchError } from '../../../engine/core/errors.ts';
import { loadGenerator, saveGenerator } from '../../../engine/pipeline/generator-folder.ts';
import { decodeWeights, encodeWeights } from '../../../engine/pipeline/generator-folder-weights.ts';
import { generateAll, train } from '../../support/generate-all.ts';
import { type Canaries, linkedWorld } from '../../support/linked-world.ts';

const CANARY: Required<Canaries> = {
  commandLine: '"C:\\canary\\kestrel-9137.exe" -secret owl-5521',
  image: 'C:\\canary\\kestrel-9137.exe',
  queryName: 'heron-7719.canary.example',
  address: '77.66.55.44',
  user: 'AVIARY\\finch.8841',
  label: 'plover-3305',
};
const WORDS = [
  'kestrel',
  '9137',
  'owl-5521',
  'heron',
  '7719',
  '77.66.55.44',
  'finch',
  '8841',
  'aviary',
  'plover',
];

describe('generator folder', () => {
  let directory = '';

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'entwine-generator-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  it('should give the same rows after it was saved and loaded', async () => {
    const generator = await train(linkedWorld(12), { seed: 1 });

    await saveGenerator(directory, generator);
    const loaded = await loadGenerator(directory);

    const request = { seed: 3, subjects: 5 };
    expect(generateAll(loaded, request)).to.deep.equal(generateAll(generator, request));
  });

  it('should refuse weights that changed by one bit', async () => {
    await saveGenerator(directory, await train(linkedWorld(4), { seed: 1 }));
    const file = join(directory, 'weights.safetensors');
    const bytes = await readFile(file);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(file, bytes);

    const error = await loadGenerator(directory).catch((one: unknown) => one);

    expect(error).to.be.instanceOf(CheckpointMismatchError);
  });

  it('should hold no planted value and emit none in twenty thousand rows', async () => {
    const world = linkedWorld(30, (host) => (host === 13 ? CANARY : {}));
    const generator = await train(world, { seed: 1 });
    await saveGenerator(directory, generator);

    const statistics = await readFile(join(directory, 'generator.json'), 'utf8');
    const weights = await readFile(join(directory, 'weights.safetensors'), 'latin1');
    const rows = generateAll(generator, { seed: 4, subjects: 900 });
    const emitted = JSON.stringify([...rows]).toLowerCase();

    const count = [...rows.values()].reduce((sum, list) => sum + list.length, 0);
    expect(count).to.be.above(20_000);
    for (const word of WORDS) {
      expect(statistics.toLowerCase(), `statistics hold ${word}`).to.not.include(word);
      expect(weights.toLowerCase(), `weights hold ${word}`).to.not.include(word);
    }
    for (const word of WORDS.filter((one) => !/^\d+$/.test(one))) {
      expect(emitted, `rows hold ${word}`).to.not.include(word);
    }
  });
});

describe('decodeWeights', () => {
  const tensors = new Map<string, Int32Array | Float64Array>([
    ['a', Int32Array.of(1, -2, 3)],
    ['b', Float64Array.of(0.5)],
  ]);

  it('should read what was written', () => {
    expect(decodeWeights(encodeWeights(tensors))).to.deep.equal(tensors);
  });

  it('should refuse broken files of every kind', () => {
    const whole = encodeWeights(tensors);
    const headless = new Uint8Array(4);
    const cut = whole.subarray(0, whole.length - 1);
    const longer = new Uint8Array([...whole, 0]);
    const vast = whole.slice();
    vast[5] = 0xff;
    const unknown = Buffer.from(
      Buffer.from(whole).toString('latin1').replace('I32', 'X32'),
      'latin1',
    );
    const gap = Buffer.from(
      Buffer.from(whole).toString('latin1').replace('[12,20]', '[13,21]'),
      'latin1',
    );

    for (const bytes of [headless, cut, longer, vast, unknown, gap]) {
      expect(() => decodeWeights(bytes)).to.throw(CheckpointMismatchError);
    }
  });
});
