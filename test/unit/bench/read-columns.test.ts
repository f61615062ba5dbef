import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, describe, it } from 'mocha';
import { Dictionary } from '../../bench/generation-figures/column-table.ts';
import { readColumns } from '../../bench/generation-figures/read-columns.ts';

const directory = mkdtempSync(join(tmpdir(), 'entwine-read-columns-'));

describe('readColumns', () => {
  after(() => rmSync(directory, { recursive: true }));

  it('should tell missing, empty, quoted and negative cells apart', () => {
    const { rows, numbers, texts } = read('n,t\n-5,plain\n,\n1.5e3,""\n0,"a ""b"", c\nd"\n');

    expect(rows).to.equal(4);
    expect(numbers).to.deep.equal([-5, Number.NaN, 1500, 0]);
    expect(texts).to.deep.equal(['plain', null, '', 'a "b", c\nd']);
  });

  it('should read text that is not ASCII, and a last line without a line feed', () => {
    expect(read('n,t\n1,Zürich\n2,東京').texts).to.deep.equal(['Zürich', '東京']);
  });

  it('should read more than a piece of the file', () => {
    const padding = 'x'.repeat(2000);
    const lines = Array.from({ length: 5000 }, (_, at) => `${at},"${padding},${at % 7}"`);

    const { rows, numbers, texts } = read(`n,t\n${lines.join('\n')}\n`);

    expect(rows).to.equal(5000);
    expect(numbers.every((value, at) => value === at)).to.equal(true);
    expect(texts.every((value, at) => value === `${padding},${at % 7}`)).to.equal(true);
  });

  it('should give a header without rows its columns', () => {
    expect(read('n,t\n')).to.deep.equal({ rows: 0, numbers: [], texts: [] });
  });
});

function read(content: string) {
  const path = join(directory, 'rows.csv');
  writeFileSync(path, content);
  const dictionary = new Dictionary();
  const { rows, columns } = readColumns(path, { dictionary, isNumber: (name) => name === 'n' });
  const textOf = (code: number) => (code < 0 ? null : dictionary.textOf(code));
  return {
    rows,
    numbers: [...(columns.get('n') ?? [])],
    texts: [...(columns.get('t') ?? [])].map(textOf),
  };
}
