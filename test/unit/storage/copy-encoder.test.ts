import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import { createCopyDecoder } from '../../../engine/storage/copy-decoder.ts';
import { encodeCopyRows } from '../../../engine/storage/copy-encoder.ts';

describe('encodeCopyRows', () => {
  const tables = [
    { title: 'integers of any size', cell: 1_700_000_000_123_456, text: '1700000000123456' },
    { title: 'negative integers', cell: -90_071_992, text: '-90071992' },
    { title: 'zero without a sign', cell: -0, text: '0' },
    { title: 'fractions in shortest form', cell: 0.1, text: '0.1' },
    { title: 'true as t', cell: true, text: 't' },
    { title: 'false as f', cell: false, text: 'f' },
    { title: 'missing as a mark', cell: null, text: '\\N' },
    { title: 'a text that looks like the mark', cell: '\\N', text: '\\\\N' },
    { title: 'empty text as nothing', cell: '', text: '' },
    { title: 'control marks escaped', cell: 'a\tb\nc\rd\\', text: 'a\\tb\\nc\\rd\\\\' },
    { title: 'other scripts as UTF-8', cell: 'zażółć 😀', text: 'zażółć 😀' },
  ];
  for (const { title, cell, text } of tables) {
    it(`should write ${title}`, () => {
      expect(encodeCopyRows(['c'], [[cell]]).toString()).to.equal(`${text}\n`);
    });
  }

  it('should separate cells by tabs and rows by line feeds', () => {
    const text = encodeCopyRows(
      ['a', 'b'],
      [
        [1, 'x'],
        [2, null],
      ],
    );

    expect(text.toString()).to.equal('1\tx\n2\t\\N\n');
  });

  it('should refuse a NUL character and name the column', () => {
    expect(() => encodeCopyRows(['image'], [['a\0b']]))
      .to.throw(DataError)
      .with.nested.property('details.column', 'image');
  });

  it('should refuse numbers that are not finite', () => {
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => encodeCopyRows(['a'], [[number]])).to.throw(DataError);
    }
  });

  it('should refuse a row of another width', () => {
    expect(() => encodeCopyRows(['a', 'b'], [[1]])).to.throw(DataError);
  });

  it('should be undone by the decoder for every row', () => {
    const cell = fc.tuple(
      fc.option(fc.maxSafeInteger()),
      fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
      fc.option(fc.boolean()),
      fc.option(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))),
    );
    const decode = createCopyDecoder(['number', 'number', 'boolean', 'text']);

    fc.assert(
      fc.property(fc.array(cell), (rows) => {
        const positive = rows.map((row) => row.map((one) => (one === 0 ? 0 : one)));

        expect(decode(encodeCopyRows(['a', 'b', 'c', 'd'], positive))).to.deep.equal(positive);
      }),
      { numRuns: 300 },
    );
  });

  it('should end every row, and nothing else, by a line feed byte', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const rows = texts.map((text) => [text.replaceAll('\0', '')]);

        const encoded = encodeCopyRows(['a'], rows);

        expect(encoded.filter((byte) => byte === 0x0a).length).to.equal(rows.length);
      }),
      { numRuns: 200 },
    );
  });
});
