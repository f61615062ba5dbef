import * as Plot from '@observablehq/plot';
import type { CurveFigure, CurvePoint, Series } from '../../findings.ts';
import { type Html, html } from '../html.ts';
import { writeShort } from '../number-format.ts';
import { COLOURS, drawPlot } from './figure.ts';

const HEIGHT = 220;
const MOST_TICKS = 5;
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
  const lines = figure.series.map((series) => shownSeries(series, figure));
  const points = lines.flatMap(({ points }) => points);
  const [xs, ys] = [points.map(({ x }) => x), points.flatMap(heightsOf)];
  return drawPlot(`${figure.title}: ${figure.y.label} by ${figure.x.label}`, {
    height: HEIGHT,
    marginLeft: 48,
    marginBottom: 40,
    marginTop: 26,
    marginRight: 18,
    x: { ...scaleOf(figure.x, xs), label: null, ticks: [] },
    y: {
      ...scaleOf(figure.y, ys),
      label: axisLabel(figure.y),
      labelArrow: 'none',
      grid: true,
      ticks: ticksOf(figure.y, ys),
      tickFormat: writeShort,
    },
    marks: [
      ...lines.map(bandOf),
      ...lines.map((series, at) => lineOf(series, dashOf(figure.series, at))),
      ...lines.map(({ side, points: own }) =>
        Plot.dot([...own], { x: 'x', y: 'y', r: 2, fill: STROKES[side] }),
      ),
      Plot.axisX(ticksOf(figure.x, xs), {
        label: axisLabel(figure.x),
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: (at: number) => writeShort(at),
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

function shownSeries(series: Series, { x, y }: CurveFigure): Series {
  const isShown = (value: number, scale: Axis['scale']) =>
    Number.isFinite(value) && (scale === 'linear' || value > 0);
  const points = series.points.filter(
    (point) => isShown(point.x, x.scale) && isShown(point.y, y.scale),
  );
  return { ...series, points };
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

function dashOf(series: readonly Series[], at: number): string {
  const side = series[at]?.side;
  const before = series.slice(0, at).filter((one) => one.side === side).length;
  return DASHES[before % DASHES.length] ?? 'none';
}

function scaleOf({ scale }: Axis, values: readonly number[]): Plot.ScaleOptions {
  const shown = scale === 'log' ? values.filter((value) => value > 0) : values;
  const [least, most] = shown.length === 0 ? [1, 2] : [Math.min(...shown), Math.max(...shown)];
  if (scale === 'log') return { type: 'log', domain: [least, Math.max(most, least * 1.1)] };
  const room = most === least ? Math.max(Math.abs(most) * 0.1, 0.1) : 0;
  return { domain: [least - room, most + room] };
}

function axisLabel({ label, scale }: Axis): string {
  return scale === 'log' ? `${label}, log scale` : label;
}

function ticksOf(axis: Axis, values: readonly number[]): number[] {
  const [least = 0, most = 1] = (scaleOf(axis, values).domain ?? []) as readonly number[];
  return axis.scale === 'log' ? powers(least, most) : rounds(least, most);
}

/** Powers of ten, thinned; the ends themselves where no two powers lie between. */
function powers(least: number, most: number): number[] {
  const first = Math.ceil(Math.log10(least) - 1e-9);
  const count = Math.floor(Math.log10(most) + 1e-9) - first + 1;
  if (count < 2) return [least, most].map((end) => Number(end.toPrecision(2)));
  const every = Math.ceil(count / MOST_TICKS);
  return Array.from({ length: count }, (_, at) => at)
    .filter((at) => at % every === 0)
    .map((at) => 10 ** (first + at));
}

function rounds(least: number, most: number): number[] {
  const rough = (most - least) / (MOST_TICKS - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((digit) => digit * power >= rough - 1e-12) ?? 10) * power;
  const first = Math.ceil(least / step - 1e-9);
  const count = Math.floor(most / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
