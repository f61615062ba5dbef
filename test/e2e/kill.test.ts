import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import { digests, entwine, smallSite, startEntwine, TINY } from '../support/cli.ts';

const KILLS = Number(process.env.ENTWINE_KILLS ?? 2);
/** Runs that are killed and resumed side by side. */
const LANES = 2;

describe('a run that is killed and run again', function () {
  this.timeout(3_600_000);
  const site = smallSite({ site: TINY });
  const resumed: Promise<Resumed>[] = [];
  let expected: unknown;
  let wholeMs = 0;

  before(async () => {
    const run = join(site.folder, 'whole');
    const startedMs = performance.now();
    const outcome = await entwine(['run', site.scenario, '--run-dir', run]);
    wholeMs = performance.now() - startedMs;
    expect(outcome.code, outcome.stderr).to.equal(0);
    expected = publishedBy(run);
    for (let lane = 0; lane < LANES; lane += 1) startLane(lane);
  });
  after(() => site.remove());

  for (let point = 0; point < KILLS; point += 1) {
    it(`should publish the same manifests after kill ${point + 1} of ${KILLS}`, async () => {
      const { code, stderr, published } = await resumed[point]!;

      expect(code, stderr).to.equal(0);
      expect(published).to.deep.equal(expected);
    });
  }

  /** Every `LANES`th point, one after the other. */
  function startLane(lane: number): void {
    let before: Promise<unknown> = Promise.resolve();
    for (let point = lane; point < KILLS; point += LANES) {
      resumed[point] = before.then(() => killAndResume(point));
      before = resumed[point]!;
    }
  }

  async function killAndResume(point: number): Promise<Resumed> {
    const random = createRandom(11, 'kill', point);
    const run = join(site.folder, `killed-${point}`);
    const words = ['run', site.scenario, '--run-dir', run];
    const { child, finished } = startEntwine(words);
    const delayMs = wholeMs * ((point + random.next()) / KILLS);
    const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
    await finished;
    clearTimeout(timer);
    const { code, stderr } = await entwine(words);
    const published = code === 0 ? publishedBy(run) : null;
    rmSync(run, { recursive: true, force: true });
    return { code, stderr, published };
  }
});

interface Resumed {
  readonly code: number | null;
  readonly stderr: string;
  readonly published: unknown;
}

/** Digests of the published files, and the run's manifest without what was measured. */
function publishedBy(run: string): unknown {
  const manifest = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'));
  for (const stage of Object.values<Record<string, unknown>>(manifest.stages)) {
    delete stage.seconds;
    delete stage.peakMemoryMib;
    delete stage.measured;
  }
  const folders = ['generator', 'snapshot', 'split'];
  return { manifest, files: folders.map((name) => digests(join(run, name))) };
}
