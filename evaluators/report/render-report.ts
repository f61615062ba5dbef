import { createHash } from 'node:crypto';
import { type Html, html, trusted } from './html.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import type { ReportData } from './report-data.ts';
import { chapterSection } from './sections/chapter-section.ts';
import { linkSection } from './sections/link-section.ts';
import { methodSection, noteSection } from './sections/method-section.ts';
import { overviewSection } from './sections/overview-section.ts';
import { renderSection, type Section } from './sections/section.ts';
import { summarySection } from './sections/summary.ts';
import { tableSection } from './sections/table-section.ts';
import { integritySection, timingSection } from './sections/volume-section.ts';
import { STYLE_SHEET } from './style-sheet.ts';

/** Nothing from the network; of scripts only ours, by its digest. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
  `script-src 'sha256-${createHash('sha256').update(PAGE_SCRIPT).digest('base64')}'`;

/**
 * The report as one HTML page: nothing from the network, prints, complete without scripts.
 *
 * Equal data give equal bytes.
 */
export function renderReport(data: ReportData): string {
  const { facts } = data;
  const sections = sectionsOf(data);
  return html`${trusted('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Quality report: ${facts.scenario}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE_SHEET)}</style></head>
<body><div class="page"><header id="summary">${summarySection(data)}</header>
${contents(sections)}
<main>${sections.map(renderSection)}
<footer>Entwine ${facts.entwine}, scenario ${facts.scenario}, seed ${String(facts.seed)}, engine ${facts.engine}</footer></main></div>
<script>${trusted(PAGE_SCRIPT)}</script>
</body></html>
`.markup;
}

/** Privacy first, then the tables, their joins, what else was found, and how. */
function sectionsOf(data: ReportData): readonly Section[] {
  const isPrivacy = ({ id }: { readonly id: string }) => id === 'privacy';
  return [
    ...data.chapters.filter(isPrivacy).map(chapterSection),
    overviewSection(data),
    integritySection(data),
    ...data.tables.map(tableSection),
    ...(data.links === null ? [] : [linkSection(data.links)]),
    ...data.chapters.filter((chapter) => !isPrivacy(chapter)).map(chapterSection),
    timingSection(data),
    methodSection(data),
    noteSection(data),
  ];
}

function contents(sections: readonly Section[]): Html {
  const links = sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>\n`);
  return html`<nav aria-label="Sections"><p class="folding" hidden><button type="button" data-all="open">Unfold all</button> <button type="button" data-all="">Fold all</button></p>
<a href="#summary" class="top">Summary</a>
${links}</nav>`;
}
