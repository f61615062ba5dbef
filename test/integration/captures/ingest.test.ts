import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SourceKind } from '../../../engine/core/capture-format.ts';
import { readCapture } from '../../../engine/ingest/read-capture.ts';
import type { EventRecord, FlowRecord, RecordOf } from '../../../engine/ingest/records.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const DATA = process.env.ENTWINE_DATA ?? join(ROOT, '..', 'shared', 'data');

/** Counts by the README of each data set; `skipped` are header lines unless it says more. */
const UGR16 = [
  ['ugr16-2016-04-11.csv.gz', 628_891, 311],
  ['ugr16-2016-04-11-type2.csv.gz', 38_434, 111],
  ['ugr16-2016-04-11-type3.csv.gz', 73, 0],
] as const;

const LSASS = [
  ['LSASS_campaign_01', 47_906, 269, 140, 51, 112],
  ['LSASS_campaign_02', 37_592, 138, 135, 28, 119],
  ['LSASS_campaign_05', 57_523, 122, 889, 441, 895],
  ['LSASS_campaign_06', 56_403, 77, 772, 400, 777],
] as const;

const STRATOSPHERE = [
  ['008-zeek-mixed', { Malicious: 4201, Benign: 1402, Background: 60 }],
  ['010-zeek-mixed', { Malicious: 3373, Benign: 1937, Background: 37 }],
] as const;

describe('readCapture on public captures', () => {
  before(function () {
    if (existsSync(DATA)) return;
    console.warn(`no capture data: ${DATA}; set ENTWINE_DATA; skipping the ingest of captures`);
    this.skip();
  });

  for (const [capture, rows, processes, connections, queries, flows] of LSASS) {
    it(`should read every row of linked-otrf-lsass/${capture}`, async () => {
      const folder = join(DATA, 'linked-otrf-lsass', capture);

      const events = await readAll(join(folder, 'sysmon.jsonl.gz'), 'events');
      const conn = await readAll(join(folder, 'zeek-conn.log.gz'), 'flows');

      expect([events.rows, events.bad, events.skipped]).to.deep.equal([rows, 0, 0]);
      expect(events.count('event_type', 1)).to.equal(processes);
      expect(events.count('event_type', 3)).to.equal(connections);
      expect(events.count('event_type', 22)).to.equal(queries);
      expect([conn.rows, conn.bad]).to.deep.equal([flows, 0]);
    });
  }

  it('should read what was derived from packets of linked-otrf-lsass', async () => {
    const folder = join(DATA, 'linked-otrf-lsass', 'LSASS_campaign_01');

    const flows = await readAll(join(folder, 'netflow.csv.gz'), 'flows');
    const dns = await readAll(join(folder, 'dns-from-pcap.csv.gz'), 'dns');
    const unnamed = await readAll(join(folder, 'zeek-dns.log.gz'), 'dns');

    expect([flows.rows, flows.bad, flows.skipped]).to.deep.equal([416, 0, 1]);
    expect(flows.count('dst_bytes', null)).to.equal(416);
    expect(flows.count('protocol', 'ipv6-icmp')).to.equal(1);
    expect([dns.rows, dns.bad, dns.skipped]).to.deep.equal([69, 0, 1]);
    expect(unnamed.bad).to.equal(0);
  });

  it('should read every row of linked-otrf-shire', async () => {
    const folder = join(DATA, 'linked-otrf-shire');
    const captures = foldersOf(folder);

    const events = await readEach(captures, 'sysmon', 'events');
    const flows = await readEach(captures, 'netflow', 'flows');
    const dns = await readEach(captures, 'dns', 'dns');

    expect(captures.length).to.equal(23);
    expect([sum(events, 'rows'), sum(events, 'bad'), sum(events, 'skipped')]).to.deep.equal([
      88_732, 0, 0,
    ]);
    expect(events.reduce((all, one) => all + one.count('event_type', 3), 0)).to.equal(467);
    expect([sum(flows, 'rows'), sum(flows, 'bad')]).to.deep.equal([597, 0]);
    expect(sum(flows, 'skipped')).to.equal(flows.length);
    expect([sum(dns, 'rows'), sum(dns, 'bad')]).to.deep.equal([60, 0]);
  });

  it('should read every row of sysmon-otrf-atomic, flat and nested', async () => {
    const folder = join(DATA, 'sysmon-otrf-atomic');
    const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));

    const events: Counts[] = [];
    for (const file of files) events.push(await readAll(join(folder, file), 'events'));

    const kinds = (kind: number) =>
      events.reduce((all, one) => all + one.count('event_type', kind), 0);
    expect(files.length).to.equal(47);
    expect([sum(events, 'rows'), sum(events, 'bad'), sum(events, 'skipped')]).to.deep.equal([
      93_162, 0, 0,
    ]);
    expect([1, 3, 10, 12, 22, 255].map(kinds)).to.deep.equal([369, 1772, 26_837, 28_945, 290, 2]);
    expect(new Set(events.flatMap((one) => [...one.hosts])).size).to.equal(12);
  });

  for (const [file, rows, blacklist] of UGR16) {
    it(`should read every row of netflow-ugr16/${file}`, async () => {
      const flows = await readAll(join(DATA, 'netflow-ugr16', file), 'flows');

      expect([flows.rows, flows.bad, flows.skipped]).to.deep.equal([rows, 0, 1]);
      expect(flows.count('label', 'blacklist')).to.equal(blacklist);
      expect(flows.count('duration_us', null)).to.equal(0);
    });
  }

  for (const [capture, labels] of STRATOSPHERE) {
    it(`should read every row of zeek-stratosphere-labeled/${capture}`, async () => {
      const file = join(DATA, 'zeek-stratosphere-labeled', capture, 'conn.log.labeled.gz');

      const flows = await readAll(file, 'flows');

      expect(flows.bad).to.equal(0);
      for (const [label, rows] of Object.entries(labels)) {
        expect(flows.count('label', label), label).to.equal(rows);
      }
      expect(flows.rows).to.equal(Object.values<number>(labels).reduce((all, one) => all + one));
    });
  }

  for (const [host, rows] of [
    ['NASHUA', 479],
    ['SCRANTON', 134],
  ] as const) {
    it(`should read every row of zeek-otrf-apt29-day1/${host}`, async () => {
      const folder = join(DATA, 'zeek-otrf-apt29-day1');

      const flows = await readAll(join(folder, `${host}_conn.log.gz`), 'flows');
      const dns = await readAll(join(folder, `${host}_dns.log.gz`), 'dns');

      expect([flows.rows, flows.bad, flows.skipped]).to.deep.equal([rows, 0, 0]);
      expect(dns.bad).to.equal(0);
      expect(dns.rows).to.be.greaterThan(0);
    });
  }
});

