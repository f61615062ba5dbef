import { html, trusted } from './html.ts';
import type { ReportData } from './report-data.ts';
import { linkSection } from './sections/link-section.ts';
import { methodSection, noteSection } from './sections/method-section.ts';
import { renderSection, type Section } from './sections/section.ts';
import { summarySection } from './sections/summary.ts';
import { tableSection } from './sections/table-section.ts';
import { integritySection, timingSection, volumeSection } from './sections/volume-section.ts';
import { STYLE_SHEET } from './style-sheet.ts';

/**
 * The report as one HTML page: no scripts, nothing from the network, prints.
 *
 * Equal data give equal bytes.
 */
export function renderReport(data: ReportData): string {
  const { facts } = data;
  const sections: readonly Section[] = [
    volumeSection(data),
    integritySection(data),
    ...(data.links === null ? [] : [linkSection(data.links)]),
    ...data.tables.map(tableSection),
    timingSection(data),
    methodSection(data),
    noteSection(data),
  ];
  const links = sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>\n`);
  return html`${trusted('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Quality report: ${facts.scenario}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE_SHEET)}</style></head>
<body><header>${summarySection(data)}
<nav aria-label="Sections">${links}</nav></header>
<main>${sections.map(renderSection)}</main>
<footer>Entwine ${facts.entwine}, scenario ${facts.scenario}, seed ${String(facts.seed)}, engine ${facts.engine}</footer>
</body></html>
`.markup;
}
