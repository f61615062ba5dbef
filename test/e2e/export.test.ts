import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { SourceKind } from '../../engine/core/capture-format.ts';
import { readCapture } from '../../engine/ingest/read-capture.ts';
import { digests, entwine, smallSite, TINY } from '../support/cli.ts';

const ALL =
  'sysmon-json,sysmon-winlogbeat,sysmon-xml,zeek-tsv,zeek-json,nfdump-csv,ugr16-csv,ecs-json';

describe('entwine export', function () {
  this.timeout(300_000);
  const site = smallSite({ site: TINY });
  const run = join(site.folder, 'run');
  let rows: Record<string, number> = {};

  before(async () => {
    const outcome = await entwine(['generate', site.scenario, '--run-dir', run]);
    expect(outcome.code, outcome.stderr).to.equal(0);
    const status = await entwine(['status', run, '--json']);
    rows = JSON.parse(status.stdout).stages.generate.outputs.rows;
  });
  after(() => site.remove());

  it('should write every synthetic row in every form, for readers to take back', async () => {
    const outcome = await entwine(['export', '--run-dir', run, '--as', ALL, '--json']);

    expect(outcome.code, outcome.stderr).to.equal(0);
    const { directory, files } = JSON.parse(outcome.stdout);
    expect(directory).to.equal(join(run, 'export', 'synthetic'));
    for (const { file, kind, rows: told } of files) {
      const read = await readAll(join(directory, file), kind);
      expect(read, file).to.deep.equal({ records: told, bad: 0 });
      if (kind !== 'dns') expect(told, file).to.equal(rows[kind]);
    }
  });

  it('should write the same bytes again', async () => {
    const folders = [join(site.folder, 'one'), join(site.folder, 'two')];

    for (const out of folders) await entwine(['export', '--run-dir', run, '--out', out]);

    const [one, two] = folders.map(digests);
    expect(Object.keys(one ?? {})).to.deep.equal(['conn.log', 'dns.log', 'sysmon.jsonl']);
    expect(one).to.deep.equal(two);
  });

  const refusals: readonly [string, string[]][] = [
    ['a form that is none', ['--run-dir', run, '--as', 'pcap']],
    ['a part that is none', ['--run-dir', run, '--part', 'all']],
    ['no run', []],
    ['a folder without a run', ['--run-dir', site.folder]],
  ];
  for (const [name, words] of refusals) {
    it(`should end with exit code 2 for ${name}`, async () => {
      const outcome = await entwine(['export', ...words]);

      expect(outcome.code).to.equal(2);
      expect(outcome.stderr).not.to.include('defect');
    });
  }
});

async function readAll(file: string, kind: SourceKind) {
  let [records, bad] = [0, 0];
  for await (const batch of readCapture(file, { kind, format: 'auto' })) {
    records += batch.records.length;
    bad += batch.bad.length;
  }
  return { records, bad };
}
