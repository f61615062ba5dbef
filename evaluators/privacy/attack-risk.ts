import { IncomputableMetricError } from '../../engine/core/errors.ts';

/** Successes of an attack, and of the same attack on people who were never in training. */
export interface AttackCounts {
  readonly attacks: number;
  readonly successes: number;
  readonly controlAttacks: number;
  /** May be fractional where the control was scaled to the size of training. */
  readonly controlSuccesses: number;
}

/** A rate with its 95 % interval. */
export interface Rate {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/** What an attack gains from training, beyond what it guesses of anybody. */
export interface AttackRisk {
  readonly success: Rate;
  readonly control: Rate;
  /** (success - control) / (1 - control), within 0..1. */
  readonly risk: number;
  readonly interval: readonly [number, number];
  /** The interval of a release that knows nothing of its training: both rates as the control's. */
  readonly idle: readonly [number, number];
  readonly counts: AttackCounts;
}

const Z = 1.959964;
const LEAST_ATTACKS = 20;

/**
 * The risk of an attack with its 95 % interval.
 *
 * @throws IncomputableMetricError below 20 attacks on either part
 * @see Giomi et al., A unified framework for quantifying privacy risk in synthetic data, 2023
 * (Anonymeter), section 4
 */
export function attackRisk(counts: AttackCounts, what: string): AttackRisk {
  const { attacks, controlAttacks } = counts;
  if (Math.min(attacks, controlAttacks) < LEAST_ATTACKS) {
    throw new IncomputableMetricError(
      `${what}: too few attacks: ${attacks}, control ${controlAttacks}; give records that differ more, or more of them`,
      { attacks, controlAttacks },
    );
  }
  const success = wilson(counts.successes, attacks);
  const control = wilson(Math.min(counts.controlSuccesses, controlAttacks), controlAttacks);
  const { risk, error } = residual(success, control);
  const idle = residual({ ...control, error: success.error }, control).error;
  return {
    success: rateOf(success),
    control: rateOf(control),
    risk: clamp(risk),
    interval: [clamp(risk - error), clamp(risk + error)],
    idle: [0, clamp(idle)],
    counts,
  };
}

interface Estimate {
  readonly centre: number;
  /** Half of the 95 % interval. */
  readonly error: number;
}

function wilson(successes: number, attacks: number): Estimate {
  const square = Z * Z;
  const centre = (successes + square / 2) / (attacks + square);
  const spread = (successes * (attacks - successes)) / attacks + square / 4;
  return { centre, error: (Z / (attacks + square)) * Math.sqrt(spread) };
}

function residual(success: Estimate, control: Estimate) {
  const rest = 1 - control.centre;
  const fromSuccess = success.error / rest;
  const fromControl = ((success.centre - 1) / rest ** 2) * control.error;
  return {
    risk: (success.centre - control.centre) / rest,
    error: Math.hypot(fromSuccess, fromControl),
  };
}

function rateOf({ centre, error }: Estimate): Rate {
  return { value: centre, interval: [clamp(centre - error), clamp(centre + error)] };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
