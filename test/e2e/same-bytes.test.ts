import { join } from 'node:path';
import { expect } from 'chai';
import { after, describe, it } from 'mocha';
import { digests, entwine, smallSite, TINY } from '../support/cli.ts';

describe('same scenario, same seed', function () {
  this.timeout(600_000);
  const site = smallSite({ site: TINY });
  after(() => site.remove());

  const reference = runWith('reference', [], { TZ: 'UTC', LANG: 'C' });
  const variants: [string, string[], Record<string, string>][] = [
    ['2 workers', ['--workers', '2'], {}],
    ['4 workers', ['--workers', '4'], {}],
    [
      'another time zone and locale',
      [],
      { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    ],
  ];
  const server = process.env.DATABASE_URL;
  if (server !== undefined) variants.push(['PostgreSQL', [], { DATABASE_URL: server }]);

  for (const [name, words, environment] of variants) {
    it(`should give equal snapshot bytes with ${name}`, async () => {
      const expected = await reference();

      const found = await runWith(name.replace(/\W/g, '-'), words, environment)();

      expect(Object.keys(found)).to.include('manifest.json');
      expect(found).to.deep.equal(expected);
    });
  }

  it('should give other bytes with another seed', async () => {
    const expected = await reference();

    const found = await runWith('seed', ['--seed', '8'], {})();

    expect(found['flows.csv']).not.to.equal(expected['flows.csv']);
  });

  if (server === undefined) {
    it('should give equal snapshot bytes with PostgreSQL', function () {
      console.warn('SKIPPED: set DATABASE_URL to compare PGlite with PostgreSQL');
      this.skip();
    });
  }

  function runWith(name: string, words: string[], environment: Record<string, string>) {
    let found: Promise<Record<string, string>> | undefined;
    const run = join(site.folder, name);
    return () => {
      found ??= entwine(['run', site.scenario, '--run-dir', run, ...words], environment).then(
        (outcome) => {
          expect(outcome.code, outcome.stderr).to.equal(0);
          return digests(join(run, 'snapshot'));
        },
      );
      return found;
    };
  }
});
