import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readNoiseKey } from '../../../engine/cli/noise-key.ts';
import { CheckpointMismatchError } from '../../../engine/core/errors.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('readNoiseKey', () => {
  it('should be the same for the same work in one run folder, another for other work', async () => {
    const file = join(temporaryFolder(), 'noise.key');

    const keys = [await readNoiseKey(file, 'a'), await readNoiseKey(file, 'a')];
    const other = await readNoiseKey(file, 'b');

    expect(keys[1]).to.equal(keys[0]);
    expect(other)
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(keys[0]);
  });

  it('should be another in every run folder, and never the secret itself', async () => {
    const files = [0, 1].map(() => join(temporaryFolder(), 'noise.key'));

    const [one, other] = [await readNoiseKey(files[0]!, 'a'), await readNoiseKey(files[1]!, 'a')];

    expect(one).to.not.equal(other);
    expect(statSync(files[0]!).mode & 0o077).to.equal(0);
    expect(readFileSync(files[0]!, 'utf8')).to.not.include(one);
  });

  it('should refuse a secret that is none', async () => {
    const file = join(temporaryFolder(), 'noise.key');
    writeFileSync(file, '42\n');

    const error = await readNoiseKey(file, 'a').catch((one: unknown) => one);

    expect(error).to.be.instanceOf(CheckpointMismatchError);
  });
});
