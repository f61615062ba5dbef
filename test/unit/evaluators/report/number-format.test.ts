import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  columnWriter,
  writeCount,
  writeNumberOf,
  writeScore,
  writeSeconds,
  writeShare,
  writeShort,
  writeWay,
} from '../../../../evaluators/report/number-format.ts';

describe('the number formats of the report', () => {
  it('should write shares with one decimal and a narrow blank', () => {
    expect([writeShare(0.92449), writeShare(1), writeShare(null)]).to.deep.equal([
      '92.4\u202f%',
      '100.0\u202f%',
      '–',
    ]);
  });

  it('should give what rounds to zero no sign', () => {
    expect([
      writeShare(-0.0001),
      writeScore(-0.0004),
      columnWriter([-0.0001])(-0.0001),
    ]).to.deep.equal(['0.0\u202f%', '0.000', '0.000']);
  });

  it('should name one thing in the singular', () => {
    expect([writeNumberOf(1, 'gate'), writeNumberOf(2, 'gate')]).to.deep.equal([
      '1 gate',
      '2 gates',
    ]);
  });

  it('should group counts by three', () => {
    expect([0, 999, 1000, 1234567].map(writeCount)).to.deep.equal([
      '0',
      '999',
      '1,000',
      '1,234,567',
    ]);
  });

  it('should shorten large and small numbers', () => {
    expect([0, 0.04, 12.5, 1500, 2e7, 0.00004].map(writeShort)).to.deep.equal([
      '0',
      '0.04',
      '12.5',
      '1.5k',
      '20M',
      '4e-5',
    ]);
  });

  it('should write durations in their largest units', () => {
    expect([4.23, 200, 7500].map(writeSeconds)).to.deep.equal(['4.2 s', '3 min 20 s', '2 h 5 min']);
  });

  it('should write the numbers of a column alike', () => {
    const written = (values: readonly number[]) => values.map(columnWriter(values));

    expect(written([1200, 3])).to.deep.equal(['1,200', '3']);
    expect(written([0.5, 1])).to.deep.equal(['0.500', '1.000']);
    expect(written([12.34, 100])).to.deep.equal(['12.3', '100.0']);
    expect(columnWriter([1])(null)).to.equal('–');
  });

  it('should not write the exact way where it says nothing', () => {
    expect([-13.9, 0.5, 7].map(writeWay)).to.deep.equal([
      '< 0\u202f%',
      '50\u202f%',
      '> 150\u202f%',
    ]);
  });
});
