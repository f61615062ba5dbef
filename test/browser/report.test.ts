import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { openReportBrowser, type ReportBrowser, wholeReport } from '../support/report-browser.ts';

interface PageFindings {
  readonly overflow: number;
  readonly overlaps: readonly string[];
  readonly unlabelled: readonly string[];
  readonly cutTexts: readonly string[];
  readonly plots: number;
}

describe('the report in a browser', function () {
  this.timeout(60_000);
  let browser: ReportBrowser | null = null;

  before(async function () {
    browser = await openReportBrowser(wholeReport);
    if (browser === null) this.skip();
  });

  after(() => browser?.close());

  for (const width of [1280, 400]) {
    it(`should be readable, quiet and self-contained at ${width} pixels`, async () => {
      const { page, messages, requests } = await browser!.open({
        viewport: { width, height: 900 },
      });
      await page.getByRole('button', { name: 'Unfold all' }).click();

      const findings = (await page.evaluate(INSPECT)) as PageFindings;

      await page.close();
      expect(messages, 'console').to.deep.equal([]);
      expect(requests, 'network').to.deep.equal([]);
      expect(findings.overflow, 'overflow of the page').to.equal(0);
      expect(findings.plots, 'plots').to.be.greaterThan(30);
      expect(findings.overlaps, 'overlapping texts').to.deep.equal([]);
      expect(findings.cutTexts, 'texts outside their plot').to.deep.equal([]);
      expect(findings.unlabelled, 'plots without axes, legend or title').to.deep.equal([]);
    });
  }
});

/** Runs in the page: measures texts of every plot by their bounding boxes. */
const INSPECT = `(() => {
  const tolerance = 1;
  const overlaps = [], unlabelled = [], cutTexts = [];
  const plots = [...document.querySelectorAll('figure svg[role=img]')];
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
    if (svg.classList.contains('joins')) continue;
    if (axes < 2 || !titled || figure.querySelector('.legend') === null) unlabelled.push(name);
  }
  const page = document.documentElement;
  return { overflow: page.scrollWidth - page.clientWidth, overlaps, unlabelled, cutTexts, plots: plots.length };
})()`;
