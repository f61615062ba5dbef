import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import type { Row } from '../../../engine/core/row.ts';
import { columnIndex } from '../../../engine/schema/table-schema.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { diffSnapshots } from '../../../engine/snapshot/diff-snapshots.ts';
import { readSnapshotTable } from '../../../engine/snapshot/read-snapshot.ts';
import { verifySnapshot } from '../../../engine/snapshot/verify-snapshot.ts';
import { writeSnapshot } from '../../../engine/snapshot/write-snapshot.ts';
import { memoryRows } from '../../support/database-arbitrary.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SCHEMA = telemetrySchema({ events: false, flows: true });
const FACTS = { scenario: 'lab', seed: 42, version: '0.1.0', engine: 'trees' };

describe('writeSnapshot', () => {
  it('should give equal bytes for equal rows, however they are batched', async () => {
    const [one, other] = [await publish(sampleRows(), 1), await publish(sampleRows(), 1000)];

    expect(contentsOf(one)).to.deep.equal(contentsOf(other));
    expect(await diffSnapshots(one, other)).to.deep.equal([]);
  });

  it('should list files, rows and facts, and neither time nor place', async () => {
    const directory = await publish(sampleRows());

    const text = readFileSync(join(directory, 'manifest.json'), 'utf8');
    const manifest = JSON.parse(text);
    expect(Object.keys(manifest)).to.deep.equal([
      'format',
      'entwine',
      'scenario',
      'seed',
      'engine',
      'excelSafe',
      'tables',
      'files',
      'schema',
    ]);
    expect(manifest.tables).to.deep.equal({ subjects: 2, endpoints: 2, names: 0, flows: 200 });
    expect(manifest.files.map((file: { path: string }) => file.path)).to.include.members([
      'schema.sql',
      'flows.csv',
      'flows.parquet',
    ]);
    expect(text).not.to.include(directory);
  });

  it('should write the same cells as Parquet', async () => {
    const directory = await publish(sampleRows());

    const file = await asyncBufferFromFile(join(directory, 'flows.parquet'));
    const [first] = await parquetReadObjects({ file });
    expect(first).to.deep.include({
      subject_key: 1n,
      start_us: 1_600_000_000_000_000n,
      protocol: 'tcp',
      src_port: 1000n,
      state: null,
    });
  });

  it('should replace an older snapshot as a whole and leave no draft', async () => {
    const folder = temporaryFolder();
    const directory = join(folder, 'snapshot');
    mkdirSync(directory);
    writeFileSync(join(directory, 'old.csv'), '');

    await publishTo(directory, sampleRows());

    expect(readdirSync(folder)).to.deep.equal(['snapshot']);
    expect(readdirSync(directory)).not.to.include('old.csv');
  });

  it('should leave the older snapshot where rows stop coming', async () => {
    const directory = join(temporaryFolder(), 'snapshot');
    await publishTo(directory, sampleRows());
    const before = contentsOf(directory);

    const failure = await writeSnapshot({
      directory,
      schema: SCHEMA,
      facts: FACTS,
      rows: () => brokenRows(),
    }).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(RangeError);
    expect(contentsOf(directory)).to.deep.equal(before);
  });
});

describe('readSnapshotTable', () => {
  it('should give back the rows with their types', async () => {
    const rows = sampleRows();
    const directory = await publish(rows);

    const read: Row[] = [];
    for await (const batch of readSnapshotTable(directory, 'flows')) read.push(...batch);

    expect(read).to.deep.equal(rows.get('flows'));
  });
});

