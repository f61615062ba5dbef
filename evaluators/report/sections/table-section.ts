import type { ColumnKind } from '../../../engine/schema/column.ts';
import { ACCURACY_PARTS } from '../../pairs/accuracy-means.ts';
import { accuracyChart, accuracyLegend } from '../charts/accuracy-chart.ts';
import { figure, sidesLegend } from '../charts/figure.ts';
import { type HeatCell, heatLegend, heatMap } from '../charts/heat-map.ts';
import { type HistogramAxes, histogramChart } from '../charts/histogram-chart.ts';
import { lawChart } from '../charts/law-chart.ts';
import { shareBars } from '../charts/share-bars.ts';
import { type Html, html, htmlTable } from '../html.ts';
import { writeCount, writePercent, writeShare } from '../number-format.ts';
import type { ColumnReport, PairReport, TableReport } from '../report-data.ts';
import { scoreLine } from './link-section.ts';
import type { Section } from './section.ts';

const MOST_HEAT_COLUMNS = 28;
const PREFIX_LENGTH = 'tgt::'.length;

/** Everything about one table: accuracy, columns, pace, pairs. */
export function tableSection(table: TableReport): Section {
  const { overall } = table.accuracy;
  return {
    id: `table-${table.name}`,
    title: `Table ${table.name}`,
    aside:
      overall === null
        ? 'accuracy not computed, see notes'
        : `${writeShare(overall)} alike, ceiling ${writeShare(table.ceiling.overall)}`,
    body: html`${accuracyBlock(table)}
<h3>Columns</h3>
<p class="small">${columnNote(table)}</p>
<div class="plots">${table.columns.filter((column) => constantOf(column) === null).map(columnFigure)}</div>
${constantNote(table)}
${paceBlock(table)}
${pairBlock(table)}`,
  };
}

function accuracyBlock(table: TableReport): Html {
  if (table.accuracy.overall === null)
    return html`<p>Accuracy was not computed: see the notes.</p>`;
  const parts = ['overall' as const, ...ACCURACY_PARTS];
  const rows = parts
    .filter((part) => table.accuracy[part] !== null)
    .map((part) => [
      part,
      writePercent(table.accuracy[part]),
      writePercent(table.ceiling[part]),
      writePercent(table.max[part]),
      writePercent(table.floor[part]),
    ]);
  return html`<div class="split">${figure({
    title: `Accuracy of ${table.name}`,
    subtitle: `${writeCount(table.subjects.original)} original and ${writeCount(table.subjects.synthetic)} synthetic subjects, one row each`,
    keys: accuracyLegend(),
    plot: accuracyChart(table),
  })}<div>${htmlTable(['Accuracy (%)', 'Synthetic', 'Ceiling', 'Noise bound', 'Floor'], rows)}</div></div>`;
}

function columnNote(table: TableReport): string {
  const texts =
    table.textColumns.length === 0
      ? ''
      : ` Free text (${table.textColumns.join(', ')}) is compared by one word piece a row.`;
  return `Original against synthetic, one row a subject, least alike first.${texts}`;
}

/** The one label that both sides hold throughout, null where a column varies. */
function constantOf({ marginal }: ColumnReport): string | null {
  if (marginal.kind !== 'labels' || marginal.shares.length !== 1) return null;
  return marginal.shares[0]?.label ?? null;
}

/** Columns without any variation need no picture. */
function constantNote({ columns }: TableReport): Html {
  const constant = columns.flatMap((column) => {
    const label = constantOf(column);
    return label === null ? [] : [html`<code>${column.name}</code> (${label})`];
  });
  if (constant.length === 0) return html``;
  const list = constant.map((one, at) => (at === 0 ? one : html`, ${one}`));
  return html`<p class="small after">The same in every row of both sides: ${list}.</p>`;
}

