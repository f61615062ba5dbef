import { FIRST, MISSING } from '../sequences/codes.ts';
import { type Encoder, type Sample, type Tally, tallyOf } from './encoder.ts';

/** What a numeric column keeps of its data. */
export interface NumericStats {
  readonly type: 'numeric';
  /** Values kept exactly: at least k subjects share each, or they are no secret. */
  readonly exact: readonly number[];
  /** Bin edges, each between two values of the data; a bin is [edge, next edge). */
  readonly edges: readonly number[];
  /** Every value is a multiple of the step; 0 where there is none. */
  readonly step: number;
}

/** How to bin a column. */
export interface NumericOptions {
  readonly k: number;
  readonly bins?: number;
  /** Integers below this are kept as they are, e.g. 1024 for ports. */
  readonly exactBelow?: number;
  /** Width of the bins instead of quantiles. */
  readonly width?: number;
  /** No bin lies across these. */
  readonly barriers?: readonly number[];
  readonly maximum?: number;
}

const MAX_EXACT = 256;
const MAX_LOW = 1024;

/**
 * Learns the exact values and about 100 quantile bins for the rest.
 *
 * The outermost k values are clipped, edges lie between values: no edge is a value of one subject.
 */
export function analyzeNumeric(sample: Sample<number>, options: NumericOptions): NumericStats {
  const tallies = tallyOf(sample).sort((a, b) => b.rows - a.rows || a.value - b.value);
  const isLow = (value: number) =>
    Number.isInteger(value) && value >= 0 && value < (options.exactBelow ?? 0);
  const low = tallies.filter((one) => isLow(one.value)).slice(0, MAX_LOW);
  const heavy = tallies
    .filter((one) => !isLow(one.value) && one.subjects >= options.k && one.rows >= options.k)
    .slice(0, MAX_EXACT);
  const exact = [...low, ...heavy].map((one) => one.value).sort((a, b) => a - b);
  const kept = new Set(exact);
  const rest = tallies.filter((one) => !kept.has(one.value)).sort((a, b) => a.value - b.value);
  const step = stepOf(tallies);
  const edges = rest.length === 0 ? [] : edgesOf(rest, { ...options, step });
  return { type: 'numeric', exact, edges, step };
}

interface EdgeOptions extends NumericOptions {
  readonly step: number;
}

function edgesOf(rest: readonly Tally<number>[], options: EdgeOptions): number[] {
  const total = rest.reduce((sum, one) => sum + one.rows, 0);
  const [first, last] = outerEdges(rest, total, options);
  const inner = options.width === undefined ? quantiles(rest, total, options) : grid(rest, options);
  const barriers = options.barriers ?? [];
  const edges = [first, last, ...inner, ...barriers]
    .filter((one) => one >= first && one <= last)
    .sort((a, b) => a - b);
  return edges.filter((one, index) => index === 0 || one > (edges[index - 1] as number));
}

/** Clips the k outermost rows where there are enough, else blurs to two digits. */
function outerEdges(rest: readonly Tally<number>[], total: number, options: EdgeOptions) {
  const [from, to] = [rest[0]?.value ?? 0, rest[rest.length - 1]?.value ?? 0];
  const isMany = total >= 20 * options.k && rest.length > 4 * options.k;
  const low = isMany ? between(rest, options.k - 1) : blur(from, Math.floor);
  const high = isMany ? between(rest, rest.length - 1 - options.k) : blur(to, Math.ceil);
  const floor = (options.barriers ?? []).filter((one) => one <= from);
  const top = Math.min(high, options.maximum ?? Number.POSITIVE_INFINITY);
  const bottom = Math.max(low, ...floor);
  const least = options.step > 0 ? options.step : Math.max(Math.abs(bottom), 1) * 1e-3;
  return [bottom, top > bottom ? top : bottom + least] as const;
}

function between(rest: readonly Tally<number>[], index: number): number {
  return (rest[index]?.value ?? 0) / 2 + (rest[index + 1]?.value ?? 0) / 2;
}

