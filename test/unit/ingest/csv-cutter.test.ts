import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CsvCutter } from '../../../engine/ingest/csv-cutter.ts';

describe('CsvCutter', () => {
  it('should split plain and quoted records', () => {
    const seen = cutLines(['a,b,c', '"x, y","say ""hi""",', ',,']);

    expect(seen).to.deep.equal([
      [1, 'a', 'b', 'c'],
      [2, 'x, y', 'say "hi"', ''],
      [3, '', '', ''],
    ]);
  });

  it('should put a quoted line break back together', () => {
    const seen = cutLines(['a,b', '1,"two', 'lines"', '3,4']);

    expect(seen).to.deep.equal([
      [1, 'a', 'b'],
      [2, '1', 'two\nlines'],
      [4, '3', '4'],
    ]);
  });

  it('should lose only the line of a quote that never closes', () => {
    const seen = cutLines(['a,b', '1,"', '2,3', '4,5']);

    expect(seen).to.deep.equal([[1, 'a', 'b'], '2 !', [3, '2', '3'], [4, '4', '5']]);
  });

  it('should not swallow the lines between two stray quotes', () => {
    const seen = cutLines(['a,b', '1,2"', '3,4', '5,6"', '7,8']);

    expect(seen).to.deep.equal([[1, 'a', 'b'], '2 !', [3, '3', '4'], '4 !', [5, '7', '8']]);
  });

  it('should give up a record that grows over the limit', () => {
    const lines = ['1,"', ...Array.from({ length: 100 }, (_, i) => `${i},x`)];

    const seen = cutLines(lines, 100);

    expect(seen[0]).to.equal('1 !');
    expect(seen.length).to.equal(lines.length);
  });
});

function cutLines(lines: readonly string[], limit = 1000): unknown[] {
  const seen: unknown[] = [];
  const cutter = new CsvCutter(
    { delimiter: ',', limit },
    {
      width: lines[0]?.split(',').length ?? null,
      cells: (cells, line) => seen.push([line, ...cells]),
      defect: (_, line) => seen.push(`${line} !`),
    },
  );
  lines.forEach((text, at) => {
    cutter.line(text, at + 1);
  });
  cutter.end();
  return seen;
}
