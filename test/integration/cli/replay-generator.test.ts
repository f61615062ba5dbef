import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { generatorDigest, replayGenerator } from '../../../engine/cli/replay-generator.ts';
import { StateError } from '../../../engine/core/errors.ts';
import { silentProgress } from '../../../engine/core/progress.ts';
import type { Row } from '../../../engine/core/row.ts';
import { saveGenerator } from '../../../engine/pipeline/generator-folder.ts';
import { replayRequest } from '../../../engine/pipeline/replay.ts';
import type { Generator } from '../../../engine/pipeline/train.ts';
import { flowWorld } from '../../support/flow-world.ts';
import { generateAll, train } from '../../support/generate-all.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('replayGenerator', () => {
  const folder = temporaryFolder();
  let generator: Generator;

  before(async () => {
    generator = await train(flowWorld({ hosts: 12 }), { seed: 1 });
    await saveGenerator(join(folder, 'old'), generator);
  });

  it('should read from disk what the threads drew, in order, and then forget it', async () => {
    const spool = join(folder, 'replayed');
    const request = replayRequest(generator, { seed: 4, share: 6 });

    const replay = await replayGenerator({
      from: join(folder, 'old'),
      seed: 4,
      share: 6,
      workers: 2,
      spool,
      progress: silentProgress,
      signal: new AbortController().signal,
    });

    const expected = generateAll(generator, request);
    for (const table of ['subjects', 'endpoints', 'flows']) {
      const rows: Row[] = [];
      for await (const batch of replay.reader.rows(table)) rows.push(...batch);
      expect(rows, table).to.deep.equal(expected.get(table));
    }
    expect(replay.record).to.deep.equal({
      digest: await generatorDigest(join(folder, 'old')),
      subjects: 72,
    });
    await replay.dispose();
    expect(existsSync(spool)).to.equal(false);
  });

  it('should refuse a folder without a generator', async () => {
    const error = await generatorDigest(join(folder, 'nothing')).catch((one: unknown) => one);

    expect(error).to.be.instanceOf(StateError);
  });
});
