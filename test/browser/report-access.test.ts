import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Browser, chromium, type Page } from 'playwright-core';
import { silentProgress } from '../../engine/core/progress.ts';
import { evaluate } from '../../evaluators/report/evaluate.ts';
import { renderReport } from '../../evaluators/report/render-report.ts';
import { fixtureDatabase } from '../support/report-fixture.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const HOSTILE = '<img src=x onerror="window.hacked = true"><script>window.hacked = true</script>';

describe('the report for all readers', function () {
  this.timeout(60_000);
  let folder = '';
  let browser: Browser;
  let page: Page;

  before(async function () {
    if (!existsSync(CHROMIUM)) {
      console.warn(`SKIPPED: no browser at ${CHROMIUM}; set CHROMIUM`);
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), 'entwine-page-'));
    const file = join(folder, 'report.html');
    writeFileSync(file, await reportPage());
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pathToFileURL(file).href);
  });

  after(async () => {
    await browser?.close();
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  it('should show values of the data as text only', async () => {
    expect(await page.evaluate('window.hacked')).to.equal(undefined);
    expect(await page.locator('script').count()).to.equal(0);
    expect(await page.locator('body').textContent()).to.include(HOSTILE);
  });

  it('should lead from the table of contents to every section', async () => {
    const targets = await page
      .locator('nav a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));

    expect(targets).to.have.length.above(4);
    for (const target of targets) expect(await page.locator(target).count(), target).to.equal(1);
  });

  it('should name every picture for those who do not see it', async () => {
    const pictures = page.locator('svg[role=img], img');
    const names = await pictures.evaluateAll((all) =>
      all.map((one) => one.getAttribute('aria-label') ?? one.querySelector('title')?.textContent),
    );

    expect(names).to.have.length.above(3);
    expect(names.filter((name) => !name)).to.deep.equal([]);
  });

  it('should print', async () => {
    const paper = await page.pdf({ format: 'A4' });

    expect(paper.subarray(0, 5).toString()).to.equal('%PDF-');
  });
});

/** A page with everything on it, and a note that tries to run. */
async function reportPage(): Promise<string> {
  const original = fixtureDatabase({ seed: 1, subjects: 200, drift: 0 });
  const synthetic = fixtureDatabase({ seed: 2, subjects: 200, drift: 0.5 });
  const data = await evaluate({
    original: { ...original, part: (key) => (key % 5 === 0 ? 'holdout' : 'training') },
    synthetic,
    facts: {
      entwine: '0.0.0',
      scenario: 'page',
      seed: 1,
      engine: 'fixture',
      timings: { train: 1.5, generate: 0.5 },
      integrity: { orphans: 0, duplicateKeys: 0, orderViolations: 0, linksOutsideWindow: 0 },
      gates: [{ metric: 'overall.accuracy', atLeast: 0.999 }],
      notes: [HOSTILE],
    },
    progress: silentProgress,
  });
  return renderReport(data);
}
