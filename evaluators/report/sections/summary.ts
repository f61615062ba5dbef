import { type Html, html, htmlTable } from '../html.ts';
import { writeCount, writeShare } from '../number-format.ts';
import type { ReportData } from '../report-data.ts';

/** The page's head: verdict, what it means, key figures, gates. */
export function summarySection(data: ReportData): Html {
  const { facts } = data;
  return html`<p class="kicker">Quality report of synthetic telemetry</p>
<h1>${facts.scenario}</h1>
${verdict(data)}
<p class="lead">${meaning(data)}</p>
<div class="tiles">${tiles(data)}</div>
<div class="tables">${gateTable(data)}${likenessTable(data)}</div>`;
}

function verdict({ gates }: ReportData): Html {
  const failed = gates.filter(({ passed }) => !passed).length;
  if (gates.length === 0) return html`<p class="verdict open">No gates were set</p>`;
  return failed === 0
    ? html`<p class="verdict">Passed: all ${gates.length} gates</p>`
    : html`<p class="verdict failed">Failed: ${failed} of ${gates.length} gates</p>`;
}

/** What a reader should take away, in plain words. */
function meaning(data: ReportData): Html {
  const { overall, subjects } = data;
  const broken = brokenRules(data);
  const reach =
    overall.accuracy === null
      ? 'There are too few subjects to measure how alike the tables are.'
      : `The synthetic tables reproduce ${writeShare(overall.accuracy)} of the original’s distributions` +
        (overall.ceiling === null
          ? '.'
          : `; two real samples of this size agree to ${writeShare(overall.ceiling)}.`);
  const rules =
    broken === 0
      ? 'Every key, order and link holds.'
      : `${writeCount(broken)} rows break a key, an order or a link.`;
  const origin =
    `${writeCount(subjects.synthetic)} synthetic subjects were compared with ` +
    `${writeCount(subjects.training + subjects.holdout)} real ones, ` +
    `${writeCount(subjects.holdout)} of which the generator never saw.`;
  const open = 'Attacks on privacy were not simulated: see the notes.';
  return html`${reach} ${rules} ${origin} ${open}`;
}

function brokenRules({ facts: { integrity } }: ReportData): number {
  const { orphans, duplicateKeys, orderViolations, linksOutsideWindow } = integrity;
  return orphans + duplicateKeys + orderViolations + linksOutsideWindow;
}

function tiles(data: ReportData): readonly Html[] {
  const { overall, links, rows } = data;
  const total = (side: Readonly<Record<string, number>>) =>
    Object.values(side).reduce((sum, count) => sum + count, 0);
  const shown = [
    tile(
      'Likeness of tables',
      writeShare(overall.accuracy),
      `ceiling ${writeShare(overall.ceiling)}`,
    ),
  ];
  if (links !== null) {
    shown.push(
      tile(
        'Linked rows',
        writeShare(links.rate.synthetic),
        `original ${writeShare(links.rate.original)}`,
      ),
      tile('Link lags', writeShare(links.lag.value), `ceiling ${writeShare(links.lag.ceiling)}`),
      tile(
        'Pairs across links',
        writeShare(links.joint.value),
        `ceiling ${writeShare(links.joint.ceiling)}`,
      ),
    );
  }
  shown.push(
    tile('Broken rules', writeCount(brokenRules(data)), 'must be 0'),
    tile('Rows', writeCount(total(rows.synthetic)), `original ${writeCount(total(rows.original))}`),
  );
  return shown;
}

function tile(name: string, figure: string, aside: string): Html {
  return html`<div class="tile"><span class="name">${name}</span><b>${figure}</b><span>${aside}</span></div>`;
}

function likenessTable({ tables }: ReportData): Html {
  const rows = tables.map(({ name, accuracy, ceiling, floor }) => [
    html`<a href="#table-${name}">${name}</a>`,
    writeShare(accuracy.overall),
    writeShare(ceiling.overall),
    writeShare(floor.overall),
  ]);
  return htmlTable(['Likeness by table', 'Synthetic', 'Ceiling', 'Floor'], rows);
}

function gateTable({ gates }: ReportData): Html {
  if (gates.length === 0) return html``;
  const rows = gates.map(({ name, value, threshold, passed }) => [
    html`<code>${name}</code>`,
    value === null ? 'not computed' : String(Math.round(value * 1e4) / 1e4),
    threshold.replaceAll('>=', '≥').replaceAll('<=', '≤'),
    passed ? html`<span class="ok">passed</span>` : html`<span class="no">failed</span>`,
  ]);
  return htmlTable(['Gate', 'Value', 'Demand', 'Outcome'], rows);
}
