import { ksLikeness } from '../ceiling/cell-likeness.ts';
import type { CellLaw } from '../ceiling/score-cells.ts';
import { gatherCells } from '../ceiling/subject-cells.ts';
import type { PacedRows, PacedSides } from './paced-rows.ts';

/** Windows in which rows are counted, seconds. */
export const FANO_WINDOWS_S = [0.1, 1, 10] as const;

const LEAST_ROWS = 5;

/** A figure of one subject's times in order (µs), NaN where they cannot carry it. */
export type SubjectFigure = (timesUs: Float64Array) => number;

/** Fano factors of the counts in windows of .1, 1 and 10 s: 1 minus KS over subjects. */
export function* fanoLaws(rows: PacedSides<PacedRows>): Generator<CellLaw> {
  for (const window of FANO_WINDOWS_S) {
    yield figureLaw(`Fano factor, ${window} s`, rows, fanoFactor(window * 1e6));
  }
}

/** Burstiness and memory of the gaps: 1 minus KS over subjects. */
export function* burstLaws(rows: PacedSides<PacedRows>): Generator<CellLaw> {
  yield figureLaw('burstiness', rows, burstiness);
  yield figureLaw('memory', rows, memory);
}

/** Variance over mean of the counts in windows from the first row to the last, empty ones too. */
export function fanoFactor(windowUs: number): SubjectFigure {
  return (timesUs) => {
    const first = timesUs[0] ?? Number.NaN;
    const windows = Math.floor(((timesUs[timesUs.length - 1] ?? 0) - first) / windowUs) + 1;
    if (timesUs.length < LEAST_ROWS || !(windows >= 2)) return Number.NaN;
    const mean = timesUs.length / windows;
    return sumOfSquares(timesUs, first, windowUs) / windows / mean - mean;
  };
}

/**
 * (σ − μ) / (σ + μ) of the gaps: −1 regular, 0 Poisson, towards 1 bursts.
 *
 * @see Goh and Barabási, Burstiness and memory in complex systems, 2008, eq. 1
 */
export function burstiness(timesUs: Float64Array): number {
  if (timesUs.length <= LEAST_ROWS) return Number.NaN;
  const gaps = gapsOf(timesUs);
  const [mean, sd] = momentsOf(gaps);
  return mean + sd === 0 ? Number.NaN : (sd - mean) / (sd + mean);
}

/** Correlation of each gap with the next. @see Goh and Barabási, 2008, eq. 2 */
export function memory(timesUs: Float64Array): number {
  if (timesUs.length <= LEAST_ROWS) return Number.NaN;
  const gaps = gapsOf(timesUs);
  const [before, after] = [gaps.subarray(0, -1), gaps.subarray(1)];
  const [[mean, sd], [nextMean, nextSd]] = [momentsOf(before), momentsOf(after)];
  if (sd === 0 || nextSd === 0) return Number.NaN;
  let sum = 0;
  for (let at = 0; at < before.length; at += 1) {
    sum += ((before[at] as number) - mean) * ((after[at] as number) - nextMean);
  }
  return sum / before.length / (sd * nextSd);
}

function figureLaw(name: string, rows: PacedSides<PacedRows>, figure: SubjectFigure): CellLaw {
  const figures = {
    original: figuresOf(rows.original, figure),
    synthetic: figuresOf(rows.synthetic, figure),
    naive: figuresOf(rows.naive, figure),
  };
  const all = [...figures.original, ...figures.synthetic, ...figures.naive];
  const known = Float64Array.from(all.filter((value) => !Number.isNaN(value))).sort();
  const ranks = new Map<number, number>();
  for (const value of known) if (!ranks.has(value)) ranks.set(value, ranks.size);
  const size = Math.max(1, ranks.size);
  const cellsOf = (values: Float64Array) => {
    const subject = Int32Array.from(values.keys());
    const cell = Int32Array.from(values, (value) => ranks.get(value) ?? -1);
    return gatherCells({ subject, cell }, { subjects: values.length, size });
  };
  return {
    name,
    size,
    original: cellsOf(figures.original),
    synthetic: cellsOf(figures.synthetic),
    naive: cellsOf(figures.naive),
    likeness: ksLikeness,
  };
}

/** The figure of each subject, rounded so that equal pace gives equal figures. */
function figuresOf({ subjects, subject, timesUs }: PacedRows, figure: SubjectFigure): Float64Array {
  const figures = new Float64Array(subjects).fill(Number.NaN);
  for (let from = 0; from < subject.length; ) {
    let to = from;
    while (to < subject.length && subject[to] === subject[from]) to += 1;
    const value = figure(timesUs.subarray(from, to));
    figures[subject[from] as number] = Math.round(value * 1e6) / 1e6;
    from = to;
  }
  return figures;
}

function sumOfSquares(timesUs: Float64Array, first: number, windowUs: number): number {
  let [sum, current, count] = [0, 0, 0];
  for (const time of timesUs) {
    const window = Math.floor((time - first) / windowUs);
    if (window !== current) {
      sum += count * count;
      [current, count] = [window, 0];
    }
    count += 1;
  }
  return sum + count * count;
}

function gapsOf(timesUs: Float64Array): Float64Array {
  return timesUs.subarray(1).map((time, at) => time - (timesUs[at] as number));
}

function momentsOf(values: Float64Array): readonly [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [mean, Math.sqrt(variance)];
}
