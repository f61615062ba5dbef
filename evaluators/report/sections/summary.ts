import { type Html, html, htmlTable } from '../html.ts';
import { writeCount, writeNumberOf, writeShare } from '../number-format.ts';
import type { ReportData } from '../report-data.ts';
import type { Headline } from './headline.ts';
import { headlineCard, headlinesOf } from './headlines.ts';
import { brokenLaws } from './volume-section.ts';

/** The page's head: verdict, what it means, the three figures that matter, gates. */
export function summarySection(data: ReportData): Html {
  const headlines = headlinesOf(data);
  return html`<p class="kicker">Quality report of synthetic telemetry</p>
<h1>${data.facts.scenario}</h1>
${verdict(data)}
<p class="lead">${standing(headlines)} ${meaning(data)}</p>
<div class="headlines">${headlines.map(headlineCard)}</div>
<div class="tiles">${tiles(data)}</div>
${gateTable(data)}`;
}

/** How many of the key figures are good. */
function standing(headlines: readonly Headline[]): string {
  const count = (wanted: Headline['state']) =>
    headlines.filter(({ state }) => state === wanted).length;
  const parts = [
    [count('good'), 'good'],
    [count('watch'), 'to be watched'],
    [count('bad'), 'bad'],
    [count('open'), 'not computed'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `Key figures: ${said.join(', ')}.`;
}

function verdict({ gates }: ReportData): Html {
  const failed = gates.filter(({ passed }) => !passed).length;
  if (gates.length === 0) return html`<p class="verdict open">No gates were set</p>`;
  return failed === 0
    ? html`<p class="verdict">Passed: ${gates.length === 1 ? 'the' : 'all'} ${writeNumberOf(gates.length, 'gate')} that the scenario sets</p>`
    : html`<p class="verdict failed">Failed: ${failed} of ${writeNumberOf(gates.length, 'gate')} that the scenario sets</p>`;
}

/** What was compared, and whether it is whole. */
function meaning(data: ReportData): string {
  const { subjects } = data;
  const broken = brokenLaws(data.facts);
  const rules =
    broken === 0
      ? 'Every key, order and link holds.'
      : `${writeNumberOf(broken, 'break')} of a key, an order or a link.`;
  return (
    `${rules} ${writeCount(subjects.synthetic)} synthetic subjects were compared with ` +
    `${writeCount(subjects.training + subjects.holdout)} real ones, ` +
    `${writeCount(subjects.holdout)} of which the generator never saw.`
  );
}

function tiles(data: ReportData): readonly Html[] {
  const { links, rows } = data;
  const total = (side: Readonly<Record<string, number>>) =>
    Object.values(side).reduce((sum, count) => sum + count, 0);
  const ofLinks =
    links === null
      ? []
      : [
          tile(
            'Linked rows',
            writeShare(links.rate.synthetic),
            `original ${writeShare(links.rate.original)}`,
          ),
          tile(
            'Link lags',
            writeShare(links.lag.value),
            `ceiling ${writeShare(links.lag.ceiling)}`,
          ),
        ];
  return [
    ...ofLinks,
    tile('Broken keys and links', writeCount(brokenLaws(data.facts)), 'must be 0'),
    tile('Rows', writeCount(total(rows.synthetic)), `original ${writeCount(total(rows.original))}`),
  ];
}

function tile(name: string, figure: string, aside: string): Html {
  return html`<div class="tile"><span class="name">${name}</span><b>${figure}</b><span>${aside}</span></div>`;
}

function gateTable({ gates }: ReportData): Html {
  if (gates.length === 0) return html``;
  const rows = gates.map(({ name, value, threshold, passed }) => [
    html`<code>${name}</code>`,
    writeGate(value),
    threshold.replaceAll('>=', '≥').replaceAll('<=', '≤'),
    passed ? html`<span class="ok">✓ passed</span>` : html`<span class="no">✕ failed</span>`,
  ]);
  return htmlTable(['Gate', 'Value', 'Demand', 'Outcome'], rows);
}

/** Four decimals, so that a figure just short of its demand does not look equal to it. */
function writeGate(value: number | null): Html | string {
  if (value === null) return html`not computed, see <a href="#notes">notes</a>`;
  return Number.isInteger(value) ? writeCount(value) : value.toFixed(4);
}
