import * as Plot from '@observablehq/plot';
import { type Html, html } from '../html.ts';
import { drawPlot, nothingToDraw, shorten, widthOf } from './figure.ts';

const CELL = 28;
const MOST_CHARACTERS = 26;

/** Colours stand in the style sheet, so that they follow its light and dark. */
const CLASSES = [
  { from: 0.95, name: 'h1', label: '95–100' },
  { from: 0.9, name: 'h2', label: '90–95' },
  { from: 0.8, name: 'h3', label: '80–90' },
  { from: 0.7, name: 'h4', label: '70–80' },
  { from: 0, name: 'h5', label: 'below 70' },
] as const;

/** One cell of a heat map: a share in 0..1. */
export interface HeatCell {
  readonly x: string;
  readonly y: string;
  readonly value: number;
}

/** What the two sides of a heat map are. */
export interface HeatAxes {
  readonly x: string;
  readonly y: string;
  /** In the order of drawing. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** Accuracy of pairs: each cell carries its percentage, so that nobody needs the colours. */
export function heatMap(name: string, cells: readonly HeatCell[], axes: HeatAxes): Html {
  const { columns, rows } = axes;
  if (columns.length === 0 || rows.length === 0 || cells.length === 0) return nothingToDraw();
  const room = (labels: readonly string[]) =>
    Math.max(...labels.map((label) => widthOf(shorten(label, MOST_CHARACTERS)))) + 8;
  const [left, bottom] = [Math.max(room(rows), 60), room(columns) + 20];
  const cellOf = { x: 'x', y: 'y' } as const;
  const written = (label: string) => shorten(label, MOST_CHARACTERS);
  return drawPlot(`${name}: accuracy in percent of each pair of columns`, {
    width: left + columns.length * CELL + 24,
    height: rows.length * CELL + bottom + 26,
    marginLeft: left,
    marginBottom: bottom,
    marginTop: 26,
    marginRight: 24,
    x: {
      domain: [...columns],
      label: axes.x,
      labelAnchor: 'center',
      labelArrow: 'none',
      labelOffset: bottom - 3,
      tickRotate: -90,
      tickFormat: written,
      tickSize: 0,
      padding: 0.04,
    },
    y: {
      domain: [...rows],
      label: axes.y,
      labelAnchor: 'top',
      labelArrow: 'none',
      tickFormat: written,
      tickSize: 0,
      padding: 0.04,
    },
    marks: [
      Plot.cell([...cells], {
        ...cellOf,
        fill: ({ value }: HeatCell) => `var(--${classOf(value).name})`,
      }),
      Plot.text([...cells], {
        ...cellOf,
        text: ({ value }: HeatCell) => (value * 100).toFixed(0),
        fill: ({ value }: HeatCell) => `var(--${classOf(value).name}-ink)`,
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

/** What the colours of the cells mean. */
export function heatLegend(): Html {
  const keys = CLASSES.map(
    ({ name, label }) =>
      html`<span class="item"><span class="key" style="background:var(--${name})"></span>${label}</span>${'\n'}`,
  );
  return html`<p class="legend"><span class="item">accuracy (%)</span> ${keys}</p>`;
}

function classOf(value: number): (typeof CLASSES)[number] {
  return CLASSES.find(({ from }) => value >= from) ?? CLASSES[CLASSES.length - 1] ?? CLASSES[0];
}
