import { html, htmlTable } from '../html.ts';
import { writeCount, writeSeconds, writeShare } from '../number-format.ts';
import type { RatePair, ReportData } from '../report-data.ts';
import type { Section } from './section.ts';

/** Broken rules by kind and, where the caller gave it, by table. */
export function integritySection({ facts }: ReportData): Section {
  const { orphans, duplicateKeys, orderViolations, linksOutsideWindow } = facts.integrity;
  const counts: readonly (readonly [string, number])[] = [
    ['Rows whose parent is missing', orphans],
    ['Keys that occur twice', duplicateKeys],
    ['Rows before their parent or out of order', orderViolations],
    ['Links outside their window', linksOutsideWindow],
  ];
  const broken = counts.reduce((sum, [, count]) => sum + count, 0);
  const mark = (count: number) =>
    count === 0
      ? html`<span class="ok">0</span>`
      : html`<span class="no">${writeCount(count)}</span>`;
  const lines = counts.map(([name, count]) => [name, mark(count)]);
  const byTable = Object.entries(facts.integrityBreakdown ?? {}).map(([name, count]) => [
    name,
    mark(count),
  ]);
  return {
    id: 'integrity',
    title: 'Integrity',
    aside: broken === 0 ? 'every rule holds' : `${writeCount(broken)} violations`,
    body: html`${htmlTable(['Rule of the synthetic database', 'Violations'], lines)}
${
  byTable.length === 0
    ? ''
    : html`<details data-fold open class="inner"><summary>By table and rule</summary>${htmlTable(['Rule', 'Violations'], byTable)}</details>`
}
${domainRulesTable(facts.domainRules ?? {})}`,
  };
}

/** Rules of networks, which an original may break too: a synthetic database should keep as many. */
function domainRulesTable(rules: Readonly<Record<string, RatePair>>) {
  const lines = Object.entries(rules).map(([name, { original, synthetic }]) => [
    html`<code>${name}</code>`,
    writeShare(original),
    writeShare(synthetic),
  ]);
  return lines.length === 0
    ? ''
    : html`<h3>Rules of networks</h3>
<p>Share of the rows that keep a rule, of those that it speaks about.</p>
${htmlTable(['Rule', 'Original', 'Synthetic'], lines)}`;
}

/** How long each stage took. */
export function timingSection({ facts }: ReportData): Section {
  const stages = Object.entries(facts.timings);
  const total = stages.reduce((sum, [, seconds]) => sum + seconds, 0);
  return {
    id: 'timings',
    title: 'Timings',
    isFolded: true,
    aside: `${writeSeconds(total)} in all`,
    body: htmlTable(
      ['Stage', 'Time'],
      stages.map(([stage, seconds]) => [stage, writeSeconds(seconds)]),
    ),
  };
}
