import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Browser, chromium } from 'playwright-core';
import { renderReport } from '../../evaluators/report/render-report.ts';
import { fixtureReport } from '../support/fixture-report.ts';

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

interface PageFindings {
  readonly overflow: number;
  readonly overlaps: readonly string[];
  readonly unlabelled: readonly string[];
  readonly cutTexts: readonly string[];
  readonly plots: number;
}

describe('the report in a browser', () => {
  let browser: Browser | undefined;
  let folder = '';
  let url = '';

  before(async function () {
    if (!existsSync(CHROMIUM)) {
      console.warn(`report: no browser: ${CHROMIUM}; set CHROMIUM to run these tests`);
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'entwine-report-'));
    const page = join(folder, 'report.html');
    await writeFile(page, renderReport(await fixtureReport(250)));
    url = pathToFileURL(page).href;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });

  after(async () => {
    await browser?.close();
    if (folder !== '') await rm(folder, { recursive: true });
  });

  for (const width of [1280, 400]) {
    it(`should be readable, quiet and self-contained at ${width} pixels`, async () => {
      const { findings, messages, requests } = await openAt(width);

      expect(messages, 'console').to.deep.equal([]);
      expect(
        requests.filter((one) => !one.startsWith('file:') && !one.startsWith('data:')),
        'network',
      ).to.deep.equal([]);
      expect(findings.overflow, 'overflow of the page').to.equal(0);
      expect(findings.plots, 'plots').to.be.greaterThan(30);
      expect(findings.overlaps, 'overlapping texts').to.deep.equal([]);
      expect(findings.cutTexts, 'texts outside their plot').to.deep.equal([]);
      expect(findings.unlabelled, 'plots without axes, legend or title').to.deep.equal([]);
    });
  }

  async function openAt(width: number) {
    const page = await browser?.newPage({ viewport: { width, height: 900 } });
    if (page === undefined) throw new Error('no browser');
    const messages: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(url);
    const findings = (await page.evaluate(INSPECT)) as PageFindings;
    await page.close();
    return { findings, messages, requests };
  }
});

/** Runs in the page: measures texts of every plot by their bounding boxes. */
const INSPECT = `(() => {
  const tolerance = 1;
  const overlaps = [], unlabelled = [], cutTexts = [];
  const plots = [...document.querySelectorAll('figure svg')];
  for (const svg of plots) {
    const name = svg.getAttribute('aria-label');
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')]
      .filter((text) => text.textContent.trim() !== '')
      .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    for (const [at, one] of texts.entries()) {
      const { box } = one;
      if (box.left < frame.left - tolerance || box.right > frame.right + tolerance ||
          box.top < frame.top - tolerance || box.bottom > frame.bottom + tolerance) {
        cutTexts.push(name + ': ' + one.text);
      }
      for (const other of texts.slice(at + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > tolerance && down > tolerance) {
          overlaps.push(name + ': ' + one.text + ' | ' + other.text);
        }
      }
    }
    const axes = svg.querySelectorAll('[aria-label$="axis label"]').length;
    const figure = svg.closest('figure');
    const titled = figure.querySelector('h4') !== null || figure.previousElementSibling?.tagName === 'H3';
    if (axes < 2 || !titled || figure.querySelector('.legend') === null) unlabelled.push(name);
  }
  const page = document.documentElement;
  return { overflow: page.scrollWidth - page.clientWidth, overlaps, unlabelled, cutTexts, plots: plots.length };
})()`;
