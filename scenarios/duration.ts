import { z } from 'zod';

const MICROSECONDS: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
};

const FORM = /^(\d{1,9}(?:\.\d{1,6})?)(us|ms|s|m|h|d)$/;

/**
 * Integer microseconds of a span such as `10s`, `1.5h` or `500ms`.
 *
 * @returns null where the text is no span, or one of zero
 */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = FORM.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return null;
  const micros = Math.round(Number(amount) * (MICROSECONDS[unit] ?? 0));
  return micros > 0 ? micros : null;
}

/** A span of time in a scenario, checked but not yet converted. */
export const durationText = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'expected a span of time such as 500ms, 10s, 5m');
