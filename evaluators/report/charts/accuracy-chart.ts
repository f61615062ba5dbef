import * as Plot from '@observablehq/plot';
import { ACCURACY_PARTS } from '../../pairs/accuracy-means.ts';
import type { Html } from '../html.ts';
import { writePercent } from '../number-format.ts';
import type { TableReport } from '../report-data.ts';
import { COLOURS, drawPlot, legend, nothingToDraw } from './figure.ts';

const BAND = 30;
const MARKS = { floor: COLOURS.other, max: 'var(--noise)', ceiling: COLOURS.ink } as const;

type Mark = keyof typeof MARKS;

interface AccuracyRow extends Readonly<Record<Mark, number | null>> {
  readonly part: string;
  readonly value: number;
}

/** A bar for each part of a table's accuracy, with ceiling, noise bound and floor as marks. */
export function accuracyChart(table: TableReport): Html {
  const rows = rowsOf(table);
  if (rows.length === 0) return nothingToDraw();
  const start = axisStart(rows);
  return drawPlot(`${table.name}: accuracy by part, against ceiling, noise bound and floor`, {
    height: rows.length * BAND + 66,
    marginTop: 24,
    marginLeft: 70,
    marginRight: 46,
    marginBottom: 38,
    x: {
      domain: [start, 100],
      label: start === 0 ? 'accuracy (%)' : `accuracy (%), axis from ${start}`,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 5,
    },
    y: {
      domain: rows.map(({ part }) => part),
      label: 'part',
      labelAnchor: 'top',
      labelArrow: 'none',
      tickSize: 0,
      padding: 0,
    },
    marks: [
      Plot.barX(rows, band({ x1: start, x2: 100, fill: 'var(--track)' })),
      Plot.barX(rows, band({ x1: start, x2: 'value', fill: COLOURS.synthetic })),
      ...(['floor', 'max', 'ceiling'] as const).map((mark) => marker(rows, mark)),
      figures(rows),
    ],
  });
}

/** What the bars and marks mean. */
export function accuracyLegend(): Html {
  return legend([
    ['synthetic', 'synthetic'],
    ['tick ceiling', 'ceiling'],
    ['tick max', 'noise bound'],
    ['tick floor', 'floor'],
  ]);
}

function rowsOf(table: TableReport): AccuracyRow[] {
  const percent = (share: number | null) => (share === null ? null : share * 100);
  return (['overall', ...ACCURACY_PARTS] as const).flatMap((part) => {
    const value = percent(table.accuracy[part]);
    if (value === null) return [];
    const [max, ceiling, floor] = [table.max[part], table.ceiling[part], table.floor[part]];
    return [{ part, value, max: percent(max), ceiling: percent(ceiling), floor: percent(floor) }];
  });
}

/** A ten below the least figure, so that marks near 100 % can be told apart. */
function axisStart(rows: readonly AccuracyRow[]): number {
  const all = rows.flatMap(({ value, max, ceiling, floor }) => [value, max, ceiling, floor]);
  const least = Math.min(...all.filter((figure) => figure !== null));
  return Math.max(0, Math.floor((least - 3) / 10) * 10);
}

function band(options: { x1: number; x2: number | string; fill: string }) {
  return { y: 'part', ...options, insetTop: 10, insetBottom: 10 };
}

function marker(rows: readonly AccuracyRow[], mark: Mark) {
  const present = rows.filter((row) => row[mark] !== null);
  return Plot.tickX(present, {
    y: 'part',
    x: mark,
    stroke: MARKS[mark],
    strokeWidth: 2.5,
    insetTop: 5,
    insetBottom: 5,
  });
}

function figures(rows: readonly AccuracyRow[]) {
  return Plot.text([...rows], {
    y: 'part',
    x: 100,
    text: ({ value }: AccuracyRow) => writePercent(value / 100),
    textAnchor: 'start',
    dx: 10,
    fontWeight: 600,
    fontVariant: 'tabular-nums',
  });
}