function blur(value: number, round: (value: number) => number): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return round(value / unit) * unit;
}

function quantiles(rest: readonly Tally<number>[], total: number, options: NumericOptions) {
  const edges: number[] = [];
  const size = total / (options.bins ?? 100);
  let filled = 0;
  for (const [index, one] of rest.entries()) {
    filled += one.rows;
    if (filled >= size && index + 1 < rest.length) {
      edges.push(between(rest, index));
      filled = 0;
    }
  }
  return edges;
}

function grid(rest: readonly Tally<number>[], options: NumericOptions): number[] {
  const width = options.width ?? 1;
  const cells = new Set(rest.map((one) => Math.floor(one.value / width)));
  return [...cells].flatMap((cell) => [cell * width, (cell + 1) * width]);
}

/** The largest power of ten that divides every value; 0 where none of a millionth or more does. */
function stepOf(tallies: readonly Tally<number>[]): number {
  for (let power = 6; power >= -6; power -= 1) {
    const isStep = tallies.every((one) => {
      const scaled = power >= 0 ? one.value / 10 ** power : one.value * 10 ** -power;
      return Math.abs(scaled - Math.round(scaled)) < 1e-6 && Math.abs(scaled) < 2 ** 52;
    });
    if (isStep) return 10 ** power;
  }
  return 0;
}

/** The codes of values in the order of their size. */
export function codesBySize(stats: NumericStats): number[] {
  const base = FIRST + stats.exact.length;
  const exact = stats.exact.map((value, index) => ({ value, code: FIRST + index }));
  const bins = stats.edges.slice(0, -1).map((low, index) => ({
    value: low / 2 + (stats.edges[index + 1] ?? low) / 2,
    code: base + index,
  }));
  return [...exact, ...bins].sort((a, b) => a.value - b.value).map((one) => one.code);
}

/** Opens the encoder of a numeric column. */
export function numericEncoder(stats: NumericStats): Encoder<number> {
  const exact = new Map(stats.exact.map((value, index) => [value, FIRST + index]));
  const edges = Float64Array.from(stats.edges);
  const bins = Math.max(0, edges.length - 1);
  const base = FIRST + stats.exact.length;
  return {
    cardinality: base + Math.max(bins, stats.exact.length === 0 ? 1 : 0),
    encode: (value) => {
      if (value === null || Number.isNaN(value)) return MISSING;
      const known = exact.get(value);
      if (known !== undefined) return known;
      if (bins === 0) return nearestExact(value, stats.exact);
      return base + binOf(value, edges);
    },
    decode: (code, random) => {
      if (code < FIRST) return null;
      if (code < base) return stats.exact[code - FIRST] ?? null;
      if (bins === 0) return 0;
      const low = edges[code - base] as number;
      const high = edges[code - base + 1] as number;
      return drawWithin(low, high, stats.step, random.next());
    },
  };
}

function nearestExact(value: number, exact: readonly number[]): number {
  let best = 0;
  for (const [index, one] of exact.entries()) {
    if (Math.abs(one - value) < Math.abs((exact[best] as number) - value)) best = index;
  }
  return FIRST + best;
}

function binOf(value: number, edges: Float64Array): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((edges[middle] as number) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Interpolates between the edges, by ratio where the bin spans more than a factor of four. */
function drawWithin(low: number, high: number, step: number, share: number): number {
  const isWide = low > 0 && high / low > 4;
  const value = isWide ? low * (high / low) ** share : low * (1 - share) + high * share;
  if (step === 0) return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.ceil(high / step - 1e-9) - 1];
  const cell = Math.min(Math.max(Math.floor(value / step), first), Math.max(first, last));
  return step >= 1 ? withinSafe(cell * step) : Number((cell * step).toFixed(6));
}

/** The nearest integer that a double holds exactly. */
export function withinSafe(value: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));
}
