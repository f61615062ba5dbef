import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import { digests, entwine, smallSite, startEntwine, TINY } from '../support/cli.ts';

const KILLS = Number(process.env.ENTWINE_TRAINING_KILLS ?? 2);
const CHECKPOINT = 'training.checkpoint';
const PASSED_OVER = 'is of another training; passed over';
/** Training from its first checkpoint to its end takes some seconds. */
const SPREAD_MS = 2000;

describe('the training of a network that is cut and run again', function () {
  this.timeout(3_600_000);
  const site = smallSite({
    site: TINY,
    extra: 'model: { family: argn, maxEpochs: 30 }\nreport: { chapters: [] }',
  });
  const linked = join(site.folder, 'linked');
  let expected: unknown;

  before(async () => {
    await finish('link', linked);
    const whole = startRun('whole');
    await finish('train', whole);
    expected = publishedBy(whole);
    expect(existsSync(join(whole, CHECKPOINT))).to.equal(false);
  });
  after(() => site.remove());

  for (let point = 0; point < KILLS; point += 1) {
    it(`should give the same generator after kill ${point + 1} of ${KILLS}`, async () => {
      const run = startRun(`killed-${point}`);
      const random = createRandom(13, 'kill training', point);

      await cut(run, { signal: 'SIGKILL', delayMs: SPREAD_MS * random.next() });
      const { stderr } = await finish('train', run);

      expect(stderr).to.include('going on from the last checkpoint');
      expect(publishedBy(run)).to.deep.equal(expected);
      expect(existsSync(join(run, CHECKPOINT))).to.equal(false);
    });
  }

  it('should keep the checkpoint where it is interrupted, for the same training alone', async () => {
    const run = startRun('interrupted');

    const { code } = await cut(run, { signal: 'SIGTERM', delayMs: 0 });
    const kept = existsSync(join(run, CHECKPOINT));
    const words = ['train', site.scenario, '--run-dir', run, '--engine', 'tensorflow:wasm'];
    const { child, finished } = startEntwine(words);
    child.stderr?.on('data', (text) => {
      if (String(text).includes(PASSED_OVER)) child.kill('SIGKILL');
    });
    const { stderr } = await finished;

    expect(code).to.equal(5);
    expect(kept).to.equal(true);
    expect(stderr).to.include(PASSED_OVER);
  });

  /** A run folder whose captures are read and linked. */
  function startRun(name: string): string {
    const run = join(site.folder, name);
    cpSync(linked, run, { recursive: true });
    return run;
  }

  async function finish(verb: string, run: string) {
    const outcome = await entwine([verb, site.scenario, '--run-dir', run]);
    expect(outcome.code, outcome.stderr).to.equal(0);
    return outcome;
  }

  /** Trains until a checkpoint is there and a while longer. */
  async function cut(run: string, at: { signal: NodeJS.Signals; delayMs: number }) {
    const { child, finished } = startEntwine(['train', site.scenario, '--run-dir', run]);
    while (!existsSync(join(run, CHECKPOINT)) && child.exitCode === null) await wait(5);
    await wait(at.delayMs);
    child.kill(at.signal);
    return finished;
  }
});

/** Digests of the generator, and what the stage put out. */
function publishedBy(run: string): unknown {
  const { stages, engine } = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'));
  const { key, outputs } = stages.train;
  return { engine, key, outputs, generator: digests(join(run, 'generator')) };
}
