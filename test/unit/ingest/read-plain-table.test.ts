import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { DataError } from '../../../engine/core/errors.ts';
import { readPlainTable } from '../../../engine/ingest/read-plain-table.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MIB = 1024 * 1024;
const MAKE_PIPE = 'mkfifo';
const LONG_LINES = 'some words\n'.repeat(MIB / 10);

describe('readPlainTable', () => {
  it('should read columns in order, an empty cell as missing', async () => {
    const table = await read('a,b\r\n1,"x, y"\r\n,""\r\n');

    expect(table.name).to.match(/table$/);
    expect({ ...table, name: '' }).to.deep.equal({
      name: '',
      rows: 2,
      columns: [
        { name: 'a', values: ['1', null] },
        { name: 'b', values: ['x, y', null] },
      ],
    });
  });

  it('should take other words for missing where it is told to', async () => {
    const { columns } = await read('a\nNA\nNULL\n', { missing: ['NA'] });

    expect(columns[0]?.values).to.deep.equal([null, 'NULL']);
  });

  it('should tell the delimiter and gzip by the content', async () => {
    const table = await read(gzipSync('a;b\n1;2\n'));

    expect(table.columns.map(({ name }) => name)).to.deep.equal(['a', 'b']);
  });

  it('should keep quoted line breaks', async () => {
    const { columns } = await read('a,b\n"x\ny",2\n');

    expect(columns[0]?.values).to.deep.equal(['x\ny']);
  });

  it('should read Parquet by its content, times as ISO text', async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'n', data: [1n, null], type: 'INT64' },
        { name: 't', data: [new Date(0), new Date(1)], type: 'TIMESTAMP' },
      ],
    });

    const { columns } = await read(Buffer.from(bytes));

    expect(columns[0]?.values).to.deep.equal([1, null]);
    expect(columns[1]?.values[0]).to.equal('1970-01-01T00:00:00.000Z');
  });

  for (const [what, text, place] of [
    ['a record of another width', 'a,b\n1,2\n1\n', ':3:'],
    ['a quote that does not close', 'a,b\n"1,2\n', ':2:'],
    ['two columns of one name', 'a,a\n1,2\n', ':1:'],
    ['no line at all', '', 'no header'],
    ['a column without a name', 'a,,c\n1,2,3\n', 'column 2 of 3'],
    [
      'a line over the limit',
      `a,b\n1,${'x'.repeat(MIB + 1)}\n`,
      `:2: is a record longer than ${MIB}`,
    ],
    [
      'a cell of lines over the limit',
      `a,b\n1,"${LONG_LINES}"\n`,
      `:2: is a record longer than ${MIB}`,
    ],
    ['damaged Parquet', `PAR1${'x'.repeat(64)}`, 'is damaged'],
    [
      'damaged gzip',
      Buffer.concat([gzipSync(LONG_LINES).subarray(0, 40), Buffer.alloc(9, 255)]),
      'gzip',
    ],
  ] as const) {
    it(`should refuse ${what} with its place`, async () => {
      const error = await read(text).then(
        () => null,
        (failure: unknown) => failure,
      );

      expect(error).to.be.instanceOf(DataError);
      expect((error as Error).message).to.contain(place);
      expect((error as Error).message).not.to.match(/undefined|null|RangeError|TypeError/);
    });
  }

  it('should read a cell just below the limit', async () => {
    const { columns } = await read(`a,b\n1,"${'x\n'.repeat(MIB / 2 - 10)}"\n`);

    expect(String(columns[1]?.values[0])).to.have.length(MIB - 20);
  });

  it('should keep apart whole numbers that a number cannot', async () => {
    const ids = [9_007_199_254_740_993n, 9_007_199_254_740_992n];
    const bytes = parquetWriteBuffer({ columnData: [{ name: 'n', data: ids, type: 'INT64' }] });

    const { columns } = await read(Buffer.from(bytes));

    expect(columns[0]?.values).to.deep.equal(ids.map(String));
  });

  for (const [what, path, words] of [
    ['a pipe', pipe, 'is a pipe'],
    ['a folder', temporaryFolder, 'is a folder'],
    ['what is not there', () => join(temporaryFolder(), 'none'), 'does not exist'],
  ] as const) {
    it(`should refuse ${what} in plain words`, async () => {
      const error = await readPlainTable(path()).catch((failure: unknown) => failure);

      expect(error).to.be.instanceOf(DataError);
      expect((error as Error).message).to.contain(words);
    });
  }
});

function pipe(): string {
  const path = join(temporaryFolder(), 'pipe');
  execFileSync(MAKE_PIPE, [path]);
  return path;
}

async function read(content: string | Buffer, options?: Parameters<typeof readPlainTable>[1]) {
  const file = join(temporaryFolder(), 'table');
  await writeFile(file, content);
  return readPlainTable(file, options);
}
