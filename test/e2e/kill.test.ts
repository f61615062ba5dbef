import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import { digests, entwine, smallSite, startEntwine, TINY } from '../support/cli.ts';

const KILLS = Number(process.env.ENTWINE_KILLS ?? 4);

describe('a run that is killed and run again', function () {
  this.timeout(3_600_000);
  const site = smallSite({ site: TINY });
  let expected: unknown;
  let wholeMs = 0;

  before(async () => {
    const run = join(site.folder, 'whole');
    const startedMs = performance.now();
    const outcome = await entwine(['run', site.scenario, '--run-dir', run]);
    wholeMs = performance.now() - startedMs;
    expect(outcome.code, outcome.stderr).to.equal(0);
    expected = publishedBy(run);
  });
  after(() => site.remove());

  for (let point = 0; point < KILLS; point += 1) {
    it(`should publish the same manifests after kill ${point + 1} of ${KILLS}`, async () => {
      const random = createRandom(11, 'kill', point);
      const delayMs = wholeMs * ((point + random.next()) / KILLS);
      const run = join(site.folder, `killed-${point}`);
      const { child, finished } = startEntwine(['run', site.scenario, '--run-dir', run]);
      const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
      await finished;
      clearTimeout(timer);

      const resumed = await entwine(['run', site.scenario, '--run-dir', run]);

      expect(resumed.code, resumed.stderr).to.equal(0);
      expect(publishedBy(run)).to.deep.equal(expected);
    });
  }
});

/** Digests of the published files, and the run's manifest without what was measured. */
function publishedBy(run: string): unknown {
  const manifest = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'));
  for (const stage of Object.values<Record<string, unknown>>(manifest.stages)) {
    delete stage.seconds;
    delete stage.peakMemoryMib;
  }
  return { manifest, snapshot: digests(join(run, 'snapshot')), split: digests(join(run, 'split')) };
}
