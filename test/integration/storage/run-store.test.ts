import { expect } from 'chai';
import { describe } from 'mocha';
import {
  doneShards,
  doneStage,
  forgetStage,
  markShardDone,
  markStageDone,
  readMeta,
  writeMeta,
} from '../../../engine/storage/run-store.ts';
import { itOnEveryDatabase } from '../../support/database.ts';

const MARKER = { stage: 'generate', shard: 3, rows: 5_000_000_000, digest: 'ab' };

describe('markShardDone', () => {
  itOnEveryDatabase('should mark a shard once', async (database) => {
    const first = await database.transaction((tx) => markShardDone(tx, MARKER));
    const second = await database.transaction((tx) => markShardDone(tx, MARKER));

    expect([first, second]).to.deep.equal([true, false]);
    expect(await doneShards(database, 'generate')).to.deep.equal(new Map([[3, MARKER]]));
    expect(await doneShards(database, 'train')).to.deep.equal(new Map());
  });

  itOnEveryDatabase('should go with the rows of a transaction that failed', async (database) => {
    await database
      .transaction(async (tx) => {
        await markShardDone(tx, MARKER);
        throw new Error('stop');
      })
      .catch(() => undefined);

    expect(await doneShards(database, 'generate')).to.deep.equal(new Map());
  });
});

describe('forgetStage', () => {
  itOnEveryDatabase('should take back the markers of its stage alone', async (database) => {
    await markShardDone(database, MARKER);
    await markStageDone(database, 'generate', 'aa');
    await markStageDone(database, 'train', 'bb');

    await forgetStage(database, 'generate');

    expect(await doneShards(database, 'generate')).to.deep.equal(new Map());
    expect(await doneStage(database, 'generate')).to.equal(null);
    expect(await doneStage(database, 'train')).to.equal('bb');
  });
});

describe('writeMeta', () => {
  itOnEveryDatabase('should replace what was written', async (database) => {
    await writeMeta(database, 'key', 'one');
    await writeMeta(database, 'key', 'two');

    expect(await readMeta(database, 'key')).to.equal('two');
    expect(await readMeta(database, 'other')).to.equal(null);
  });
});
