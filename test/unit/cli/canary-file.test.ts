import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { loadCanaries, saveCanaries } from '../../../engine/cli/canary-file.ts';
import { StateError } from '../../../engine/core/errors.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CANARIES = [{ table: 'flows', words: ['qzkvwmtrbxla'], numbers: { src_bytes: 12_345 } }];

describe('the canary file', () => {
  it('should give back what was saved', async () => {
    const file = join(temporaryFolder(), 'canaries.json');

    await saveCanaries(file, CANARIES);

    expect(await loadCanaries(file)).to.deep.equal(CANARIES);
  });

  it('should be null where nothing was planted', async () => {
    const folder = temporaryFolder();
    await saveCanaries(join(folder, 'empty.json'), []);

    expect(await loadCanaries(join(folder, 'empty.json'))).to.equal(null);
    expect(await loadCanaries(join(folder, 'missing.json'))).to.equal(null);
  });

  it('should refuse what training did not write', async () => {
    const file = join(temporaryFolder(), 'canaries.json');
    writeFileSync(file, '[{ "table": 7 }]');

    const error = await loadCanaries(file).catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(StateError);
    expect((error as StateError).details).to.deep.equal({ file });
  });
});
