import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { openReportBrowser, type ReportBrowser, wholeReport } from '../support/report-browser.ts';

const HOSTILE = '<img src=x onerror="window.hacked = true"><script>window.hacked = true</script>';

describe('the report for all readers', function () {
  this.timeout(60_000);
  let browser: ReportBrowser | null = null;
  let page: Page;

  before(async function () {
    browser = await openReportBrowser(() => wholeReport([HOSTILE]));
    if (browser === null) return this.skip();
    ({ page } = await browser.open());
  });

  after(() => browser?.close());

  it('should show values of the data as text only', async () => {
    expect(await page.evaluate('window.hacked')).to.equal(undefined);
    expect(await page.locator('script').count()).to.equal(1);
    expect(await page.locator('body').textContent()).to.include(HOSTILE);
  });

  it('should run no script but its own', async () => {
    await page.evaluate(`document.body.append(Object.assign(document.createElement('script'),
      { textContent: 'window.foreign = true' }))`);

    expect(await page.evaluate('window.foreign')).to.equal(undefined);
  });

  it('should lead from the table of contents to every section', async () => {
    const targets = await page
      .locator('nav a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));

    expect(targets).to.have.length.above(8);
    for (const target of targets) expect(await page.locator(target).count(), target).to.equal(1);
  });

  it('should name every picture for those who do not see it', async () => {
    const names = await page
      .locator('svg[role=img], img')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));

    expect(names).to.have.length.above(3);
    expect(names.filter((name) => !name)).to.deep.equal([]);
  });

  it('should tell the state of every key figure in a word', async () => {
    const states = await page.locator('.headline .state').allTextContents();

    expect(states).to.have.length(3);
    expect(states.every((state) => /^(good|watch|bad|not computed)$/.test(state))).to.equal(true);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`should keep a contrast of 4.5 for every text when ${colorScheme}`, async () => {
      const opened = await browser!.open({ colorScheme });
      await opened.page.getByRole('button', { name: 'Unfold all' }).click();

      const weak = await opened.page.evaluate(WEAK_TEXTS);

      const ground = await opened.page.evaluate('getComputedStyle(document.body).backgroundColor');
      await opened.page.close();
      expect(weak).to.deep.equal([]);
      expect(ground).to.equal(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(18, 22, 28)');
    });
  }
});

/** Runs in the page: texts whose contrast to the ground behind them is below 4.5. */
const WEAK_TEXTS = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const isClear = (colour) => colour === 'transparent' || channels(colour)[3] === 0;
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const ground = getComputedStyle(at).backgroundColor;
      if (!isClear(ground)) return ground;
    }
    return 'rgb(255, 255, 255)';
  };
  const cellBehind = (text) => {
    const box = text.getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const rects = [...text.ownerSVGElement.querySelectorAll('[aria-label="cell"] rect')];
    const cell = rects.find((rect) => {
      const of = rect.getBoundingClientRect();
      return of.left <= x && of.right >= x && of.top <= y && of.bottom >= y;
    });
    return cell && getComputedStyle(cell).fill;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const said = walker.currentNode.textContent.trim();
    if (said === '' || element.tagName === 'SCRIPT' || element.getClientRects().length === 0) continue;
    const isSvg = element instanceof SVGElement;
    const colour = getComputedStyle(element)[isSvg ? 'fill' : 'color'];
    const ground = (isSvg && cellBehind(element)) || groundOf(element);
    if (contrast(colour, ground) < 4.5) found.push(said.slice(0, 30) + ': ' + colour + ' on ' + ground);
  }
  return [...new Set(found)].slice(0, 10);
})()`;
