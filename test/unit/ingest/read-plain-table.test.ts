import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { DataError } from '../../../engine/core/errors.ts';
import { readPlainTable } from '../../../engine/ingest/read-plain-table.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('readPlainTable', () => {
  it('should read columns in order, an empty cell as missing', async () => {
    const table = await read('a,b\r\n1,"x, y"\r\n,""\r\n');

    expect(table).to.deep.equal({
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
  ] as const) {
    it(`should refuse ${what} with its place`, async () => {
      const error = await read(text).then(
        () => null,
        (failure: unknown) => failure,
      );

      expect(error).to.be.instanceOf(DataError);
      expect((error as Error).message).to.contain(place);
    });
  }
});

async function read(content: string | Buffer, options?: Parameters<typeof readPlainTable>[1]) {
  const file = join(temporaryFolder(), 'table');
  await writeFile(file, content);
  return readPlainTable(file, options);
}
