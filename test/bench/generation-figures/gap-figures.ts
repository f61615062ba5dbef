import { distanceFigure } from './distance-figure.ts';
import { type Figure, near } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import {
  autocorrelation,
  fanoFactor,
  gapsOf,
  logGapSums,
  windowSums,
  zeroGapSums,
  zeroShare,
} from './gap-laws.ts';
import { ksBeside, type ValueSample } from './laws.ts';
import type { TableSides } from './open-run.ts';
import { figureOfSums, type SideFigures, type SubjectSums } from './subject-sums.ts';
import { TARGETS } from './targets.ts';

const GROUP = '6 gaps';
const WINDOWS_S = [0.1, 1, 10] as const;
const LAGS = [1, 2, 5, 20] as const;

type BothSides<T> = Readonly<Record<'original' | 'synthetic', T>>;

/** The law of the times between a subject's rows, for a table with a time. */
export function gapFigures(sides: TableSides, options: FigureOptions): readonly Figure[] {
  const { name, timeColumn } = sides.schema;
  if (timeColumn === null) return [];
  const gaps = { original: gapsOf(sides.original), synthetic: gapsOf(sides.synthetic) };
  if (gaps.original.values.length === 0 || gaps.synthetic.values.length === 0) return [];
  const ks = ksBeside(gaps.original, gaps.synthetic, options);
  const sumsOf = (of: (gap: ValueSample) => SubjectSums) => onSides(gaps, of);
  const zero = figureOfSums(sumsOf(zeroGapSums), zeroShare, options);
  return [
    distanceFigure(ks, { group: GROUP, name: `${name}: KS` }),
    sideFigure(`${name}: share of zero gaps`, zero, TARGETS.zeroGaps),
    ...WINDOWS_S.map((seconds) => {
      const sums = onSides(sides, (table) => windowSums(table, seconds * 1e6));
      const fano = figureOfSums(sums, fanoFactor, options);
      return sideFigure(
        `${name}: Fano, ${seconds} s`,
        fano,
        TARGETS.fano * Math.abs(fano.original),
      );
    }),
    ...LAGS.map((lag) => {
      const sums = sumsOf((sample) => logGapSums(sample, lag));
      const law = figureOfSums(sums, autocorrelation, options);
      return sideFigure(`${name}: autocorrelation, lag ${lag}`, law, TARGETS.autocorrelation);
    }),
  ];
}

function sideFigure(
  name: string,
  { original, synthetic, spread, worst }: SideFigures,
  within: number,
): Figure {
  return {
    group: GROUP,
    name,
    value: synthetic,
    original,
    ceiling: spread,
    floor: null,
    target: near(original, Math.max(within, worst)),
    note: `ratio ${(synthetic / original).toFixed(2)}`,
  };
}

function onSides<T, U>({ original, synthetic }: BothSides<T>, of: (side: T) => U): BothSides<U> {
  return { original: of(original), synthetic: of(synthetic) };
}
