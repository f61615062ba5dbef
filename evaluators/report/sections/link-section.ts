import type { LabelShare } from '../../columns/common-labels.ts';
import { figure, sidesLegend } from '../charts/figure.ts';
import { heatLegend, heatMap } from '../charts/heat-map.ts';
import { lawChart } from '../charts/law-chart.ts';
import { shareBars } from '../charts/share-bars.ts';
import { type Html, html, htmlTable } from '../html.ts';
import { writeCount, writeShare } from '../number-format.ts';
import type { LawReport, LinkReport, RatePair, ScoreReport } from '../report-data.ts';
import type { Section } from './section.ts';

/** Everything about the links: rates, scores, laws, joint columns. */
export function linkSection(links: LinkReport): Section {
  const { eventTable, flowTable } = links;
  return {
    id: 'links',
    title: 'Links between events and flows',
    aside: `${writeCount(links.links.original)} original, ${writeCount(links.links.synthetic)} synthetic`,
    body: html`<p>A link ties a row of <code>${eventTable}</code> to the row of
<code>${flowTable}</code> that shows the same conversation. Synthetic links should be as frequent, as
fast and as branched as the original ones, and tie the same kinds of rows.</p>
<div class="tables">${rateTable(links)}${scoreTable(links)}</div>
<div class="plots">${lawFigures(links)}</div>
${jointFigure(links)}`,
  };
}

function rateTable(links: LinkReport): Html {
  const row = (name: string, { original, synthetic }: RatePair) => [
    name,
    writeShare(original),
    writeShare(synthetic),
  ];
  return htmlTable(
    ['Linkable rows that have a link', 'Original', 'Synthetic'],
    [
      row(links.eventTable, links.eventRate),
      row(links.flowTable, links.flowRate),
      row('both ends', links.rate),
    ],
  );
}

function scoreTable(links: LinkReport): Html {
  const row = (name: string, { value, ceiling, floor }: ScoreReport) => [
    name,
    writeShare(value),
    writeShare(ceiling),
    writeShare(floor),
  ];
  return htmlTable(
    ['Likeness of the links', 'Synthetic', 'Ceiling', 'Floor'],
    [
      row('rate', links.rate),
      row('lag law', links.lag),
      row(`links per row of ${links.eventTable}`, links.fanOutEvent),
      row(`links per row of ${links.flowTable}`, links.fanOutFlow),
      row('columns of both ends together', links.joint),
    ],
  );
}

function lawFigures(links: LinkReport): readonly Html[] {
  const perEnd = (table: string, law: LawReport) =>
    figure({
      title: `Links per row of ${table}`,
      subtitle: scoreLine(law),
      keys: sidesLegend('bar'),
      plot: shareBars(`Links per row of ${table}`, sharesOf(law), {
        label: 'links',
        of: `linkable ${table}`,
      }),
    });
  return [
    figure({
      title: 'Lag of a link',
      subtitle: scoreLine(links.lagLaw),
      keys: sidesLegend('line'),
      plot: lawChart('Lag of a link', links.lagLaw, {
        label: 'event time minus flow start',
        of: 'links',
      }),
    }),
    perEnd(links.eventTable, links.fanOutEventLaw),
    perEnd(links.flowTable, links.fanOutFlowLaw),
    figure({
      title: 'Method of a link',
      subtitle: scoreLine(links.methods),
      keys: sidesLegend('bar'),
      plot: shareBars('Method of a link', sharesOf(links.methods), {
        label: 'method',
        of: 'links',
      }),
    }),
  ];
}

function jointFigure(links: LinkReport): Html {
  if (links.jointPairs.length === 0) return html``;
  const bare = (name: string, table: string) =>
    name.startsWith(`${table}.`) ? name.slice(table.length + 1) : name;
  const cells = links.jointPairs.map(({ event, flow, value }) => ({
    x: bare(flow, links.flowTable),
    y: bare(event, links.eventTable),
    value,
  }));
  const name = `Columns of ${links.eventTable} with columns of ${links.flowTable}`;
  return html`<h3>${name}</h3>
<figure class="wide"><figcaption><p class="sub">Over the links; mean ${writeShare(links.joint.value)},
ceiling ${writeShare(links.joint.ceiling)}, floor ${writeShare(links.joint.floor)}</p>${heatLegend()}</figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="${name}">${heatMap(name, cells, {
    x: `columns of ${links.flowTable}`,
    y: `columns of ${links.eventTable}`,
    columns: distinct(cells.map(({ x }) => x)),
    rows: distinct(cells.map(({ y }) => y)),
  })}</div></figure>`;
}

/** Accuracy of a law and what the holdout reaches. */
export function scoreLine({ accuracy, ceiling }: Pick<LawReport, 'accuracy' | 'ceiling'>): string {
  return `accuracy ${writeShare(accuracy)}, ceiling ${writeShare(ceiling)}`;
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function sharesOf(law: LawReport): readonly LabelShare[] {
  return law.labels
    .map((label, at) => ({
      label,
      original: law.original[at] ?? 0,
      synthetic: law.synthetic[at] ?? 0,
    }))
    .filter(({ original, synthetic }) => original > 0 || synthetic > 0);
}
