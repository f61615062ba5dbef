import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { StorageError } from '../../../engine/core/errors.ts';
import { openQuarantine } from '../../../engine/ingest/quarantine.ts';
import { rejectionOf } from './read-text.ts';

describe('openQuarantine', () => {
  it('should publish one JSON object a line, under its name only when it is whole', async () => {
    await inFolder(async (folder) => {
      const quarantine = await openQuarantine(join(folder, 'inner', 'bad.ndjson'));
      for (let line = 1; line <= 3000; line += 1) {
        await quarantine.write({ line, reason: 'is no JSON', sample: '"\n\u2028' }, 'a.jsonl');
      }

      const before = await readdir(join(folder, 'inner'));
      const rows = await quarantine.close();
      const text = await readFile(join(folder, 'inner', 'bad.ndjson'), 'utf8');
      const written = text.trimEnd().split('\n');

      expect(before).to.deep.equal(['bad.ndjson.part']);
      expect(rows).to.equal(3000);
      expect(written.length).to.equal(3000);
      expect(JSON.parse(written[2999] ?? '')).to.deep.equal({
        file: 'a.jsonl',
        line: 3000,
        reason: 'is no JSON',
        raw: '"\n\u2028',
      });
    });
  });

  it('should leave no file where no row was bad, nor one of an earlier run', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'bad.ndjson'), 'old');

      const quarantine = await openQuarantine(join(folder, 'bad.ndjson'));

      expect(await quarantine.close()).to.equal(0);
      expect(await readdir(folder)).to.deep.equal([]);
    });
  });

  it('should tell a path that cannot be written', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');

      const error = await rejectionOf(openQuarantine(join(folder, 'file', 'bad.ndjson')));

      expect(error).to.be.instanceOf(StorageError);
    });
  });
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'entwine-quarantine-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
