import { html, htmlTable } from '../html.ts';
import { writeCount, writeNumberOf, writeSeconds } from '../number-format.ts';
import type { ReportData, ReportFacts } from '../report-data.ts';
import type { Section } from './section.ts';

const LAWS: Readonly<Record<string, string>> = {
  orphans: 'Rows whose parent is missing',
  duplicateKeys: 'Keys that occur twice',
  nullKeys: 'Keys that are missing where they must not be',
  orderViolations: 'Rows out of order',
  parentsAfterChildren: 'Parents that begin after their child',
  selfCycles: 'Rows that are their own ancestors',
  linksOutsideWindow: 'Links outside their window',
  linkLagsWrong: 'Links whose lag is not that of their rows',
  linkTuplesDiffer: 'Links whose rows lack the tuple or name that they claim to share',
  namesNotValid: 'Names used outside their validity',
  wrongValues: 'Cells that their column does not allow',
};

/** How often any law of keys, orders, links and values is broken. */
export function brokenLaws(facts: ReportFacts): number {
  return Object.values(lawsOf(facts)).reduce((sum, count) => sum + count, 0);
}

function lawsOf({ integrity, integrityBreakdown }: ReportFacts): Readonly<Record<string, number>> {
  return integrityBreakdown ?? integrity;
}

/** How often each law is broken. */
export function integritySection({ facts }: ReportData): Section {
  const broken = brokenLaws(facts);
  const lines = Object.entries(lawsOf(facts)).map(([law, count]) => [
    LAWS[law] ?? law,
    count === 0
      ? html`<span class="ok">0</span>`
      : html`<span class="no">${writeCount(count)}</span>`,
  ]);
  return {
    id: 'integrity',
    title: 'Integrity',
    aside: broken === 0 ? 'no broken keys or links' : writeNumberOf(broken, 'violation'),
    body: html`${htmlTable(['Law of the synthetic database', 'Violations'], lines)}`,
  };
}

const OWN_STEP = 'evaluate: ';

/** How long each stage took; the evaluation's steps run beside each other, so they are no sum. */
export function timingSection({ facts }: ReportData): Section {
  const all = Object.entries(facts.timings);
  const stages = all.filter(([name]) => !name.startsWith(OWN_STEP));
  const total = stages.reduce((sum, [, seconds]) => sum + seconds, 0);
  const isWhole = stages.length === all.length || Object.hasOwn(facts.timings, 'evaluate');
  const steps =
    stages.length === all.length
      ? ''
      : html`<p class="small after">Steps of the evaluation may run beside each other on two threads, so they do not add up to its time.</p>`;
  return {
    id: 'timings',
    title: 'Timings',
    isFolded: true,
    aside: `${writeSeconds(total)} ${isWhole ? 'in all' : 'before the evaluation'}`,
    body: html`${htmlTable(
      ['Stage', 'Time'],
      all.map(([stage, seconds]) => [stage, writeSeconds(seconds)]),
    )}${steps}`,
  };
}
