import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError, ScenarioError } from '../../../engine/core/errors.ts';
import { readCapture } from '../../../engine/ingest/read-capture.ts';
import { readContent, readFile, rejectionOf, withCapture } from './read-text.ts';

const HEADER = 'te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label';
const ROW = '2016-04-11 00:02:04,0.0,10.0.0.1,10.0.0.2,8080,17379,TCP,.A..S.,0,40,1,44,background';
const FLOWS = { kind: 'flows', format: 'auto' } as const;

describe('readCapture', () => {
  it('should give batches of 2,000 rows, in order, each row once', async () => {
    const rows = Array.from({ length: 4500 }, (_, i) => ROW.replace('8080', String(i)));

    const all = await readContent([HEADER, ...rows].join('\n'), FLOWS);

    expect(all.batches).to.equal(3);
    expect(all.records.map((one) => one.src_port)).to.deep.equal(rows.map((_, i) => i));
    expect(all.lines).to.deep.equal(rows.map((_, i) => i + 2));
  });

  it('should read gzip by its first bytes, also in several members', async () => {
    const zipped = Buffer.concat([gzipSync(`${HEADER}\n${ROW}\n`), gzipSync(`${ROW}\n`)]);

    const { records } = await readContent(zipped, FLOWS);

    expect(records.length).to.equal(2);
  });

  it('should tell the compressed bytes that it has read', async () => {
    const zipped = gzipSync(`${HEADER}\n${ROW}\n`);

    const batches = await withCapture(zipped, async (file) => {
      const seen: number[] = [];
      for await (const batch of readCapture(file, FLOWS)) seen.push(batch.bytesRead);
      return seen;
    });

    expect(batches).to.deep.equal([zipped.length]);
  });

  it('should read CRLF, a byte order mark, and UTF-16', async () => {
    const text = `\ufeff${HEADER}\r\n${ROW}\r\n`;

    for (const encoding of ['utf8', 'utf16le'] as const) {
      const { records, bad } = await readContent(Buffer.from(text, encoding), FLOWS);

      expect([records.length, bad.length], encoding).to.deep.equal([1, 0]);
      expect(records[0]?.label).to.equal('background');
    }
  });

  it('should set aside lines with NUL, bad UTF-8 or too many bytes, with their numbers', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEADER}\n${ROW}\0\n${'x'.repeat(3000)}\n`),
      Buffer.from([0x80, 10]),
      Buffer.from(`${ROW}\n`),
    ]);

    const all = await readContent(bytes, { ...FLOWS, limits: { lineBytes: 2000 } });

    expect(all.lines).to.deep.equal([5]);
    expect(all.bad.map(({ line, reason }) => `${line} ${reason}`)).to.deep.equal([
      '2 holds NUL',
      '3 is longer than 2000 bytes',
      '4 is not UTF-8',
    ]);
  });

  it('should cut the sample of a bad row', async () => {
    const { bad } = await readContent(`${HEADER}\n${'x'.repeat(10_000)}\n`, FLOWS);

    expect(bad[0]?.sample?.length).to.be.lessThan(5000);
  });

  it('should refuse gzip that breaks off', async () => {
    const zipped = gzipSync([HEADER, ...Array(5000).fill(ROW)].join('\n'));

    const options = { kind: 'flows', format: 'ugr16-csv' } as const;
    const error = await rejectionOf(readContent(zipped.subarray(0, zipped.length / 2), options));

    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.match(/capture: breaks off inside gzip/);
  });

  it('should refuse gzip that unpacks to far more than its size', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, 'x'));

    const error = await rejectionOf(readContent(bomb, { kind: 'events', format: 'sysmon-jsonl' }));

    expect(error).to.be.instanceOf(DataError);
    expect((error as DataError).details).to.include({ limit: 200 });
  });

  it('should refuse a file that is missing, and a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entwine-ingest-'));
    try {
      for (const path of [join(folder, 'none.csv'), folder]) {
        const error = await rejectionOf(readFile(path, FLOWS));

        expect(error).to.be.instanceOf(DataError);
        expect((error as DataError).details.file).to.equal(path);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('should refuse a format that holds no such kind', async () => {
    const options = { kind: 'dns', format: 'ugr16-csv' } as const;

    expect(await rejectionOf(readContent(ROW, options))).to.be.instanceOf(ScenarioError);
  });

  it('should give nothing for an empty file of a named format', async () => {
    const { batches } = await readContent('', { kind: 'flows', format: 'zeek-conn-tsv' });

    expect(batches).to.equal(0);
  });

  it('should let go of the file when the reader stops early', async () => {
    const rows = Array(50_000).fill(ROW);

    await withCapture([HEADER, ...rows].join('\n'), async (file) => {
      for await (const batch of readCapture(file, FLOWS)) {
        expect(batch.records.length).to.equal(2000);
        break;
      }
    });
  });
});
