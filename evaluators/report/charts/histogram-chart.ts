import * as Plot from '@observablehq/plot';
import { type Histogram, type Scale, toLog } from '../../columns/histogram.ts';
import type { Html } from '../html.ts';
import { writeShort } from '../number-format.ts';
import { COLOURS, drawPlot, nothingToDraw } from './figure.ts';
import { timeLabel, timeTicks, writeTime } from './time-axis.ts';

const HEIGHT = 170;
const TICKS = 4;

/** What the axes of a histogram say. */
export interface HistogramAxes {
  /** Name and unit of the values, e.g. `duration (ms)`. */
  readonly label: string;
  /** What a value is divided by before it is written, e.g. 1000 for ms of microseconds. */
  readonly per: number;
}

/** Shares of both sides over one axis: grey columns are the original, the line is synthetic. */
export function histogramChart(name: string, histogram: Histogram, axes: HistogramAxes): Html {
  if (histogram.original.length === 0) return nothingToDraw();
  const place = placer(histogram.scale, axes.per);
  const edges = histogram.edges.map(place);
  const columns = histogram.original.map((share, at) => ({
    x1: edges[at] ?? 0,
    x2: edges[at + 1] ?? 0,
    share: share * 100,
  }));
  return drawPlot(`${name}: share of rows by ${axes.label}, original and synthetic`, {
    height: HEIGHT,
    marginLeft: 44,
    marginBottom: 38,
    marginTop: 26,
    marginRight: 16,
    x: { label: null, ticks: [] },
    y: {
      label: 'share of rows (%)',
      labelArrow: 'none',
      grid: true,
      ticks: 4,
      zero: true,
      tickFormat: writeShort,
    },
    marks: [
      Plot.rectY(columns, { x1: 'x1', x2: 'x2', y: 'share', fill: COLOURS.original, inset: 0.5 }),
      Plot.line(stairs(edges, histogram.synthetic), {
        stroke: COLOURS.synthetic,
        strokeWidth: 1.75,
      }),
      Plot.ruleY([0], { stroke: COLOURS.originalInk }),
      Plot.axisX(ticksOf(histogram, axes.per), {
        label: labelOf(histogram, axes.label),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: (at: number) => writeTick(at, histogram),
        color: COLOURS.originalInk,
      }),
    ],
  });
}

/** Corners of a line that runs along the tops of the columns. */
function stairs(edges: readonly number[], shares: readonly number[]): [number, number][] {
  const tops = shares.flatMap((share, at): [number, number][] => [
    [edges[at] ?? 0, share * 100],
    [edges[at + 1] ?? 0, share * 100],
  ]);
  return [[edges[0] ?? 0, 0], ...tops, [edges[edges.length - 1] ?? 0, 0]];
}

function placer(scale: Scale, per: number): (value: number) => number {
  if (scale === 'log') return (value) => toLog(value / per);
  return (value) => value / per;
}

function labelOf({ scale, edges }: Histogram, label: string): string {
  if (scale === 'time') return timeLabel(edges[0] ?? 0, edges[edges.length - 1] ?? 0);
  return scale === 'log' ? `${label}, log scale` : label;
}

function ticksOf(histogram: Histogram, per: number): number[] {
  const place = placer(histogram.scale, per);
  const from = place(histogram.edges[0] ?? 0);
  const to = place(histogram.edges[histogram.edges.length - 1] ?? 1);
  if (histogram.scale === 'time') return timeTicks(from, to);
  if (histogram.scale === 'log') return decades(from, to);
  const step = niceStep((to - from) / TICKS);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, at) => (first + at) * step);
}

/** 0, 1, 10, 100, ... on the log axis; every second or third where there are many. */
function decades(from: number, to: number): number[] {
  const all = [0, ...Array.from({ length: 16 }, (_, power) => toLog(10 ** power))];
  const within = all.filter((at) => at >= from - 1e-9 && at <= to + 1e-9);
  const every = Math.ceil(within.length / 6);
  const kept = within.filter((_, at) => at % every === 0);
  // NOTE: 0 and 1 lie close together on a long axis.
  return kept.filter((at, index) => index === 0 || at - (kept[index - 1] ?? 0) > (to - from) / 9);
}

function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5, 10].find((digit) => digit * power >= step) ?? 10) * power;
}

function writeTick(at: number, histogram: Histogram): string {
  if (histogram.scale === 'log') return writeShort(Math.round((10 ** at - 1) * 1000) / 1000);
  if (histogram.scale === 'linear') return writeShort(at);
  const [from, to] = [histogram.edges[0] ?? 0, histogram.edges[histogram.edges.length - 1] ?? 0];
  return writeTime(at, from, to);
}
