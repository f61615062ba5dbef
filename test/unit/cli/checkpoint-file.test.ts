import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { openCheckpointFile } from '../../../engine/cli/checkpoint-file.ts';
import { CheckpointMismatchError, StorageError } from '../../../engine/core/errors.ts';
import { createRandom } from '../../../engine/core/random.ts';
import type { Checkpoints, SavedModel, Tensor } from '../../../engine/models/sequence-model.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SAVED: SavedModel = {
  record: { epoch: 3, losses: [0.1 + 0.2, 1e-300], text: 'line\nbreak "é"' },
  tensors: new Map<string, Tensor>([
    ['w', Float32Array.of(1.5, -0)],
    ['steps', Int32Array.of(7)],
  ]),
};

describe('openCheckpointFile', () => {
  it('should give back what was kept last, and nothing before', async () => {
    const { checkpoints, folder, notes } = open();

    expect(await checkpoints.read()).to.equal(null);
    await checkpoints.write({ record: 'first', tensors: new Map() });
    await checkpoints.write(SAVED);

    expect(await checkpoints.read()).to.deep.equal(SAVED);
    expect(readdirSync(folder)).to.deep.equal(['training.checkpoint']);
    expect(notes).to.deep.equal(['train: going on from the last checkpoint']);
  });

  it('should keep one after the other where several come at once, the last one in the end', async () => {
    const { checkpoints, folder } = open();
    const all = Array.from({ length: 20 }, (_, record) => ({ record, tensors: new Map() }));

    await Promise.all(all.map((one) => checkpoints.write(one)));

    expect((await checkpoints.read())?.record).to.equal(19);
    expect(readdirSync(folder)).to.deep.equal(['training.checkpoint']);
  });

  it('should pass over the checkpoint of another training, and say so', async () => {
    const { checkpoints, file } = open();
    await checkpoints.write(SAVED);

    const other = open({ file, key: 'other' });

    expect(await other.checkpoints.read()).to.equal(null);
    expect(other.notes).to.deep.equal([`train: ${file} is of another training; passed over`]);
  });

  it('should refuse a checkpoint with any bit flipped, or cut anywhere', async () => {
    const { checkpoints, file } = open();
    await checkpoints.write(SAVED);
    const whole = readFileSync(file);
    const random = createRandom(1, 'cuts');
    const flips = Array.from({ length: whole.length }, (_, at) => {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 << random.integer(8);
      return bytes;
    });
    const cuts = Array.from({ length: 20 }, () => whole.subarray(0, random.integer(whole.length)));

    for (const bytes of [...flips, ...cuts]) {
      writeFileSync(file, bytes);
      const error = await checkpoints.read().catch((one: unknown) => one);
      expect(error).to.be.instanceOf(CheckpointMismatchError);
    }
  });

  it('should say that it cannot be read or written, rather than start anew', async () => {
    const { checkpoints, file } = open();
    mkdirSync(file);

    const read = await checkpoints.read().catch((one: unknown) => one);
    const written = await checkpoints.write(SAVED).catch((one: unknown) => one);

    expect([read, written]).to.satisfy((all: unknown[]) =>
      all.every((one) => one instanceof StorageError),
    );
  });

  it('should let a training that was cut at any step end as if it never was', async () => {
    const expected = await trainInSteps(open().checkpoints, Number.POSITIVE_INFINITY);

    for (let cut = 0; cut <= STEPS; cut += 1) {
      const { file, checkpoints } = open();
      await trainInSteps(checkpoints, cut).catch(() => undefined);
      const { checkpoints: reopened } = open({ file });

      expect(await trainInSteps(reopened, Number.POSITIVE_INFINITY)).to.deep.equal(expected);
    }
  });
});

const STEPS = 5;

/** A stand-in for a network: its weights depend on every step before and on a stream of its own. */
async function trainInSteps(checkpoints: Checkpoints, cut: number): Promise<Float32Array> {
  const saved = await checkpoints.read();
  const weights = Float32Array.from(saved?.tensors.get('w') ?? [0, 0]);
  for (let step = Number(saved?.record ?? 0); step < STEPS; step += 1) {
    const random = createRandom(9, 'step', step);
    weights.forEach((one, at) => {
      weights[at] = one * 0.9 + random.next();
    });
    if (step >= cut) throw new Error('cut');
    await checkpoints.write({ record: step + 1, tensors: new Map([['w', weights]]) });
  }
  return weights;
}

function open({ file = join(temporaryFolder(), 'training.checkpoint'), key = 'key' } = {}) {
  const notes: string[] = [];
  const checkpoints = openCheckpointFile(file, { key, say: (line) => notes.push(line) });
  return { checkpoints, file, folder: join(file, '..'), notes };
}
