import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { DataError, StorageError } from '../../../engine/core/errors.ts';
import type { Row } from '../../../engine/core/row.ts';
import { column } from '../../../engine/schema/column.ts';
import type { TableSchema } from '../../../engine/schema/table-schema.ts';
import { writeCsv } from '../../../engine/snapshot/csv.ts';
import { createDigestedFile } from '../../../engine/snapshot/digested-file.ts';
import { readCsv } from '../../../engine/snapshot/read-csv.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TABLE: TableSchema = {
  name: 'samples',
  role: 'sequence',
  timeColumn: null,
  primaryKey: ['subject_key', 'id'],
  relationships: [],
  columns: [
    column('subject_key', 'key'),
    column('share', 'real', true),
    column('seen', 'boolean', true),
    column('line', 'text', true),
  ],
};

const cells = fc.tuple(
  fc.maxSafeInteger().map((value) => value + 0 || 0),
  fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0)),
  fc.option(fc.boolean()),
  fc.option(fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[",\r\n'=@a]{0,6}$/))),
);

describe('writeCsv', () => {
  it('should write a header, missing as nothing and empty text in quotes', async () => {
    const text = await written([
      [1, 0.5, true, ''],
      [2, null, false, null],
    ]);

    expect(text).to.equal('subject_key,share,seen,line\n1,0.5,true,""\n2,,false,\n');
  });

  it('should quote commas, quotes and line ends, and leave formulas as they are', async () => {
    const text = await written([
      [1, null, null, 'a,"b"\r\n'],
      [2, null, null, '=1+1'],
    ]);

    expect(text.split('\n').slice(1).join('\n')).to.equal('1,,,"a,""b""\r\n"\n2,,,=1+1\n');
  });

  it('should put an apostrophe before formulas for spreadsheets', async () => {
    const texts = ['=1', '+1', '-1', '@a', '\tb', '\rc', "'d", 'e=f'];

    const text = await written(
      texts.map((one) => [1, -1, null, one]),
      true,
    );

    const fields = text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.slice('1,-1,,'.length));
    expect(fields).to.deep.equal(["'=1", "'+1", "'-1", "'@a", "'\tb", '"\'\rc"', "''d", 'e=f']);
  });

  it('should name the file that it cannot write', async () => {
    const path = join(temporaryFolder(), 'missing', 'a.csv');

    const failure = await writeCsv(path, TABLE, batchesOf([])).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(StorageError);
    expect((failure as StorageError).details.path).to.equal(path);
  });
});

describe('createDigestedFile', () => {
  it('should name the file for which the disk is full', async function () {
    if (!existsSync('/dev/full')) {
      console.warn('skipped, the system has no /dev/full: a full disk');
      this.skip();
    }
    const file = await createDigestedFile('/dev/full');

    const failure = await file.write(Buffer.from('x')).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(StorageError);
    expect((failure as StorageError).details).to.deep.include({
      path: '/dev/full',
      code: 'ENOSPC',
    });
  });
});

describe('readCsv', () => {
  for (const excelSafe of [false, true]) {
    it(`should read back every row, excelSafe ${excelSafe}`, async () => {
      const path = join(temporaryFolder(), 'a.csv');

      await fc.assert(
        fc.asyncProperty(fc.array(cells), async (rows) => {
          await writeCsv(path, TABLE, batchesOf(rows), { excelSafe });

          expect(await readAll(path, excelSafe)).to.deep.equal(rows);
        }),
        { numRuns: 100 },
      );
    });
  }

  it('should read texts that are longer than one read of the file', async () => {
    const path = join(temporaryFolder(), 'a.csv');
    const rows: Row[] = [[1, null, null, `${'é\n"'.repeat(700_000)}`]];
    await writeCsv(path, TABLE, batchesOf(rows));

    expect(await readAll(path)).to.deep.equal(rows);
  });

  const broken = [
    { title: 'another header', text: 'subject_key,share\n' },
    { title: 'no header', text: '' },
    { title: 'a missing field', text: 'subject_key,share,seen,line\n1,2,true\n' },
    { title: 'text in a number', text: 'subject_key,share,seen,line\n1,x,true,a\n' },
    { title: 'a rounded number', text: 'subject_key,share,seen,line\n9007199254740993,,,a\n' },
    { title: 'another word in a boolean', text: 'subject_key,share,seen,line\n1,,yes,a\n' },
    { title: 'a quote in a plain field', text: 'subject_key,share,seen,line\n1,,,a"b"\n' },
    { title: 'a quote that does not end', text: 'subject_key,share,seen,line\n1,,,"a\n' },
    { title: 'a cut last line', text: 'subject_key,share,seen,line\n1,,,a' },
  ];
  for (const { title, text } of broken) {
    it(`should refuse ${title}`, async () => {
      const path = join(temporaryFolder(), 'a.csv');
      writeFileSync(path, text);

      const failure = await readAll(path).catch((error: unknown) => error);

      expect(failure).to.be.instanceOf(DataError);
    });
  }
});

async function written(rows: readonly Row[], excelSafe = false): Promise<string> {
  const path = join(temporaryFolder(), 'a.csv');
  await writeCsv(path, TABLE, batchesOf(rows), { excelSafe });
  return readFileSync(path, 'utf8');
}

async function* batchesOf(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

async function readAll(path: string, excelSafe = false): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of readCsv(path, TABLE, { excelSafe })) rows.push(...batch);
  return rows;
}
