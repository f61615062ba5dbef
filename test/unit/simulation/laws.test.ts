import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { createAgenda } from '../../../engine/simulation/agenda.ts';
import { drawBurst } from '../../../engine/simulation/burst.ts';
import {
  drawBodyAndTail,
  drawExponential,
  drawGeometric,
  drawLognormal,
  drawPareto,
  drawPoisson,
} from '../../../engine/simulation/heavy-tail.ts';
import { isWeekend, nextArrival, workdayRate } from '../../../engine/simulation/rate-curve.ts';
import { createZipf } from '../../../engine/simulation/zipf.ts';
import { hillIndex, mean, rankSlope } from './estimators.ts';

const HOUR_US = 3_600_000_000;
const TUESDAY_US = Date.UTC(2024, 2, 5) * 1000;

describe('heavy tails', () => {
  const random = createRandom(11, 'heavy-tail');
  const draw = (count: number, one: () => number) => Array.from({ length: count }, one);

  it('should have the Pareto index asked for', () => {
    const values = draw(20_000, () => drawPareto(10, 1.2, random));

    expect(Math.min(...values)).to.be.at.least(10);
    expect(hillIndex(values, 2000)).to.be.closeTo(1.2, 0.08);
  });

  it('should have the median and spread of a lognormal law', () => {
    const values = draw(20_000, () => drawLognormal({ median: 500, sigma: 0.7 }, random)).sort(
      (a, b) => a - b,
    );

    expect(values[10_000]).to.be.closeTo(500, 15);
    expect(Math.log((values[16_827] as number) / 500)).to.be.closeTo(0.7, 0.03);
  });

  it('should join a body and a tail at their shares', () => {
    const law = { median: 100, sigma: 0.1, tailShare: 0.1, tailFrom: 10_000, tailIndex: 1.5 };
    const values = draw(10_000, () => drawBodyAndTail(law, random));

    expect(values.filter((value) => value >= 10_000).length / 10_000).to.be.closeTo(0.1, 0.01);
  });

  it('should have the means of the counting and waiting laws', () => {
    expect(mean(draw(20_000, () => drawExponential(40, random)))).to.be.closeTo(40, 1);
    expect(mean(draw(20_000, () => drawGeometric(5, random)))).to.be.closeTo(5, 0.15);
    expect(mean(draw(20_000, () => drawPoisson(1.7, random)))).to.be.closeTo(1.7, 0.05);
  });
});

describe('createZipf', () => {
  it('should fall with its exponent over the ranks', () => {
    const zipf = createZipf(300, 0.8);
    const random = createRandom(5, 'zipf');
    const counts = new Array<number>(300).fill(0);

    for (let draw = 0; draw < 100_000; draw += 1) counts[zipf.draw(random)]! += 1;

    expect(rankSlope(counts, 100)).to.be.closeTo(-0.8, 0.05);
  });
});

describe('workdayRate', () => {
  it('should follow the knots and be low at weekends', () => {
    expect(workdayRate(TUESDAY_US + 10 * HOUR_US)).to.equal(1);
    expect(workdayRate(TUESDAY_US + 6 * HOUR_US)).to.be.closeTo(0.15, 1e-9);
    expect(workdayRate(TUESDAY_US + 3 * HOUR_US)).to.be.closeTo(0.05, 1e-9);
    expect(workdayRate(TUESDAY_US + (4 * 24 + 10) * HOUR_US)).to.be.closeTo(0.12, 1e-9);
    expect(
      [0, 1, 2, 3, 4, 5, 6].map((day) => isWeekend(TUESDAY_US + day * 24 * HOUR_US)),
    ).to.deep.equal([false, false, false, false, true, true, false]);
  });
});

describe('nextArrival', () => {
  it('should thin a Poisson process to the curve', () => {
    const random = createRandom(3, 'arrivals');
    const perHour = 2000;
    const counts = new Array<number>(24).fill(0);
    const endUs = TUESDAY_US + 24 * HOUR_US;

    for (let at = nextArrival(TUESDAY_US, endUs, { perHour, random }); at < endUs; ) {
      counts[Math.floor((at - TUESDAY_US) / HOUR_US)]! += 1;
      at = nextArrival(at, endUs, { perHour, random });
    }

    expect(counts[3]).to.be.closeTo(100, 35);
    expect(counts[10]).to.be.closeTo(1970, 180);
    expect(counts[12]).to.be.closeTo(1400, 180);
  });

  it('should find nothing at rate zero', () => {
    const random = createRandom(3, 'none');

    expect(nextArrival(0, 500, { perHour: 0, random })).to.equal(500);
  });
});

describe('drawBurst', () => {
  it('should have the size of a branching process and start at 0', () => {
    const random = createRandom(9, 'burst');
    const law = { first: 3, branching: 0.5, delayUs: 50_000, most: 500 };

    const bursts = Array.from({ length: 5000 }, () => drawBurst(law, random));

    expect(mean(bursts.map((burst) => burst.length))).to.be.closeTo(1 + 3 / (1 - 0.5), 0.3);
    expect(bursts.every((burst) => burst[0] === 0)).to.equal(true);
    expect(
      bursts.every((burst) => burst.every((at, i) => i === 0 || at >= burst[i - 1]!)),
    ).to.equal(true);
  });

  it('should stop at the most points', () => {
    const law = { first: 30, branching: 0.99, delayUs: 10, most: 12 };

    expect(drawBurst(law, createRandom(1, 'most'))).to.have.lengthOf(12);
  });
});

describe('createAgenda', () => {
  it('should act in order of time, then of entry, and forget what lies beyond', () => {
    const agenda = createAgenda();
    const seen: string[] = [];
    const note = (name: string) => (nowUs: number) => seen.push(`${name}@${nowUs}`);
    const random = createRandom(2, 'agenda');
    const times = random.shuffle(Array.from({ length: 200 }, (_, index) => 100 + index));

    for (const time of times) agenda.schedule(time, note('t'));
    agenda.schedule(150, note('second'));
    agenda.schedule(50, () => agenda.schedule(20, note('late')));
    agenda.run(250);

    expect(seen[0]).to.equal('late@50');
    expect(seen.slice(1, 51)).to.deep.equal(
      Array.from({ length: 50 }, (_, index) => `t@${100 + index}`),
    );
    expect(seen.slice(51, 53)).to.deep.equal(['t@150', 'second@150']);
    expect(seen).to.have.lengthOf(152);
  });
});
