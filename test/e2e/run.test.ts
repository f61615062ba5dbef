import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { entwine, smallSite } from '../support/cli.ts';

describe('entwine run', function () {
  this.timeout(300_000);
  const site = smallSite({ extra: '' });
  const run = join(site.folder, 'run');
  let outcome: Awaited<ReturnType<typeof entwine>>;

  before(async () => {
    outcome = await entwine(['run', site.scenario, '--run-dir', run, '--json']);
  });
  after(() => site.remove());

  it('should end with exit code 0 and one JSON document on stdout', () => {
    expect(outcome.code, outcome.stderr).to.equal(0);
    const report = JSON.parse(outcome.stdout);
    expect(report.integrity).to.include({ orphans: 0, duplicateKeys: 0, linksOutsideWindow: 0 });
    expect(report.rows.synthetic.links).to.be.greaterThan(0);
  });

  it('should write the run folder that the contract names', () => {
    const files = [
      'manifest.json',
      'report.html',
      'report.json',
      'generator/generator.json',
      'generator/weights.safetensors',
      'snapshot/manifest.json',
      'snapshot/schema.sql',
      'snapshot/links.parquet',
      'snapshot/links.csv',
      'split/flows-training.csv',
      'split/flows-holdout.csv',
    ];
    expect(files.filter((file) => !existsSync(join(run, file)))).to.deep.equal([]);
  });

  it('should keep finished stages when run again', async () => {
    const again = await entwine(['run', site.scenario, '--run-dir', run]);

    expect(again.code, again.stderr).to.equal(0);
    expect(again.stderr).to.include('generate: done before, kept');
  });

  it('should make a snapshot that verifies, and see a flipped byte in it', async () => {
    const sound = await entwine(['snapshot', 'verify', join(run, 'snapshot')]);
    const file = join(run, 'snapshot', 'events.csv');
    const bytes = readFileSync(file);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length >> 1]! ^= 1;
    writeFileSync(file, flipped);
    const broken = await entwine(['snapshot', 'verify', join(run, 'snapshot')]);
    writeFileSync(file, bytes);

    expect(sound.code, sound.stderr).to.equal(0);
    expect(broken.code).to.equal(3);
  });

  it('should find no broken law among requests to the trained generator', async () => {
    const verified = await entwine(['verify', run, '--runs', '5', '--json']);

    expect(verified.code, verified.stderr + verified.stdout).to.equal(0);
  });

  it('should report links by capture, near the truth of the simulated site', async () => {
    const linked = await entwine(['link', site.scenario, '--run-dir', run, '--json']);
    const report = JSON.parse(linked.stdout).captures.lab;

    expect(report.links).to.be.at.least(0.99 * report.tuplePairs);
  });

  it('should tell the stages of a run', async () => {
    const status = await entwine(['status', run, '--json']);

    expect(Object.keys(JSON.parse(status.stdout).stages)).to.include.members(['train', 'snapshot']);
  });
});

describe('entwine exit codes', function () {
  this.timeout(120_000);
  const site = smallSite();
  after(() => site.remove());

  it('should be 2 for a scenario that is wrong, with file, line and column', async () => {
    const file = join(site.folder, 'wrong.yaml');
    writeFileSync(file, 'name: wrong\nsubjct: { kind: host }\n');

    const outcome = await entwine(['validate', file]);

    expect(outcome.code).to.equal(2);
    expect(outcome.stderr).to.match(/wrong\.yaml:2:1/);
    expect(outcome.stderr).to.include('subject');
  });

  it('should be 2 for a verb or an option that does not exist', async () => {
    expect((await entwine(['rnu'])).code).to.equal(2);
    expect((await entwine(['run', site.scenario, '--sead', '1'])).code).to.equal(2);
  });

  it('should be 3 for captures with too many bad rows, and quarantine them', async () => {
    const flows = join(site.folder, 'flows.csv');
    writeFileSync(
      flows,
      `te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label\n${'nonsense\n'.repeat(9)}`,
    );
    const file = join(site.folder, 'bad.yaml');
    writeFileSync(
      file,
      'name: bad\nsubject: { kind: source_ip }\nsources: { flows: { path: flows.csv, format: ugr16-csv } }\n',
    );
    const run = join(site.folder, 'bad-run');

    const outcome = await entwine(['ingest', file, '--run-dir', run]);

    expect(outcome.code, outcome.stderr).to.equal(3);
    expect(outcome.stderr).to.include('flows');
    const [first] = readFileSync(join(run, 'quarantine', '0-flows.ndjson'), 'utf8').split('\n');
    expect(JSON.parse(first ?? '')).to.include({ file: 'flows.csv', line: 2 });
  });

  it('should be 1 when a gate fails', async () => {
    const gated = smallSite({
      extra: 'report: { chapters: [], gates: [{ metric: overall.accuracy, atLeast: 1 }] }',
    });

    const outcome = await entwine([
      'run',
      gated.scenario,
      '--run-dir',
      join(gated.folder, 'run'),
      '--quiet',
    ]);
    gated.remove();

    expect(outcome.code, outcome.stderr).to.equal(1);
  });
});
