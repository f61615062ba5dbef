import * as Plot from '@observablehq/plot';
import type { CurveFigure, CurvePoint, Series } from '../../findings.ts';
import { type Html, html } from '../html.ts';
import { writeShort } from '../number-format.ts';
import { COLOURS, drawPlot, nothingToDraw } from './figure.ts';

const HEIGHT = 220;
const MOST_TICKS = 5;
const MOST_DOTS = 40;
const STROKES = {
  real: COLOURS.originalInk,
  synthetic: COLOURS.synthetic,
  other: COLOURS.other,
} as const;
/** Lines of one side are told apart by their dashes. */
const DASHES = ['none', '6 3', '2 3', '8 3 2 3'] as const;

type Axis = CurveFigure['x'];

/** Lines over numbers, with bands where a point has an interval; log axes leave out 0 and below. */
export function curveChart(figure: CurveFigure): Html {
  const lines = figure.series.map((series) => placedSeries(series, figure));
  const points = lines.flatMap((series) => series.points);
  if (points.length === 0) return nothingToDraw();
  const [xs, ys] = [rangeOf(points.map(({ x }) => x)), rangeOf(points.flatMap(heightsOf))];
  return drawPlot(`${figure.title}: ${figure.y.label} by ${figure.x.label}`, {
    height: HEIGHT,
    marginLeft: 48,
    marginBottom: 40,
    marginTop: 26,
    marginRight: 20,
    x: { domain: xs, label: null, ticks: [] },
    y: {
      domain: ys,
      label: axisLabel(figure.y),
      labelArrow: 'none',
      grid: true,
      ticks: ticksOf(figure.y, ys),
      tickFormat: tickWriter(figure.y),
    },
    marks: [
      ...lines.map(bandOf),
      ...lines.map((series, at) => lineOf(series, dashOf(figure.series, at))),
      ...lines.filter((series) => series.points.length <= MOST_DOTS).map(dotsOf),
      Plot.axisX(ticksOf(figure.x, xs), {
        label: axisLabel(figure.x),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: tickWriter(figure.x),
        color: COLOURS.originalInk,
      }),
    ],
  });
}

/** The name of every line beside a piece of it. */
export function curveLegend({ series }: CurveFigure): Html {
  const keys = series.map(
    ({ name, side }, at) =>
      html`<span class="item"><svg class="stroke" width="18" height="8" aria-hidden="true"><line x1="0" x2="18" y1="4" y2="4" stroke="${STROKES[side]}" stroke-width="2" stroke-dasharray="${dashOf(series, at)}"></line></svg>${name}</span>${'\n'}`,
  );
  return html`<p class="legend">${keys}</p>`;
}

/** Points in the units of their axes: on a log axis the logarithm to base 10. */
function placedSeries(series: Series, { x, y }: CurveFigure): Series {
  const place = ({ scale }: Axis, value: number) => (scale === 'log' ? Math.log10(value) : value);
  const points = series.points.map((point) => ({
    x: place(x, point.x),
    y: place(y, point.y),
    ...(point.low === undefined ? {} : { low: place(y, point.low) }),
    ...(point.high === undefined ? {} : { high: place(y, point.high) }),
  }));
  return {
    ...series,
    points: points.filter((point) => Object.values(point).every(Number.isFinite)),
  };
}

function heightsOf({ y, low, high }: CurvePoint): readonly number[] {
  return [y, low ?? y, high ?? y];
}

function bandOf({ side, points }: Series) {
  const banded = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  return Plot.areaY(banded, {
    x: 'x',
    y1: 'low',
    y2: 'high',
    fill: STROKES[side],
    fillOpacity: 0.16,
  });
}

function lineOf({ side, points }: Series, dash: string) {
  return Plot.line([...points], {
    x: 'x',
    y: 'y',
    stroke: STROKES[side],
    strokeWidth: 1.75,
    strokeDasharray: dash,
  });
}

function dotsOf({ side, points }: Series) {
  return Plot.dot([...points], { x: 'x', y: 'y', r: 2, fill: STROKES[side] });
}

function dashOf(series: readonly Series[], at: number): string {
  const side = series[at]?.side;
  const before = series.slice(0, at).filter((one) => one.side === side).length;
  return DASHES[before % DASHES.length] ?? 'none';
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = most - least < 1e-9 ? Math.max(Math.abs(most) * 0.1, 0.1) : 0;
  return [least - room, most + room];
}

function axisLabel({ label, scale }: Axis): string {
  return scale === 'log' ? `${label}, log scale` : label;
}

function tickWriter({ scale }: Axis): (at: number) => string {
  return (at) => writeShort(scale === 'log' ? Number((10 ** at).toPrecision(3)) : at);
}

function ticksOf({ scale }: Axis, [least, most]: readonly [number, number]): number[] {
  return scale === 'log' ? logTicks(least, most) : linearTicks(least, most);
}

/** Powers of ten, thinned; with 2 and 5 between them where there are few. */
function logTicks(least: number, most: number): number[] {
  const isWithin = (at: number) => at >= least - 1e-9 && at <= most + 1e-9;
  const span = Math.ceil(most) - Math.floor(least) + 1;
  const powers = Array.from({ length: span }, (_, at) => Math.floor(least) + at);
  const digits = powers.filter(isWithin).length < 3 ? [1, 2, 5] : [1];
  const all = powers.flatMap((power) => digits.map((digit) => power + Math.log10(digit)));
  const within = all.filter(isWithin);
  const every = Math.ceil(within.length / MOST_TICKS);
  return within.filter((_, at) => at % every === 0);
}

function linearTicks(least: number, most: number): number[] {
  const rough = (most - least) / (MOST_TICKS - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((digit) => digit * power >= rough - 1e-12) ?? 10) * power;
  const first = Math.ceil(least / step - 1e-9);
  const count = Math.floor(most / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