/** The counts of one file, taken while it runs past. */
interface Counts {
  readonly rows: number;
  readonly bad: number;
  readonly skipped: number;
  readonly hosts: ReadonlySet<string>;
  /** Rows that have a value in a field. */
  count(field: keyof (EventRecord & FlowRecord), value: string | number | null): number;
}

const COUNTED = ['event_type', 'label', 'protocol', 'duration_us', 'dst_bytes'] as const;

async function readAll<K extends SourceKind>(file: string, kind: K): Promise<Counts> {
  const counts = new Map<string, number>();
  const hosts = new Set<string>();
  let [rows, bad, skipped] = [0, 0, 0];
  for await (const batch of readCapture(file, { kind, format: 'auto' })) {
    rows += batch.records.length;
    bad += batch.bad.length;
    skipped += batch.skipped;
    for (const record of batch.records as readonly RecordOf[K][]) {
      const cells = record as Partial<EventRecord & FlowRecord>;
      if (cells.host !== undefined) hosts.add(cells.host);
      for (const field of COUNTED) {
        const key = `${field}=${cells[field]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  const count: Counts['count'] = (field, value) => counts.get(`${field}=${value}`) ?? 0;
  return { rows, bad, skipped, hosts, count };
}

async function readEach(
  folders: readonly string[],
  prefix: string,
  kind: SourceKind,
): Promise<Counts[]> {
  const all: Counts[] = [];
  for (const folder of folders) {
    const files = readdirSync(folder).filter((name) => name.startsWith(prefix));
    for (const file of files.sort()) all.push(await readAll(join(folder, file), kind));
  }
  return all;
}

function foldersOf(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const folders = entries.filter((one) => one.isDirectory()).map((one) => join(folder, one.name));
  return folders.sort();
}

function sum(all: readonly Counts[], what: 'rows' | 'bad' | 'skipped'): number {
  return all.reduce((total, one) => total + one[what], 0);
}
