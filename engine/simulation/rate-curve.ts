import type { Random } from '../core/random.ts';
import { drawExponential } from './heavy-tail.ts';

const HOUR_US = 3_600_000_000;
const DAY_US = 24 * HOUR_US;

/** Knots (hour of the day, share of the busiest hour) of a working day; straight in between. */
export const WORKDAY_KNOTS: readonly (readonly [number, number])[] = [
  [0, 0.05],
  [5, 0.05],
  [7, 0.25],
  [8.5, 0.8],
  [10, 1],
  [11.75, 0.95],
  [12.75, 0.6],
  [14, 0.95],
  [15.5, 1],
  [17, 0.7],
  [18.5, 0.3],
  [20, 0.15],
  [24, 0.05],
];

/** Factor on Saturdays and Sundays. */
export const WEEKEND_FACTOR = 0.12;

/** Whether the moment lies on a Saturday or Sunday, UTC. */
export function isWeekend(timeUs: number): boolean {
  const weekday = (Math.floor(timeUs / DAY_US) + 4) % 7; // 1 January 1970 was a Thursday
  return weekday === 0 || weekday === 6;
}

/** Share of the busiest hour's rate at a moment, in (0, 1]. */
export function workdayRate(timeUs: number): number {
  const hour = (timeUs % DAY_US) / HOUR_US;
  const right = Math.max(
    1,
    WORKDAY_KNOTS.findIndex(([at]) => at > hour),
  );
  const [fromHour, fromRate] = WORKDAY_KNOTS[right - 1] ?? [0, 0];
  const [toHour, toRate] = WORKDAY_KNOTS[right] ?? [24, 0];
  const rate = fromRate + ((toRate - fromRate) * (hour - fromHour)) / (toHour - fromHour);
  return isWeekend(timeUs) ? rate * WEEKEND_FACTOR : rate;
}

/**
 * The next point of a Poisson process whose rate is `perHour * workdayRate(t)`.
 *
 * @returns integer microseconds, or `untilUs` where none comes before it
 * @see Lewis and Shedler, Simulation of nonhomogeneous Poisson processes by thinning, 1979;
 *   Paxson and Floyd, Wide-area traffic: the failure of Poisson modeling, 1995: the starts of
 *   users' sessions are well described by Poisson processes with hourly rates
 */
export function nextArrival(
  fromUs: number,
  untilUs: number,
  { perHour, random }: { readonly perHour: number; readonly random: Random },
): number {
  if (perHour <= 0) return untilUs;
  let time = fromUs;
  while (time < untilUs) {
    time += 1 + drawExponential(HOUR_US / perHour, random);
    if (random.next() < workdayRate(time)) return Math.min(Math.floor(time), untilUs);
  }
  return untilUs;
}
