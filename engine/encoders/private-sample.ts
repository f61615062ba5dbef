import type { Sample } from './encoder.ts';
import { truncated } from './number-tally.ts';
import type { NoisyCount, PrivateHistograms } from './private-histogram.ts';

/** A column whose values are counted with noise. */
export interface PrivateColumn<T> {
  readonly histograms: PrivateHistograms;
  /** `table.column`. */
  readonly name: string;
  /** Values that no data are needed to think of. */
  readonly known: readonly T[];
}

/**
 * A sample of made subjects, one for each that was counted with noise: whatever is learned from it
 * shows no more than the noisy counts do. Where no label passes, all that are listed.
 */
export function privateLabels<T extends string | boolean>(
  sample: Sample<T>,
  { histograms, name, known }: PrivateColumn<T>,
  k: number,
): Sample<T> {
  const counts = histograms.counts(name, sample, known);
  if (counts.length === 0) return knownLabels(known, k);
  return madeSample(counts.flatMap(({ value, count }) => repeated(value, count)));
}

/** What is known of a numeric column before any data. */
export interface NumberDomain {
  /** Whole numbers only. */
  readonly isWhole: boolean;
  /** False where nothing is below 0. */
  readonly isSigned: boolean;
  /** Smallest value and the end where its kind says so, as of a port. */
  readonly range?: readonly [number, number];
  /** Powers of two that it may reach; default 44: of microseconds, half a year. */
  readonly octaves?: number;
  /** Subjects that a bin must have. */
  readonly k: number;
}

/** Bits of the mantissa that tell the cells of a number apart: eight cells from 1 to 2. */
const CELL_BITS = 3;
/** Powers of two in which numbers are looked for where hardly any passed. */
const MOST_OCTAVES = 44;
/** Of numbers that are not whole, the first of these powers. */
const SMALLEST = -10;

/**
 * The same of numbers: shared values with their counts, the rest spread evenly over cells of a grid
 * of equal ratios. Where no cell passes, over all that the column might hold.
 */
export function privateNumbers(
  sample: Sample<number>,
  { histograms, name, known }: PrivateColumn<number>,
  domain: NumberDomain,
): Sample<number> {
  const values = histograms.counts(`${name} values`, sample, known);
  const cells = histograms.counts(`${name} cells`, {
    ...sample,
    value: (row) => {
      const value = sample.value(row);
      return value === null ? null : truncated(value, CELL_BITS);
    },
  });
  if (cells.length === 0) return madeSample([...shared(values), ...everywhere(domain)]);
  const spread = cells.flatMap(({ value: cell, count }) => {
    const own = values.filter((one) => truncated(one.value, CELL_BITS) === cell);
    const rest = own.reduce((left, one) => left - one.count, count);
    const isExplained = own.length > 0 && rest < histograms.noise.threshold;
    return isExplained ? [] : spreadOver(cell, rest, domain.isWhole);
  });
  return madeSample([...shared(values), ...spread]);
}

/** What is known of labels without any data: all that are listed, so many subjects each. */
export function knownLabels<T>(known: readonly T[], k: number): Sample<T> {
  return madeSample(known.flatMap((value) => repeated(value, k)));
}

/** What is known of numbers without any data: all that the column might hold. */
export function unknownNumbers(domain: NumberDomain): Sample<number> {
  return madeSample(everywhere(domain));
}

function shared(values: readonly NoisyCount<number>[]): number[] {
  return values.flatMap(({ value, count }) => repeated(value, count));
}

function repeated<T>(value: T, count: number): T[] {
  return new Array<T>(Math.max(1, Math.floor(count))).fill(value);
}

function madeSample<T>(values: readonly T[]): Sample<T> {
  return { length: values.length, value: (row) => values[row] ?? null, subject: (row) => row };
}

/** So many numbers of a cell, evenly. */
function spreadOver(cell: number, count: number, isWhole: boolean): number[] {
  const size = Math.abs(cell);
  const sign = cell < 0 ? -1 : 1;
  const width = size === 0 ? 0 : 2 ** (exponentOf(size) - CELL_BITS);
  const first = Math.ceil(size);
  const places = Math.ceil(size + width) - first;
  return Array.from({ length: Math.max(0, Math.floor(count)) }, (_, at) => {
    const share = (at + 0.5) / count;
    if (!isWhole) return sign * (size + share * width);
    return places < 1 ? cell : sign * (first + Math.floor(share * places));
  });
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** The power of two at or below a positive number. */
function exponentOf(size: number): number {
  double[0] = size;
  return (((words[1] as number) >>> 20) & 0x7ff) - 1023;
}

/** Numbers in every power of two, or evenly in the column's range; k in each. */
function everywhere({ isWhole, isSigned, range, octaves: most, k }: NumberDomain): number[] {
  if (range !== undefined) {
    const [low, high] = range;
    const step = (high - low) / (100 * k);
    const count = Math.floor((high - low) / step);
    return Array.from({ length: count }, (_, at) => low + Math.floor((at + 0.5) * step));
  }
  const octaves = Array.from({ length: most ?? MOST_OCTAVES }, (_, power) =>
    Array.from({ length: k }, (_, at) => {
      const share = 1 + (at + 0.5) / k;
      return isWhole ? Math.floor(2 ** power * share) : 2 ** (SMALLEST + power) * share;
    }),
  ).flat();
  const below = isSigned ? octaves.map((one) => -one) : [];
  return [...below, ...new Array<number>(k).fill(0), ...octaves];
}
