/** Numbers as the report writes them: one way each, the same on every machine. */

const NARROW_SPACE = '\u202f';
const MISSING = '–';
const POWERS = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A share in percent with one decimal, e.g. `92.4 %`. */
export function writeShare(share: number | null): string {
  return share === null ? MISSING : `${fixed(share * 100, 1)}${NARROW_SPACE}%`;
}

/** A share in percent without a sign, for table columns headed `%`. */
export function writePercent(share: number | null, digits = 1): string {
  return share === null ? MISSING : fixed(share * 100, digits);
}

/** A whole number with groups of three, e.g. `12,345`. */
export function writeCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** A number in few characters, e.g. `1.5k`, `20M`, `0.04`. */
export function writeShort(value: number): string {
  const size = Math.abs(value);
  for (const [power, sign] of POWERS) {
    if (size >= power) return `${trimmed(value / power)}${sign}`;
  }
  return size !== 0 && size < 0.001 ? value.toExponential(0) : trimmed(value);
}

/** A score as a number with three decimals, e.g. `0.531`. */
export function writeScore(value: number | null): string {
  return value === null ? MISSING : fixed(value, 3);
}

/** A share of the way from floor to ceiling; far outside it the exact figure says nothing. */
export function writeWay(at: number): string {
  if (at < 0) return `< 0${NARROW_SPACE}%`;
  return at > 1.5 ? `> 150${NARROW_SPACE}%` : `${(at * 100).toFixed(0)}${NARROW_SPACE}%`;
}

/** Numbers of one column alike: whole ones grouped, others with as many decimals as they need. */
export function columnWriter(values: readonly number[]): (value: number | null) => string {
  if (values.every(Number.isInteger))
    return (value) => (value === null ? MISSING : writeCount(value));
  const greatest = Math.max(...values.map(Math.abs));
  const digits = greatest <= 10 ? 3 : greatest < 1000 ? 1 : 0;
  return (value) => {
    if (value === null) return MISSING;
    return digits === 0 ? writeCount(value) : fixed(value, digits);
  };
}

/** A count and its noun, e.g. `1 gate`, `2 gates`. */
export function writeNumberOf(count: number, noun: string): string {
  return `${writeCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Seconds as `4.2 s`, `3 min 20 s` or `2 h 5 min`. */
export function writeSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A fixed number of decimals; what rounds to zero has no sign. */
function fixed(value: number, digits: number): string {
  const written = value.toFixed(digits);
  return Number(written) === 0 ? (0).toFixed(digits) : written;
}

/** A number with at most three significant digits and no trailing zeros. */
function trimmed(value: number): string {
  return String(Number(value.toPrecision(3)));
}
