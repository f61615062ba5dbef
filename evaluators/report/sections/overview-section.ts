import type { Chapter, TableFigure } from '../../findings.ts';
import { joinGraph } from '../charts/join-graph.ts';
import type { JoinEdge } from '../charts/join-layout.ts';
import { type Cell, type Html, html, htmlTable } from '../html.ts';
import { writeCount, writeNumberOf, writeShare, writeWay } from '../number-format.ts';
import type { ReportData } from '../report-data.ts';
import { scoreMeter } from './score-meter.ts';
import type { Section } from './section.ts';
import { wayOf } from './way.ts';

const NO_SCORE = { shown: '–', order: null };

/** Every table at a glance, and how the tables hang together. */
export function overviewSection(data: ReportData): Section {
  const { rows } = data;
  const total = (side: Readonly<Record<string, number>>) =>
    writeCount(Object.values(side).reduce((sum, count) => sum + count, 0));
  return {
    id: 'rows',
    title: 'Tables and joins',
    aside: `${total(rows.original)} original rows, ${total(rows.synthetic)} synthetic`,
    body: html`${htmlTable(
      [
        'Table',
        'Original',
        'Synthetic',
        'Ratio',
        'Likeness',
        'Ceiling',
        'Floor',
        'Floor to ceiling',
      ],
      Object.keys(rows.original).map((name) => tableRow(name, data)),
    )}
${joinFigure(data)}`,
  };
}

function tableRow(name: string, { rows, tables }: ReportData): readonly Cell[] {
  const [original, synthetic] = [rows.original[name] ?? 0, rows.synthetic[name] ?? 0];
  const table = tables.find((one) => one.name === name);
  const [value, ceiling, floor] = (['accuracy', 'ceiling', 'floor'] as const).map(
    (side) => table?.[side].overall ?? null,
  );
  return [
    table === undefined ? name : html`<a href="#table-${name}">${name}</a>`,
    { shown: writeCount(original), order: original },
    { shown: writeCount(synthetic), order: synthetic },
    original === 0 ? NO_SCORE : (synthetic / original).toFixed(2),
    share(value),
    share(ceiling),
    share(floor),
    meterCell(value ?? null, ceiling ?? null, floor ?? null),
  ];
}

function share(value: number | null | undefined): Cell {
  return { shown: writeShare(value ?? null), order: value ?? null };
}

function meterCell(value: number | null, ceiling: number | null, floor: number | null): Cell {
  const at = wayOf({ value, ceiling, floor });
  if (at === null) return NO_SCORE;
  return {
    shown: html`<span class="metered">${scoreMeter({ at, interval: null })}<span>${writeWay(at)}</span></span>`,
    order: at,
  };
}

/** Tables and foreign keys, as the chapter on relations lists them; else the link table's. */
function joinFigure(data: ReportData): Html {
  const edges = relationEdges(data.chapters) ?? linkEdges(data);
  if (edges.length === 0) return html``;
  const touched = new Set(edges.flatMap(({ child, parent }) => [child, parent]));
  const nodes = Object.keys(data.rows.original)
    .filter((name) => touched.has(name))
    .map((name) => ({
      name,
      caption: writeNumberOf(data.rows.synthetic[name] ?? 0, 'row'),
    }));
  const own = edges.filter(({ child, parent }) => child === parent);
  const selves = own.map(
    ({ child, kind, caption }) =>
      html`<li><code>${child}</code> to itself: ${kind}, ${caption}</li>`,
  );
  return html`<h3>How the tables hang together</h3>
<figure class="wide"><figcaption><p class="sub">Each line is a foreign key, from the parent (left) to the child (right): its kind, the
child’s synthetic rows, with or without that key, and how alike the children per parent are</p></figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="Join graph">${joinGraph(nodes, edges)}</div>
${selves.length === 0 ? '' : html`<ul class="small after">${selves}</ul>`}</figure>`;
}

function relationEdges(chapters: readonly Chapter[]): readonly JoinEdge[] | null {
  const figures = chapters.find(({ id }) => id === 'relations')?.figures ?? [];
  const table = figures.find(
    (one): one is TableFigure =>
      one.kind === 'table' && ['child', 'parent', 'kind'].every((name) => one.head.includes(name)),
  );
  if (table === undefined) return null;
  const place = (...names: readonly string[]) =>
    table.head.findIndex((name) => names.includes(name));
  const at = {
    rows: place('rows, synthetic', 'rows'),
    score: place('likeness', 'score'),
    child: place('child'),
    parent: place('parent'),
    kind: place('kind'),
  };
  return table.rows.map((row) => {
    const [rows, score] = [row[at.rows], row[at.score]];
    return {
      child: String(row[at.child]),
      parent: String(row[at.parent]),
      kind: String(row[at.kind]),
      caption: captionOf(rows, score),
    };
  });
}

function captionOf(rows: unknown, score: unknown): string {
  const count = typeof rows === 'number' ? writeNumberOf(rows, 'row') : '';
  const figure = typeof score === 'number' ? writeShare(score) : 'no score';
  return count === '' ? figure : `${count} · ${figure}`;
}

function linkEdges({ links }: ReportData): readonly JoinEdge[] {
  if (links === null) return [];
  const edge = (parent: string, score: number | null): JoinEdge => ({
    child: links.table,
    parent,
    kind: 'link',
    caption: captionOf(links.links.synthetic, score),
  });
  return [
    edge(links.eventTable, links.fanOutEvent.value),
    edge(links.flowTable, links.fanOutFlow.value),
  ];
}
