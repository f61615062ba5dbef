const DECIMAL = /^(\d+)(?:\.(\d*))?$/;
const SCIENTIFIC = /^\d+(?:\.\d*)?e[+-]?\d{1,4}$/i;

/**
 * A decimal times a power of ten, as an integer, computed on the digits and not in floating point.
 *
 * Digits past the last place are rounded half up, which undoes the noise of writers that print a
 * double (`.8243699074` for `.82437`).
 *
 * @param text an unsigned decimal, also with an exponent
 * @param places the power of ten, e.g. 6 from seconds to microseconds; may be negative
 * @returns the integer, or null where the text is no decimal or the integer leaves 2^53
 */
export function scaleDecimal(text: string, places: number): number | null {
  const match = DECIMAL.exec(text);
  if (match === null) return SCIENTIFIC.test(text) ? scaleScientific(text, places) : null;
  const whole = match[1] as string;
  const digits = whole + (match[2] ?? '').padEnd(Math.max(places, 0), '0');
  const end = whole.length + places;
  if (end < 0) return 0;
  const roundUp = end < digits.length && digits.charCodeAt(end) >= 53; // '5'
  const value = Number(digits.slice(0, end)) + (roundUp ? 1 : 0);
  return Number.isSafeInteger(value) ? value : null;
}

/** NOTE: a writer that uses exponents has gone through a double already: nothing is left to lose. */
function scaleScientific(text: string, places: number): number | null {
  const value = Math.round(Number(text) * 10 ** places);
  return Number.isSafeInteger(value) ? value : null;
}
