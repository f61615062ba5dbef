/** Powers of ten that are tried as the step of a column, largest first. */
const POWERS = [6, 5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -5, -6] as const;

/** Every power is still possible. */
export const ALL_STEPS = (1 << POWERS.length) - 1;

/**
 * Strikes the powers of ten that do not divide a value.
 *
 * @param mask powers that divide all values so far, a bit each; masks of parts combine by `&`
 */
export function stepsDividing(mask: number, value: number): number {
  let left = mask;
  for (let at = 0; left !== 0 && at < POWERS.length; at += 1) {
    if ((left & (1 << at)) !== 0 && !divides(POWERS[at] as number, value)) left &= ~(1 << at);
  }
  return left;
}

function divides(power: number, value: number): boolean {
  const scaled = power >= 0 ? value / 10 ** power : value * 10 ** -power;
  const [size, near] = [Math.abs(scaled), Math.round(scaled)];
  if (near === 0 || size >= 2 ** 52) return value === 0;
  return Math.abs(scaled - near) <= Math.max(1e-7, size * 4e-16);
}

/** The largest power of ten in a mask, 0 where there is none. */
export function stepOf(mask: number): number {
  const at = POWERS.findIndex((_, index) => (mask & (1 << index)) !== 0);
  return at < 0 ? 0 : 10 ** (POWERS[at] as number);
}

/** The nearest integer that a double holds exactly. */
function withinSafe(value: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));
}

/** The multiple of a step; the double nearest to the decimal where the step is below one. */
export function multipleOf(step: number, count: number): number {
  return step >= 1 ? withinSafe(count * step) : count / Math.round(1 / step);
}

/** Count of the first multiple at or above a bound. */
export function firstMultiple(step: number, bound: number): number {
  const scaled = step >= 1 ? bound / step : bound * Math.round(1 / step);
  const near = withinSafe(Math.round(scaled));
  if (Math.abs(near) === Number.MAX_SAFE_INTEGER) return near;
  if (multipleOf(step, near - 1) >= bound) return near - 1 + 0;
  return multipleOf(step, near) >= bound ? near + 0 : near + 1;
}

/** Multiples of the step in [low, high); infinite where there is no step. */
export function multiplesWithin(step: number, low: number, high: number): number {
  if (step === 0) return Number.POSITIVE_INFINITY;
  return Math.max(0, firstMultiple(step, high) - firstMultiple(step, low));
}

/** The largest of 0, ±1, ±2, ±5, ±10, ±20, … at or below a value. */
export function roundFloor(value: number): number {
  if (value === 0) return 0;
  if (value > 0) return roundNumbers(value).findLast((one) => one <= value) ?? 0;
  return -(roundNumbers(-value).find((one) => one >= -value) ?? -value);
}

/** The smallest of 0, ±1, ±2, ±5, ±10, ±20, … above a value other than 0; 0 for 0. */
export function roundAbove(value: number): number {
  if (value === 0) return 0;
  if (value > 0) return roundNumbers(value).find((one) => one > value) ?? value;
  return -(roundNumbers(-value).findLast((one) => one < -value) ?? 0);
}

/** Doubles below this are too few to round to. */
const TINY = 1e-300;

/** Round numbers about a positive size, ascending. */
function roundNumbers(size: number): number[] {
  if (size < TINY) return [TINY];
  const power = Math.floor(Math.log10(size));
  return [power - 1, power, power + 1].flatMap((exponent) =>
    [1, 2, 5].map((digit) => Math.min(Number.MAX_VALUE, Number(`${digit}e${exponent}`))),
  );
}
