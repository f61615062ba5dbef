import type { Random } from '../core/random.ts';
import { nextArrival } from './rate-curve.ts';
import type { World } from './world.ts';

/** A span of true time. */
export interface Span {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** What happens at human pace. */
export interface HumanRhythm extends Span {
  /** Times an hour at the busiest hour. */
  readonly perHour: number;
  readonly random: Random;
}

/** What happens by the clock. */
export interface MachineRhythm extends Span {
  readonly periodUs: number;
  /** Standard deviation of each gap, as a share of the period. */
  readonly jitter: number;
  readonly random: Random;
}

/** The part of a span that lies in the window. */
export function withinWindow(world: World, span: Span): Span {
  return {
    fromUs: Math.max(span.fromUs, world.plan.startUs),
    untilUs: Math.min(span.untilUs, world.plan.endUs),
  };
}

/** Repeats an act by a Poisson process that follows the working day. */
export function recurByDay(world: World, rhythm: HumanRhythm, act: (nowUs: number) => void): void {
  const next = (fromUs: number) => {
    const atUs = nextArrival(fromUs, rhythm.untilUs, rhythm);
    if (atUs >= rhythm.untilUs) return;
    world.agenda.schedule(atUs, (nowUs) => {
      act(nowUs);
      next(nowUs);
    });
  };
  next(rhythm.fromUs);
}

/** Repeats an act with a period; the phase is drawn. */
export function recurByClock(
  world: World,
  rhythm: MachineRhythm,
  act: (nowUs: number) => void,
): void {
  const { random, periodUs, jitter, untilUs } = rhythm;
  const next = (atUs: number) => {
    if (atUs >= untilUs) return;
    world.agenda.schedule(atUs, (nowUs) => {
      act(nowUs);
      next(nowUs + Math.max(periodUs / 10, periodUs * (1 + jitter * random.normal())));
    });
  };
  next(Math.floor(rhythm.fromUs + periodUs * random.next()));
}