describe('verifySnapshot', () => {
  it('should find nothing in what was written', async () => {
    expect(await verifySnapshot(await publish(sampleRows()))).to.deep.equal([]);
  });

  const damages: readonly {
    readonly title: string;
    readonly place: string;
    readonly damage: (directory: string) => void;
  }[] = [
    {
      title: 'a changed cell',
      place: 'flows.csv',
      damage: (at) => edit(join(at, 'flows.csv'), (text) => text.replace('tcp', 'udp')),
    },
    {
      title: 'a cut Parquet file',
      place: 'flows.parquet',
      damage: (at) => writeFileSync(join(at, 'flows.parquet'), 'PAR1'),
    },
    {
      title: 'a missing file',
      place: 'names.csv',
      damage: (at) => rmSync(join(at, 'names.csv')),
    },
    {
      title: 'a foreign file',
      place: 'notes.txt',
      damage: (at) => writeFileSync(join(at, 'notes.txt'), ''),
    },
    {
      title: 'a missing manifest',
      place: 'manifest.json',
      damage: (at) => rmSync(join(at, 'manifest.json')),
    },
    {
      title: 'a manifest that leads out of the folder',
      place: 'manifest.json',
      damage: (at) =>
        edit(join(at, 'manifest.json'), (text) => text.replace('"flows.csv"', '"../flows.csv"')),
    },
    {
      title: 'a wrong count of rows',
      place: 'flows.parquet',
      damage: (at) =>
        edit(join(at, 'manifest.json'), (text) => text.replace('"flows": 200', '"flows": 199')),
    },
  ];
  for (const { title, place, damage } of damages) {
    it(`should find ${title}`, async () => {
      const directory = await publish(sampleRows());
      damage(directory);

      const findings = await verifySnapshot(directory);

      expect(findings.map((one) => one.place)).to.include(place);
    });
  }

  it('should find orphans and duplicate keys in rows that were written so', async () => {
    const rows = new Map(sampleRows());
    const flows = [...(rows.get('flows') ?? [])];
    const target = columnIndex(flowsTable(), 'dst_ip');
    flows.push(flows[0]?.with(target, '10.9.9.9') as Row);
    flows.sort((a, b) => Number(a[0]) - Number(b[0]));
    rows.set('flows', flows);

    const problems = (await verifySnapshot(await publish(rows))).map((one) => one.problem);

    expect(problems.some((problem) => /orphans: 1/.test(problem))).to.equal(true);
    expect(problems.some((problem) => /duplicateKeys: 1/.test(problem))).to.equal(true);
  });
});

describe('diffSnapshots', () => {
  it('should name the facts, the counts and the first row that differ', async () => {
    const one = await publish(sampleRows());
    const rows = new Map(sampleRows());
    const flows = [...(rows.get('flows') ?? [])].slice(0, -1);
    flows[4] = flows[4]?.with(columnIndex(flowsTable(), 'src_bytes'), 7) as Row;
    rows.set('flows', flows);
    const other = join(temporaryFolder(), 'snapshot');
    await publishTo(other, rows, { ...FACTS, seed: 43 });

    const differences = await diffSnapshots(one, other);

    expect(differences).to.deep.equal([
      { place: 'seed', problem: '42, 43' },
      { place: 'flows', problem: '200 rows, 199 rows' },
      { place: 'flows.csv', problem: 'row 5 is the first to differ' },
      { place: 'flows.parquet', problem: 'another sha256' },
    ]);
  });

  it('should refuse a folder that is no snapshot', async () => {
    const directory = await publish(sampleRows());
    renameSync(join(directory, 'manifest.json'), join(directory, 'other.json'));

    const failure = await diffSnapshots(directory, directory).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(DataError);
  });
});

function sampleRows(): ReadonlyMap<string, readonly Row[]> {
  const flows = Array.from({ length: 200 }, (_, at): Row => {
    const key = at < 120 ? 1 : 2;
    const start = 1_600_000_000_000_000 + at * 1000;
    const tuple = ['tcp', '10.0.0.1', 1000 + at, '10.0.0.2', 443];
    const sizes = [3, 300 + at, 2, 200];
    return [key, at, start, at % 3 ? at : null, ...tuple, ...sizes, '.AP.S.', null, null, 0, 'a,b'];
  });
  return new Map<string, readonly Row[]>([
    ['subjects', [1, 2].map((key) => [key, 'host', `host-${key}.lab`, null, null, null, null])],
    [
      'endpoints',
      [
        ['10.0.0.1', 'internal'],
        ['10.0.0.2', 'internal'],
      ],
    ],
    ['flows', flows],
  ]);
}

function flowsTable() {
  const table = SCHEMA.tables.find((one) => one.name === 'flows');
  if (table === undefined) throw new Error('no flows');
  return table;
}

async function publish(rows: ReadonlyMap<string, readonly Row[]>, batch = 7): Promise<string> {
  const directory = join(temporaryFolder(), 'snapshot');
  await publishTo(directory, rows, FACTS, batch);
  return directory;
}

async function publishTo(
  directory: string,
  rows: ReadonlyMap<string, readonly Row[]>,
  facts = FACTS,
  batch = 7,
): Promise<void> {
  await writeSnapshot({ directory, schema: SCHEMA, rows: memoryRows(rows, batch), facts });
}

// biome-ignore lint/correctness/useYield: a source that breaks before its first batch
async function* brokenRows(): AsyncGenerator<readonly Row[]> {
  throw new RangeError('stop');
}

function contentsOf(directory: string): Record<string, string> {
  const names = readdirSync(directory).sort();
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(directory, name)).toString('base64')]),
  );
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}
