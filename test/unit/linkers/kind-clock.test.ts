import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ClockOffset } from '../../../engine/pipeline/ports.ts';
import { createKindClock } from '../../../linkers/kind-clock.ts';

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

describe('createKindClock', () => {
  it('should place every event type by its lead over the logging clock', () => {
    const clock = createKindClock();
    for (let at = 0; at < 60; at += 1) {
      const trueUs = 100 * DAY + at * SECOND;
      clock.add('a', 3, trueUs - 5 * DAY, trueUs - 68_400 * SECOND);
      clock.add('a', 10, trueUs, trueUs - 68_400 * SECOND);
    }

    const sensorOffset = clock.sensorOffset([offset(-5 * DAY, 20)]);

    expect(sensorOffset('a', 3, 95 * DAY)).to.equal(-5 * DAY);
    expect(sensorOffset('a', 10, 100 * DAY + 30 * SECOND)).to.be.closeTo(0, SECOND / 10);
  });

  it('should follow a logging clock that is slewed meanwhile', () => {
    const clock = createKindClock();
    const wander = (at: number) => Math.round(20 * SECOND * Math.sin(at / 60));
    for (let at = 0; at < 600; at += 1) {
      const trueUs = 100 * DAY + at * SECOND;
      clock.add('a', 3, trueUs - 5 * DAY, trueUs + wander(at));
      clock.add('a', 10, trueUs + wander(at), trueUs + wander(at));
    }
    const offsets = [offset(-5 * DAY, 20)];

    const sensorOffset = clock.sensorOffset(offsets);
    const spans = clock.spans(offsets).filter((one) => one.eventType === 10);

    for (const at of [50, 200, 333, 500]) {
      const stamp = 100 * DAY + at * SECOND + wander(at);
      const span = spans.find((one) => one.fromUs <= stamp && stamp < one.toUs);
      const bySpan = (span?.offsetUs ?? 0) + (span?.slope ?? 0) * (stamp - (span?.fromUs ?? 0));
      expect(sensorOffset('a', 10, stamp)).to.be.closeTo(wander(at), SECOND / 2);
      expect(bySpan).to.be.closeTo(sensorOffset('a', 10, stamp), SECOND / 100);
    }
  });

  it("should give types on one clock the host's offset, however late they are logged", () => {
    const clock = createKindClock();
    for (let at = 0; at < 20; at += 1) {
      clock.add('a', 3, at * SECOND, at * SECOND + 3 * SECOND);
      clock.add('a', 1, at * SECOND, at * SECOND);
      clock.add('a', 5, at * SECOND, null);
    }

    const sensorOffset = clock.sensorOffset([offset(7, 20)]);

    expect([1, 3, 5, 99].map((type) => sensorOffset('a', type, 0))).to.deep.equal([7, 7, 7, 7]);
  });

  it('should put a host without pairs on the clock of its most frequent type', () => {
    const clock = createKindClock();
    for (let at = 0; at < 20; at += 1) clock.add('a', 10, at * SECOND, at * SECOND);
    clock.add('a', 3, 5 * DAY, 0);

    const sensorOffset = clock.sensorOffset([offset(0, 0)]);

    expect(sensorOffset('a', 10, 5)).to.equal(0);
    expect(sensorOffset('a', 3, 5 * DAY)).to.equal(5 * DAY);
  });

  it('should cover all times with spans that meet', () => {
    const clock = createKindClock();
    clock.add('a', 3, 0, -DAY);
    clock.add('a', 10, DAY, 0);
    const offsets = [offset(10, 5), { ...offset(20, 5), fromUs: 1000 * SECOND }];

    const spans = clock.spans(offsets);

    for (const type of [3, 10]) {
      const own = spans.filter((one) => one.eventType === type);
      expect(own.slice(1).map((one) => one.fromUs)).to.deep.equal(
        own.slice(0, -1).map((one) => one.toUs),
      );
      expect(own.map((one) => one.offsetUs)).to.deep.equal([10, 20]);
    }
  });
});

function offset(offsetUs: number, support: number): ClockOffset {
  return { host: 'a', fromUs: 0, offsetUs, support };
}
