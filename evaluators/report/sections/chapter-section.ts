import { assertNever } from '../../../engine/core/invariant.ts';
import type { Chapter, Figure, TableFigure } from '../../findings.ts';
import { curveChart, curveLegend } from '../charts/curve-chart.ts';
import { figure, sidesLegend } from '../charts/figure.ts';
import { heatLegend, heatMap } from '../charts/heat-map.ts';
import { lawChart } from '../charts/law-chart.ts';
import { type Cell, type Html, html, htmlTable } from '../html.ts';
import { columnWriter } from '../number-format.ts';
import { withoutName } from '../own-notes.ts';
import { scoreTable } from './score-table.ts';
import type { Section } from './section.ts';

const MOST_OPEN_PLOTS = 6;
const MOST_OPEN_TABLES = 2;

/** What an evaluator found: lead, scores, figures, notes; long ones fold their details. */
export function chapterSection(chapter: Chapter): Section {
  const { id, title, lead, scores, figures, notes } = chapter;
  const isPlot = ({ kind }: Figure) => kind === 'law' || kind === 'curve';
  const plots = figures.filter(isPlot).map(figureOf);
  const others = figures.filter((one) => !isPlot(one)).map(figureOf);
  return {
    id: chapterAnchor(id),
    title,
    aside: asideOf(chapter),
    isFolded: true,
    body: html`<p>${lead}</p>
${scores.length === 0 ? '' : scoreTable(scores, id)}
${plotGrid(plots.slice(0, MOST_OPEN_PLOTS))}
${others.slice(0, MOST_OPEN_TABLES)}
${folded(
  [plotGrid(plots.slice(MOST_OPEN_PLOTS)), ...others.slice(MOST_OPEN_TABLES)],
  Math.max(0, plots.length - MOST_OPEN_PLOTS) + Math.max(0, others.length - MOST_OPEN_TABLES),
)}
${noteList(notes.map((note) => withoutName(note, id)))}`,
  };
}

/** Where links lead to a chapter; sections of the page itself have other names. */
export function chapterAnchor(id: string): string {
  return `chapter-${id}`;
}

function asideOf({ scores }: Chapter): string {
  const computed = scores.filter(({ outcome }) => outcome.ok).length;
  const refused = scores.length - computed;
  const word = computed === 1 ? 'score' : 'scores';
  if (scores.length === 0) return '';
  return refused === 0 ? `${computed} ${word}` : `${computed} ${word}, ${refused} not computed`;
}

function plotGrid(plots: readonly Html[]): Html {
  return plots.length === 0 ? html`` : html`<div class="plots">${plots}</div>`;
}

function folded(parts: readonly Html[], count: number): Html {
  if (count === 0) return html``;
  const word = count === 1 ? 'figure' : 'figures';
  return html`<details data-fold open class="inner"><summary>${count} more ${word}</summary><div>${parts}</div></details>`;
}

function noteList(notes: readonly string[]): Html {
  if (notes.length === 0) return html``;
  const list = html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
  if (notes.length <= 3) return html`<div class="notes">${list}</div>`;
  return html`<details data-fold open class="inner"><summary>${notes.length} notes</summary>${list}</details>`;
}

function figureOf(one: Figure): Html {
  const { title, subtitle } = one;
  switch (one.kind) {
    case 'law': {
      const law = { ...one, accuracy: null, ceiling: null };
      const plot = lawChart(title, law, { label: one.axis, of: one.of });
      return figure({ title, subtitle, keys: sidesLegend('line'), plot });
    }
    case 'curve':
      return figure({ title, subtitle, keys: curveLegend(one), plot: curveChart(one) });
    case 'grid': {
      const [columns, rows] = [
        distinct(one.cells.map(({ x }) => x)),
        distinct(one.cells.map(({ y }) => y)),
      ];
      const plot = heatMap(title, one.cells, { x: one.x, y: one.y, columns, rows });
      return html`<h3>${title}</h3><figure class="wide"><figcaption><p class="sub">${subtitle}</p>${heatLegend()}</figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="${title}">${plot}</div></figure>`;
    }
    case 'table':
      return tableFigure(one);
    default:
      return assertNever(one);
  }
}

function tableFigure({ title, subtitle, head, rows }: TableFigure): Html {
  if (rows.length === 0) return html`<h3>${title}</h3><p class="sub">Nothing to list.</p>`;
  const writers = head.map((_, at) =>
    columnWriter(rows.map((row) => row[at]).filter((cell) => typeof cell === 'number')),
  );
  const words = new Set(
    [...head.keys()].filter((at) => rows.some((row) => typeof row[at] === 'string')),
  );
  const lines = rows.map((row) =>
    row.map((cell, at): Cell => {
      if (typeof cell === 'string') return html`<span class="words">${cell}</span>`;
      return { shown: writers[at]?.(cell) ?? '–', order: cell };
    }),
  );
  return html`<h3>${title}</h3><p class="sub">${subtitle}</p>${htmlTable(head, lines, words)}`;
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
