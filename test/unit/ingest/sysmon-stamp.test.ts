import { expect } from 'chai';
import { describe, it } from 'mocha';
import { refinedTime } from '../../../engine/ingest/sysmon-stamp.ts';

const MS = 1_709_625_601_937_000;

describe('the time of an event', () => {
  const cases: readonly [string, string, number | null, number][] = [
    ['a stamp within the millisecond', '08:00:01.937', MS + 126, MS + 126],
    ['a stamp of the next millisecond', '08:00:01.937', MS + 1000, MS],
    ['an earlier stamp', '08:00:01.937', MS - 1, MS],
    ['no other stamp', '08:00:01.937', null, MS],
    ['microseconds of its own', '08:00:01.937000', MS + 126, MS],
    ['whole seconds', '08:00:01', MS + 126, MS],
  ];
  for (const [name, raw, logged, expected] of cases) {
    it(`should be exact with ${name}`, () => {
      expect(refinedTime(raw, MS, logged)).to.equal(expected);
    });
  }
});
