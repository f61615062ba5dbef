const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_TICKS = 4;

/** Steps of a time axis in microseconds. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 4, 7, 14, 30, 60, 120, 365].map((days) => days * DAY),
];

/** At most four round times between two, in microseconds UTC. */
export function timeTicks(from: number, to: number): number[] {
  const most = isWithinDay(from, to) ? MOST_TICKS : MOST_TICKS - 1;
  const count = (step: number) => Math.floor(to / step) - Math.ceil(from / step) + 1;
  const step = STEPS.find((one) => count(one) <= most) ?? 365 * DAY;
  return Array.from({ length: count(step) }, (_, at) => (Math.ceil(from / step) + at) * step);
}

/** A time as fine as its axis asks for, UTC. */
export function writeTime(time: number, from: number, to: number): string {
  const text = new Date(time / 1000).toISOString();
  const span = to - from;
  if (span > 300 * DAY) return text.slice(0, 7);
  if (span > 4 * DAY) return text.slice(0, 10);
  if (!isWithinDay(from, to)) return `${text.slice(5, 10)} ${text.slice(11, 16)}`;
  return span < 10 * MINUTE ? text.slice(11, 19) : text.slice(11, 16);
}

/** Name of a time axis: says the day where the ticks do not. */
export function timeLabel(from: number, to: number): string {
  const day = new Date((from + to) / 2000).toISOString().slice(0, 10);
  return isWithinDay(from, to) ? `time around ${day} (UTC)` : 'time (UTC)';
}

/** True where ticks need no day. */
function isWithinDay(from: number, to: number): boolean {
  return to - from < DAY;
}