function columnFigure(column: ColumnReport): Html {
  const title = column.name;
  const subtitle = column.value === null ? '' : scoreLine({ ...column, accuracy: column.value });
  const { marginal } = column;
  if (marginal.kind === 'labels') {
    return figure({
      title,
      subtitle,
      keys: sidesLegend('bar'),
      plot: shareBars(title, marginal.shares, { label: 'value', of: 'rows' }),
    });
  }
  const { missingOriginal, missingSynthetic } = marginal;
  const missing =
    missingOriginal + missingSynthetic === 0
      ? ''
      : `; missing ${writeShare(missingOriginal)}, synthetic ${writeShare(missingSynthetic)}`;
  return figure({
    title,
    subtitle: subtitle + missing,
    keys: sidesLegend('line'),
    plot: histogramChart(title, marginal, axesOf(column.name, column.columnKind)),
  });
}

function axesOf(name: string, kind: ColumnKind): HistogramAxes {
  if (kind === 'time') return { label: 'time (UTC)', per: 1 };
  if (kind === 'duration') return { label: 'duration (ms)', per: 1000 };
  return { label: unitOf(name), per: 1 };
}

function unitOf(name: string): string {
  if (name.endsWith('_bytes')) return 'bytes';
  if (name.endsWith('_packets')) return 'packets';
  if (name.endsWith('_ms')) return 'ms';
  if (name.endsWith(' labels')) return 'labels of the name';
  return name.startsWith('Distinct ') || name === 'Sequence Length' ? 'number a subject' : 'value';
}

function paceBlock({ name, pace }: TableReport): Html {
  if (pace === null) return html``;
  return html`<h3>Pace</h3><div class="plots">
${figure({
  title: `Time between neighbouring rows of ${name}`,
  subtitle: scoreLine(pace.gaps),
  keys: sidesLegend('line'),
  plot: lawChart(`Time between neighbouring rows of ${name}`, pace.gaps, {
    label: 'gap to the row before, same subject',
    of: 'gaps',
  }),
})}
${figure({
  title: `Hours of the day of ${name}`,
  subtitle: scoreLine(pace.hours),
  keys: sidesLegend('line'),
  plot: lawChart(`Hours of the day of ${name}`, pace.hours, {
    label: 'hour of the day (UTC)',
    of: 'rows',
  }),
})}</div>`;
}

function pairBlock(table: TableReport): Html {
  if (table.pairs.length === 0) return html``;
  const varied = table.columns.filter((column) => constantOf(column) === null);
  const columns = varied.map(({ name }) => name).slice(0, MOST_HEAT_COLUMNS);
  const cells = heatCells(table.pairs, columns);
  const contexts = variedContexts(cells, varied);
  const rows = [...columns, ...contexts];
  const title = `Pairs of columns of ${table.name}`;
  return html`<h3>${title}</h3><figure class="wide"><figcaption>
<p class="sub">Joint distribution of two columns, or of a column with the subject’s; least alike first</p>
${heatLegend()}</figcaption><div class="scroll" tabindex="0" role="region" aria-label="${title}">${heatMap(
    title,
    cells.filter(({ y }) => rows.includes(y)),
    {
      x: 'column',
      y: 'column',
      columns,
      rows,
    },
  )}</div></figure>`;
}

/** The subject's columns, without those that add nothing to any column of the table. */
function variedContexts(
  cells: readonly HeatCell[],
  columns: readonly ColumnReport[],
): readonly string[] {
  const alone = new Map(columns.map(({ name, value }) => [name, value]));
  const adds = cells.filter(({ x, y, value }) => !alone.has(y) && alone.get(x) !== value);
  return [...new Set(adds.map(({ y }) => y))];
}

/** Both halves of the square of target columns, and a row for each column of the subject. */
function heatCells(pairs: readonly PairReport[], columns: readonly string[]): HeatCell[] {
  const bare = (name: string) => name.slice(PREFIX_LENGTH);
  return pairs.flatMap(({ first, second, value }) => {
    const [x, y] = [bare(first), bare(second)];
    if (!columns.includes(x)) return [];
    if (second.startsWith('ctx::')) return [{ x, y: `subject ${y}`, value }];
    if (!columns.includes(y)) return [];
    return [
      { x, y, value },
      { x: y, y: x, value },
    ];
  });
}
