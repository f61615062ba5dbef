import { expect } from 'chai';
import { describe, it } from 'mocha';
import { RowDefect } from '../../../engine/ingest/bad-row.ts';
import { parseDuration, parseTimestamp } from '../../../engine/ingest/timestamp.ts';

const NOON_US = Date.UTC(2020, 1, 29, 12, 0, 0) * 1000;

describe('parseTimestamp', () => {
  for (const [text, expected] of [
    ['2020-02-29 12:00:00', NOON_US],
    [' 2020-02-29 12:00:00 ', NOON_US],
    ['2020-02-29T12:00:00Z', NOON_US],
    ['2020-02-29T12:00:00.123Z', NOON_US + 123_000],
    ['2020-02-29 12:00:00.123456', NOON_US + 123_456],
    ['2020-02-29 12:00:00,5', NOON_US + 500_000],
    ['2020-02-29T12:00:00.1234560Z', NOON_US + 123_456],
    ['2020-02-29T12:00:00.123456789Z', NOON_US + 123_457],
    ['2020-02-29T14:00:00+02:00', NOON_US],
    ['2020-02-29T04:30:00-0730', NOON_US],
    ['2020-02-29 12:00:00 UTC', NOON_US],
    ['1588205199.82437', 1_588_205_199_824_370],
    ['1600636117.085266000', 1_600_636_117_085_266],
    ['1692161622.036086', 1_692_161_622_036_086],
    ['1588205199.8243699074', 1_588_205_199_824_370],
    ['0', 0],
    ['1.458e9', 1_458_000_000_000_000],
  ] as const) {
    it(`should read ${text} exactly`, () => {
      expect(parseTimestamp('ts', text)).to.equal(expected);
    });
  }

  it('should read epochs of other units', () => {
    expect(parseTimestamp('ts', '1588205199824', 'ms')).to.equal(1_588_205_199_824_000);
    expect(parseTimestamp('ts', '1588205199824370', 'us')).to.equal(1_588_205_199_824_370);
    expect(parseTimestamp('ts', '1588205199824370500', 'ns')).to.equal(1_588_205_199_824_371);
  });

  for (const text of [
    '',
    '-',
    'yesterday',
    '2021-02-29 12:00:00',
    '2020-13-01 00:00:00',
    '2020-02-29 24:00:00',
    '2020-02-29 12:60:00',
    '2020-02-29T12:00:00+99:00',
    '2020-02-29',
    '1969-12-31 23:59:59',
    '1970-01-01T00:00:00+01:00',
    '2201-01-01 00:00:00',
    '9999-12-31 23:59:59',
    '-1',
    '1588205199824',
    'Infinity',
    'NaN',
    '1e400',
    '0x5eaa',
    '９',
  ]) {
    it(`should refuse ${JSON.stringify(text)}`, () => {
      expect(() => parseTimestamp('ts', text)).to.throw(RowDefect, 'ts: ');
    });
  }

  it('should take the last microsecond of 2200', () => {
    expect(parseTimestamp('ts', '2200-12-31 23:59:59.999999')).to.equal(
      Date.UTC(2201, 0, 1) * 1000 - 1,
    );
  });
});

describe('parseDuration', () => {
  it('should read seconds to the microsecond', () => {
    expect(parseDuration('td', '0.001528024673461914')).to.equal(1528);
    expect(parseDuration('td', '91.987')).to.equal(91_987_000);
    expect(parseDuration('td', '0.29999999999999998')).to.equal(300_000);
    expect(parseDuration('td', '1e-06')).to.equal(1);
    expect(parseDuration('td', '4293498', 'ms')).to.equal(4_293_498_000);
  });

  it('should refuse what is negative, endless or no number', () => {
    for (const text of ['-0.5', '1e400', 'Infinity', '', '1:30', '99999999999999']) {
      expect(() => parseDuration('td', text), text).to.throw(RowDefect);
    }
  });
});
