import { expect } from 'chai';
import { describe, it } from 'mocha';
import { clockCorrections } from '../../../engine/original/clock-corrections.ts';

describe('clockCorrections', () => {
  it('should leave no gap and no overlap between the spans of an event type', () => {
    const offsets = [
      { host: 'a', fromUs: 0, offsetUs: 100, support: 3 },
      { host: 'a', fromUs: 3_600, offsetUs: 160, support: 3 },
    ];
    const kinds = [{ host: 'a', eventType: 1, shiftUs: 50, support: 9 }];

    const spans = clockCorrections(kinds, offsets, (_, __, timeUs) => (timeUs < 3_650 ? 150 : 210));

    expect(spans.map((one) => one.offsetUs)).to.deep.equal([150, 210]);
    expect(spans[0]?.toUs).to.equal(3_650);
    expect(spans[1]?.fromUs).to.equal(3_650);
  });
});
