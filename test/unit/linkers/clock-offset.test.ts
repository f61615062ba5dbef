import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { anchorResidual, estimateClockOffsets } from '../../../linkers/clock-offset.ts';

const SECOND = 1_000_000;
const HOUR = 3600 * SECOND;

describe('anchorResidual', () => {
  it('should take the sharp mode, not the median between two', () => {
    const sharp = spread(40, -43_517 * SECOND, SECOND / 100);
    const broad = spread(50, -43_525.5 * SECOND, 4 * SECOND);

    const anchor = anchorResidual([...broad, ...sharp]);

    expect(anchor / SECOND).to.be.closeTo(-43_517, 0.02);
  });

  it('should take the earlier of two modes that are alike', () => {
    const prompt = spread(50, 7 * HOUR, SECOND / 20);
    const flushed = spread(55, 7 * HOUR + 10 * SECOND, SECOND / 20);

    const anchor = anchorResidual([...flushed, ...prompt]);

    expect(anchor / SECOND).to.be.closeTo(25_200, 0.1);
  });

  it('should pass over pairs of another hour, however many days away', () => {
    const own = spread(5, -483_275 * SECOND, SECOND / 10);

    const anchor = anchorResidual([...own, 0, 1, HOUR, -400 * HOUR]);

    expect(anchor / SECOND).to.be.closeTo(-483_275, 0.1);
  });

  it('should find three that agree only roughly', () => {
    const anchor = anchorResidual([-9.8 * SECOND, 0, 0.5 * SECOND]);

    expect(anchor / SECOND).to.be.within(0, 0.5);
  });

  it('should be a pair itself where there is only one', () => {
    expect(anchorResidual([123_456])).to.equal(123_456);
  });
});

describe('estimateClockOffsets', () => {
  it('should say so where a host has no pair', () => {
    const offsets = estimateClockOffsets(new Map([['a', { timesUs: [], residualsUs: [] }]]));

    expect(offsets).to.deep.equal([{ host: 'a', fromUs: 0, offsetUs: 0, support: 0 }]);
  });

  it('should start anew where the clock steps', () => {
    const before = spread(30, 0, SECOND / 50);
    const after = spread(30, HOUR, SECOND / 50);
    const timesUs = [...before.map((_, at) => at * SECOND), ...after.map((_, at) => HOUR * 3 + at)];

    const offsets = estimateClockOffsets(
      new Map([['a', { timesUs, residualsUs: [...before, ...after] }]]),
    );

    expect(offsets[0]?.offsetUs).to.be.closeTo(0, SECOND / 50);
    expect(offsets[1]?.offsetUs).to.be.closeTo(HOUR, SECOND / 50);
    expect(offsets.map((one) => one.support)).to.deep.equal([30, 30]);
    expect(offsets[1]?.fromUs).to.equal(3 * HOUR);
  });

  it('should not jump to a second mode that is fuller for an hour', () => {
    const prompt = spread(60, 0, SECOND / 50);
    const mixed = [...spread(12, 0, SECOND / 50), ...spread(20, 10 * SECOND, SECOND / 50)];
    const timesUs = [...prompt.map((_, at) => at), ...mixed.map((_, at) => HOUR + at)];

    const offsets = estimateClockOffsets(
      new Map([['a', { timesUs, residualsUs: [...prompt, ...mixed] }]]),
    );

    expect(offsets).to.have.length(1);
    expect(offsets[0]?.support).to.equal(92);
  });

  it('should carry the estimate over hours with few pairs', () => {
    const timesUs = [...Array(20).keys()].map((at) => at).concat([5 * HOUR]);
    const residualsUs = [...spread(20, 0, SECOND / 50), 30 * SECOND];

    const offsets = estimateClockOffsets(new Map([['a', { timesUs, residualsUs }]]));

    expect(offsets).to.have.length(1);
  });
});

/** Values within `width` of a centre. */
function spread(count: number, centre: number, width: number): number[] {
  const random = createRandom(1, 'spread', count, centre);
  return Array.from({ length: count }, () => Math.round(centre + (random.next() - 0.5) * width));
}
