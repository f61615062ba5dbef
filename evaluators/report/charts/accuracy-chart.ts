import * as Plot from '@observablehq/plot';
import { ACCURACY_PARTS } from '../../pairs/accuracy-means.ts';
import { type Html, html } from '../html.ts';
import { writePercent } from '../number-format.ts';
import type { TableReport } from '../report-data.ts';
import { COLOURS, drawPlot } from './figure.ts';

const BAND = 34;

/** Bars of a table's accuracy from the floor on, against ceiling and noise bound. */
export function accuracyChart(table: TableReport): Html {
  const rows = ['overall' as const, ...ACCURACY_PARTS].flatMap((part) => {
    const value = table.accuracy[part];
    if (value === null) return [];
    return [
      {
        part,
        value: value * 100,
        max: percentOf(table.max[part]),
        ceiling: percentOf(table.ceiling[part]),
        floor: percentOf(table.floor[part]),
      },
    ];
  });
  const figures = rows.flatMap((row) => [row.value, row.max, row.ceiling, row.floor]);
  const least = Math.min(...figures.filter((figure) => figure !== null));
  const start = Math.max(0, Math.floor((least - 3) / 10) * 10);
  return drawPlot(`${table.name}: accuracy by part, against ceiling, noise bound and floor`, {
    height: rows.length * BAND + 66,
    marginTop: 22,
    marginLeft: 74,
    marginRight: 46,
    marginBottom: 38,
    x: {
      domain: [start, 100],
      label: 'accuracy (%)',
      labelAnchor: 'center',
      labelArrow: 'none',
      grid: true,
      ticks: 5,
    },
    y: { domain: rows.map(({ part }) => part), label: 'part', labelArrow: 'none', tickSize: 0 },
    marks: [
      Plot.barX(rows, {
        y: 'part',
        x1: start,
        x2: 100,
        fill: '#f4f6f9',
        insetTop: 4,
        insetBottom: 4,
      }),
      Plot.barX(rows, {
        y: 'part',
        x1: start,
        x2: 'value',
        fill: COLOURS.synthetic,
        insetTop: 9,
        insetBottom: 9,
      }),
      marker(rows, 'floor', '#c27a1a'),
      marker(rows, 'max', COLOURS.original),
      marker(rows, 'ceiling', COLOURS.ink),
      Plot.text(rows, {
        y: 'part',
        x: 100,
        text: ({ value }: { value: number }) => writePercent(value / 100),
        textAnchor: 'start',
        dx: 8,
        fontWeight: 600,
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

/** What the bars and marks mean. */
export function accuracyLegend(): Html {
  return html`<p class="legend"><span class="key synthetic"></span>synthetic
<span class="key tick ceiling"></span>ceiling (holdout)
<span class="key tick max"></span>noise bound
<span class="key tick floor"></span>floor (unrelated columns)</p>`;
}

type AccuracyRow = Readonly<Record<'max' | 'ceiling' | 'floor', number | null>>;

function marker(rows: readonly AccuracyRow[], mark: keyof AccuracyRow, stroke: string) {
  const present = rows.filter((row) => row[mark] !== null);
  return Plot.tickX([...present], {
    y: 'part',
    x: mark,
    stroke,
    strokeWidth: 2.5,
    insetTop: 3,
    insetBottom: 3,
  });
}

function percentOf(share: number | null): number | null {
  return share === null ? null : share * 100;
}
