import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { CheckpointMismatchError, StateError } from '../../../engine/core/errors.ts';
import { loadGenerator, saveGenerator } from '../../../engine/pipeline/generator-folder.ts';
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

  for (const name of ['weights.safetensors', 'generator.json']) {
    it(`should refuse ${name} that changed by one bit, wherever it is`, async () => {
      await saveGenerator(directory, await train(linkedWorld(4), { seed: 1 }));
      const file = join(directory, name);
      const whole = await readFile(file);
      const last = whole.length - 1;
      const places = [0, 1, 11, whole.length >> 1, last - 70, last - 10, last - 1, last];

      for (const at of places) {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= 1;
        await writeFile(file, bytes);

        const error = await loadGenerator(directory).catch((one: unknown) => one);

        expect(error, `byte ${at}`).to.be.instanceOf(CheckpointMismatchError);
      }
    });
  }

  it('should say which file is missing, and that an older one is older', async () => {
    const missing = await loadGenerator(directory).catch((one: unknown) => one);
    await writeFile(join(directory, 'generator.json'), '{"format":2,"schema":{}}\n');
    const older = await loadGenerator(directory).catch((one: unknown) => one);

    expect(missing).to.be.instanceOf(StateError).with.property('message').that.includes(directory);
    expect(older)
      .to.be.instanceOf(CheckpointMismatchError)
      .with.property('message')
      .that.includes('unknown format: 2');
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
