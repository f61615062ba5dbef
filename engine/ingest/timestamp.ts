import type { TimeUnit } from '../core/capture-format.ts';
import { refuse } from './bad-row.ts';
import { scaleDecimal } from './decimal.ts';

const ISO =
  /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})? ?(?:[Zz]|UTC|[+-]\d\d(?::?\d\d)?)?$/;
/** First microsecond that is refused: 2201-01-01. Stamps beyond are defects of the writer. */
const END_US = Date.UTC(2201, 0, 1) * 1000;

/** Powers of ten from each unit to microseconds. */
const PLACES: Readonly<Record<TimeUnit, number>> = { iso: 6, s: 6, ms: 3, us: 0, ns: -3 };

/**
 * Reads a stamp into integer microseconds UTC, exactly.
 *
 * Takes ISO 8601 with `T` or a space, up to nine decimals, `Z`, an offset, or nothing (then UTC),
 * and a decimal epoch in the given unit (`iso`: seconds).
 *
 * @throws RowDefect if it is none of these or lies outside the years 1970..2200
 */
export function parseTimestamp(field: string, text: string, unit: TimeUnit = 'iso'): number {
  const stamp = text.trim();
  const us =
    stamp.charCodeAt(4) === 45 ? isoMicroseconds(stamp) : scaleDecimal(stamp, PLACES[unit]);
  if (us === null) return refuse(field, 'is no time', text);
  if (us < 0 || us >= END_US) return refuse(field, 'lies outside the years 1970 to 2200', text);
  return us;
}

/** Reads a decimal span of the given unit (`iso`: seconds) into microseconds. @throws RowDefect */
export function parseDuration(field: string, text: string, unit: TimeUnit = 'iso'): number {
  return scaleDecimal(text.trim(), PLACES[unit]) ?? refuse(field, 'is no duration', text);
}

function isoMicroseconds(text: string): number | null {
  if (!ISO.test(text)) return null;
  const day = dayMicroseconds(text.slice(0, 10));
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  if (day === null || hours > 23 || minutes > 59 || seconds > 59) return null;
  const clock = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000;
  if (text.length === 19) return day + clock;
  const fraction = /^[.,](\d+)/.exec(text.slice(19))?.[1] ?? '';
  const micros = fraction === '' ? 0 : (scaleDecimal(`0.${fraction}`, 6) ?? 0);
  const zone = zoneMicroseconds(text);
  return zone === null ? null : day + clock + micros - zone;
}

const DAY_LIMIT = 4096;
const days = new Map<string, number | null>();

/** Midnight of a day, null if the calendar has no such day; remembered, as days come again. */
function dayMicroseconds(day: string): number | null {
  const known = days.get(day);
  if (known !== undefined) return known;
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const midnight = new Date(0).setUTCFullYear(year, month - 1, date);
  const exists = new Date(midnight).toISOString().slice(0, 10) === day;
  if (days.size >= DAY_LIMIT) days.clear();
  days.set(day, exists ? midnight * 1000 : null);
  return exists ? midnight * 1000 : null;
}

/** What to take off a local stamp, null for an offset that no place on earth has. */
function zoneMicroseconds(text: string): number | null {
  const zone = /([+-])(\d\d):?(\d\d)?$/.exec(text.slice(19));
  if (zone === null) return 0;
  const hours = Number(zone[2]);
  const minutes = Number(zone[3] ?? 0);
  if (hours > 14 || minutes > 59) return null;
  return (zone[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000_000;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}
