import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { openReportBrowser, type ReportBrowser, wholeReport } from '../support/report-browser.ts';

const CHAPTER = '#chapter-every-figure';
const ORDER = `[...document.querySelectorAll('${CHAPTER} table')]
  .find((table) => table.textContent.includes('thousand')).tBodies[0].innerText
  .trim().split('\\n').map((line) => line.split('\\t')[0].trim()).filter((word) => /^[a-z]+$/.test(word))`;

describe('folding, sorting and printing the report', function () {
  this.timeout(60_000);
  let browser: ReportBrowser | null = null;

  before(async function () {
    browser = await openReportBrowser(wholeReport);
    if (browser === null) this.skip();
  });

  after(() => browser?.close());

  it('should fold and unfold everything', async () => {
    const { page, messages } = await browser!.open();
    const closed = () => page.locator('details:not([open])').count();
    const parts = await page.locator('details').count();

    expect(await closed(), 'at first').to.be.within(1, parts - 1);
    await page.getByRole('button', { name: 'Unfold all' }).click();
    expect(await closed(), 'unfolded').to.equal(0);
    await page.getByRole('button', { name: 'Fold all', exact: true }).click();
    expect(await closed(), 'folded').to.equal(parts);
    expect(messages).to.deep.equal([]);
    await page.close();
  });

  it('should open what a link leads to', async () => {
    const { page } = await browser!.open();

    await page.locator(`nav a[href="${CHAPTER}"]`).click();

    await page.locator(`${CHAPTER}[open]`).waitFor();
    await page.close();
  });

  it('should sort by numbers, missing ones last, by mouse and by keyboard', async () => {
    const { page, messages } = await browser!.open();
    await page.getByRole('button', { name: 'Unfold all' }).click();
    const head = page.locator(`${CHAPTER} th`, { hasText: 'hits' }).first();
    const button = head.getByRole('button');

    await button.click();
    expect(await page.evaluate(ORDER)).to.deep.equal(['nine', 'ten', 'thousand', 'none']);
    expect(await head.getAttribute('aria-sort')).to.equal('ascending');

    await button.focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(ORDER)).to.deep.equal(['thousand', 'ten', 'nine', 'none']);
    expect(await head.getAttribute('aria-sort')).to.equal('descending');
    expect(messages).to.deep.equal([]);
    await page.close();
  });

  it('should print what is folded', async () => {
    const { page } = await browser!.open({ viewport: { width: 720, height: 1000 } });
    await page.getByRole('button', { name: 'Fold all', exact: true }).click();
    const hidden = () => hiddenParts(page);

    expect(await hidden()).to.be.above(5);
    await page.emulateMedia({ media: 'print' });
    // The page hears of the paper a moment after the medium has changed.
    for (let tries = 0; tries < 100 && (await hidden()) > 0; tries += 1) {
      await page.waitForTimeout(50);
    }
    expect(await hidden()).to.equal(0);
    const spilled = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(spilled, 'cut at the right').to.be.at.most(0);
    const paper = await page.pdf({ format: 'A4' });

    expect(paper.subarray(0, 5).toString()).to.equal('%PDF-');
    await page.close();
  });

  it('should be complete without scripts', async () => {
    const { page } = await browser!.open({ javaScriptEnabled: false });

    expect(await page.locator('details:not([open])').count()).to.equal(0);
    expect(await page.locator('.folding').isVisible()).to.equal(false);
    expect(await page.getByText('thousand').first().isVisible()).to.equal(true);
    await page.close();
  });
});

/** Number of folding parts whose content has no room on the page. */
async function hiddenParts(page: Page): Promise<number> {
  return page
    .locator('details.section > div')
    .evaluateAll(
      (bodies) =>
        bodies.filter((body) => !body.checkVisibility({ contentVisibilityAuto: true })).length,
    );
}
