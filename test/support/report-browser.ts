import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { renderReport } from '../../evaluators/report/render-report.ts';
import type { ReportData } from '../../evaluators/report/report-data.ts';
import { EVERY_FIGURE, privacyChapter, RELATIONS } from './every-figure.ts';
import { fixtureReport } from './fixture-report.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with a report at hand. */
export interface ReportBrowser {
  /** A new page of the report; what it says and asks for is gathered. */
  open(options?: BrowserContextOptions): Promise<OpenReport>;
  close(): Promise<void>;
}

/** The report in a page of its own. */
export interface OpenReport {
  readonly page: Page;
  /** Everything in the console, and errors. */
  readonly messages: readonly string[];
  /** Addresses asked for, without the page's own. */
  readonly requests: readonly string[];
}

/** A report with everything on it: tables, links, and chapters with every kind of figure. */
export async function wholeReport(notes: readonly string[] = []): Promise<ReportData> {
  const data = await fixtureReport(250);
  const privacy = privacyChapter({
    'privacy.membershipAuc': 0.53,
    'privacy.canaries': { planted: 20, emitted: 0 },
  });
  return {
    ...data,
    chapters: [privacy, RELATIONS, EVERY_FIGURE],
    notes: [...data.notes, ...notes],
  };
}

/** Starts a browser on a report; null, said aloud, where there is no browser. */
export async function openReportBrowser(
  data: () => Promise<ReportData>,
): Promise<ReportBrowser | null> {
  if (!existsSync(CHROMIUM)) {
    console.warn(`SKIPPED: no browser at ${CHROMIUM}; set CHROMIUM`);
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), 'entwine-report-'));
  const file = join(folder, 'report.html');
  await writeFile(file, renderReport(await data()));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  return {
    open: (options = {}) => openPage(browser, pathToFileURL(file).href, options),
    async close() {
      await browser.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<OpenReport> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const messages: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  return { page, messages, requests };
}
