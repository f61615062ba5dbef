import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { readCapture } from '../../../engine/ingest/read-capture.ts';
import type { DnsRecord, EventRecord, FlowRecord } from '../../../engine/ingest/records.ts';
import type { LinkOutcome, LinkSession } from '../../../engine/pipeline/ports.ts';
import { writeSite } from '../../../engine/simulation/write-site.ts';
import { createLinkSessions } from '../../../linkers/link-session.ts';

const NETWORK_CONNECTION = 3;

describe("the linker against the simulated site's truth", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'entwine-lab-'));
  let outcome: LinkOutcome;
  let seen: Set<string>;
  let hidden: Set<string>;

  before(async () => {
    const files = await writeSite(folder, { seed: 5 });
    [seen, hidden] = readTruth(files.linksPath);
    outcome = await linkFiles(files);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('should find at least 99 % of the links whose tuple the sensor saw', () => {
    const found = keysOf(outcome);
    const hits = [...seen].filter((key) => found.has(key)).length;

    console.log(`    recall where the tuple is seen: ${hits}/${seen.size}`);
    expect(hits / seen.size).to.be.at.least(0.99);
  });

  it('should be right in at least 99 % of the links by community id', () => {
    const exact = [...keysOf(outcome, 'cid')];
    const right = exact.filter((key) => seen.has(key) || hidden.has(key)).length;

    console.log(`    precision by community id: ${right}/${exact.length}`);
    expect(right / exact.length).to.be.at.least(0.99);
  });

  it('should be right in at least 95 % of the links behind address translation', () => {
    const relaxed = [...keysOf(outcome, 'tuple-relaxed')];
    const right = relaxed.filter((key) => seen.has(key) || hidden.has(key)).length;
    const recalled = relaxed.filter((key) => hidden.has(key)).length;

    console.log(
      `    behind NAT: precision ${right}/${relaxed.length}, recall ${recalled}/${hidden.size}`,
    );
    expect(relaxed.length).to.be.greaterThan(0);
    expect(right / relaxed.length).to.be.at.least(0.95);
  });
});

/** Links by `event line, flow line`: those whose tuple was seen, and those behind translation. */
function readTruth(path: string): [Set<string>, Set<string>] {
  const seen = new Set<string>();
  const hidden = new Set<string>();
  for (const line of readFileSync(path, 'utf8').trim().split('\n').slice(1)) {
    const [event, , flow, tupleSeen] = line.split(',');
    (tupleSeen === 'yes' ? seen : hidden).add(`${event},${flow}`);
  }
  return [seen, hidden];
}

function keysOf(outcome: LinkOutcome, method?: string): Set<string> {
  const links = outcome.links.filter((one) => method === undefined || one.method === method);
  return new Set(links.map((one) => `${one.eventRowId},${one.flowRowId}`));
}

interface SitePaths {
  readonly sysmonPath: string;
  readonly connPath: string;
  readonly dnsPath: string;
}

/** Links the site's files; a row's id is its line. */
async function linkFiles({ sysmonPath, connPath, dnsPath }: SitePaths): Promise<LinkOutcome> {
  const session = createLinkSessions({})('lab');
  for await (const { records, lines } of readCapture(sysmonPath, source('events'))) {
    for (const [place, event] of records.entries()) addEvent(session, event, lines[place]!);
  }
  for await (const { records, lines } of readCapture(connPath, source('flows'))) {
    for (const [place, flow] of records.entries()) addFlow(session, flow, lines[place]!);
  }
  for await (const { records } of readCapture(dnsPath, source('dns'))) {
    for (const answer of records) addAnswer(session, answer);
  }
  return session.finish();
}

function addEvent(session: LinkSession, event: EventRecord, rowId: number): void {
  const { host, time_us: timeUs, logged_us: loggedUs, initiated } = event;
  if (event.event_type !== NETWORK_CONNECTION || !event.src_ip || !event.dst_ip) return;
  session.addEvent({ rowId, host, timeUs, loggedUs, initiated, tuple: tupleOf(event) });
  if (!initiated) return;
  const addresses = [event.src_ip];
  session.addName({ fqdn: host, addresses, timeUs, ttlUs: null, feed: 'sysmon-connection', host });
}

function addFlow(session: LinkSession, flow: FlowRecord, rowId: number): void {
  const { start_us: startUs, dst_packets } = flow;
  const endUs = startUs + (flow.duration_us ?? 0);
  session.addFlow({ rowId, startUs, endUs, oneWay: dst_packets === null, tuple: tupleOf(flow) });
}

function addAnswer(session: LinkSession, answer: DnsRecord): void {
  if (answer.answers === '') return;
  session.addName({
    fqdn: answer.query,
    addresses: answer.answers.split('|'),
    timeUs: answer.time_us,
    ttlUs: answer.ttl_s === null ? null : answer.ttl_s * 1_000_000,
    feed: 'dns',
    host: null,
  });
}

function source<K extends 'events' | 'flows' | 'dns'>(kind: K) {
  return { kind, format: 'auto' } as const;
}

function tupleOf(row: EventRecord | FlowRecord) {
  return {
    protocol: row.protocol ?? '',
    sourceAddress: row.src_ip ?? '',
    sourcePort: row.src_port,
    destinationAddress: row.dst_ip ?? '',
    destinationPort: row.dst_port,
  };
}
