import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { simulateSite } from '../../../engine/simulation/simulate-site.ts';
import { writeForms } from '../../../engine/simulation/write-forms.ts';
import { type SiteFiles, writeCaptures, writeSite } from '../../../engine/simulation/write-site.ts';

const OPTIONS = {
  seed: 7,
  hosts: 3,
  servers: 4,
  natHosts: 1,
  devices: 3,
  hours: 0.5,
  clockOffsets: [3],
};

describe('writeSite', () => {
  let directory: string;
  let files: SiteFiles;
  let events: Record<string, string>[];
  let flows: Record<string, string>[];
  let links: string[][];

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'entwine-site-'));
    files = await writeSite(directory, OPTIONS);
    events = (await linesOf(files.sysmonPath)).map((line) => JSON.parse(line));
    flows = zeekRows(await linesOf(files.connPath));
    links = (await linesOf(files.linksPath)).slice(1).map((line) => line.split(','));
  });

  after(() => rm(directory, { recursive: true }));

  it('should write as many records as it says', async () => {
    expect(events).to.have.lengthOf(files.events);
    expect(flows).to.have.lengthOf(files.flows);
    expect(links).to.have.lengthOf(files.links);
    expect(zeekRows(await linesOf(files.dnsPath))).to.have.lengthOf(files.answers);
    expect(files.links).to.be.above(100);
  });

  it('should write the field names of the captures', () => {
    const sample = new Map(events.map((event) => [String(event.EventID), event]));

    for (const event of events) {
      expect(event).to.include.keys('Channel', 'Hostname', 'UtcTime', 'TimeCreated', '@timestamp');
      expect(event.UtcTime).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
      expect(event.Image ?? event.SourceImage).to.be.a('string');
      expect(event.ProcessId ?? event.SourceProcessId).to.match(/^\d+$/);
    }
    expect([...sample.keys()].map(Number).sort((one, other) => one - other)).to.deep.equal([
      1, 3, 5, 7, 10, 11, 12, 13, 17, 18, 22, 23,
    ]);
    expect(sample.get('1')).to.include.keys(
      'CommandLine',
      'ParentProcessGuid',
      'LogonGuid',
      'Hashes',
    );
    expect(sample.get('3')).to.include.keys('Protocol', 'Initiated', 'SourceIp', 'DestinationPort');
    expect(sample.get('22')).to.include.keys('QueryName', 'QueryStatus', 'QueryResults');
    expect(sample.get('7')).to.include.keys('Hashes', 'Signed', 'Signature', 'SignatureStatus');
    expect(sample.get('10')).to.include.keys(
      ...['SourceProcessGUID', 'SourceImage', 'SourceUser', 'TargetProcessGUID', 'TargetImage'],
      ...['GrantedAccess', 'CallTrace', 'TargetUser'],
    );
    expect(sample.get('10')).to.not.have.any.keys('Image', 'ProcessGuid', 'User');
    expect(sample.get('12')).to.include({ EventType: 'CreateKey' });
    expect(sample.get('17')).to.include({ EventType: 'CreatePipe' });
    expect(sample.get('18')).to.include({ EventType: 'ConnectPipe' });
    expect(sample.get('23')).to.include.keys('Hashes', 'IsExecutable', 'Archived');
  });

  it('should name in every link the lines of one connection', async () => {
    const connLines = await linesOf(files.connPath);

    for (const [eventLine, uid, flowLine, seen] of links) {
      const event = events[Number(eventLine) - 1]!;
      const flow = zeekRow(connLines, Number(flowLine));
      expect(event.EventID).to.equal(3);
      expect(flow.uid).to.equal(uid);
      const eventEnds = [
        `${event.SourceIp} ${event.SourcePort}`,
        `${event.DestinationIp} ${event.DestinationPort}`,
      ];
      const flowEnds = [
        `${flow['id.orig_h']} ${flow['id.orig_p']}`,
        `${flow['id.resp_h']} ${flow['id.resp_p']}`,
      ];
      const equal =
        eventEnds.sort().join() === flowEnds.sort().join() && event.Protocol === flow.proto;
      expect(equal ? 'yes' : 'no').to.equal(seen);
    }
  });

  it("should give the time between event and flow on the sensor's clock", async () => {
    const clocks = (await linesOf(files.clocksPath)).slice(1).map((line) => line.split(','));
    const offsetOf = new Map(clocks.map(([host, offset]) => [host, Number(offset)]));

    for (const [eventLine, uid, , , dtUs] of links) {
      const event = events[Number(eventLine) - 1]!;
      const flow = flows.find((one) => one.uid === uid)!;
      const stampUs = Date.parse(`${event.UtcTime?.replace(' ', 'T')}Z`) * 1000;
      const startUs = Math.round(Number(flow.ts) * 1e6);
      const offset = offsetOf.get(event.Hostname?.toLowerCase() ?? '') ?? Number.NaN;
      expect(stampUs - offset - startUs).to.equal(Number(dtUs));
    }
    expect(clocks[0]).to.deep.equal(['dc01.harbour.example', '3000000']);
  });

  it('should write the bytes that this seed always gave', async () => {
    expect(await digest(files.sysmonPath)).to.match(/^636647216366f48f/);
    expect(await digest(files.connPath)).to.match(/^ceafdaf521462fb2/);
    expect(await digest(files.dnsPath)).to.match(/^7a47ffeb564461b6/);
    expect(await digest(files.linksPath)).to.match(/^38216b9686a6518c/);
  });

  it('should write the same bytes for the same options', async () => {
    const again = await mkdtemp(join(tmpdir(), 'entwine-site-'));
    try {
      const other = await writeSite(again, OPTIONS);
      for (const key of ['sysmonPath', 'connPath', 'dnsPath', 'linksPath', 'clocksPath'] as const) {
        expect(await digest(other[key])).to.equal(await digest(files[key]));
      }
    } finally {
      await rm(again, { recursive: true });
    }
  });
});

describe('writeForms', () => {
  let directory: string;
  const site = simulateSite(OPTIONS);

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'entwine-forms-'));
  });

  after(() => rm(directory, { recursive: true }));

  it('should write the same events in every form', async () => {
    const flat = (await linesOf((await writeCaptures(directory, site)).sysmonPath)).map((line) =>
      JSON.parse(line),
    );
    const { nestedPath, xmlPath } = await writeForms(directory, site);
    const nested = (await linesOf(nestedPath)).map((line) => JSON.parse(line));
    const elements = (await linesOf(xmlPath)).slice(1, -1);

    expect(nested.map((one) => one.event_data.UtcTime)).to.deep.equal(
      flat.map((one) => one.UtcTime),
    );
    expect(nested.map((one) => one.event_id)).to.deep.equal(flat.map((one) => one.EventID));
    expect(elements).to.have.lengthOf(flat.length);
    for (const [index, element] of elements.entries()) {
      const [name] = ['ProcessGuid', 'SourceProcessGUID'].filter((one) => one in flat[index]);
      expect(element).to.include(`<Data Name='${name}'>${flat[index][name ?? '']}</Data>`);
      expect(element.replace(/&(amp|lt|gt|apos|quot);/g, '')).to.not.include('&');
    }
  });

  it('should write each direction of a connection once for nfdump', async () => {
    const { nfdumpOldPath, nfdumpNewPath, connJsonPath } = await writeForms(directory, site);
    const old = (await linesOf(nfdumpOldPath)).map((line) => line.split(','));
    const now = (await linesOf(nfdumpNewPath)).map((line) => line.split(','));
    const directions = site.flows.reduce((sum, flow) => sum + (flow.respPackets > 0 ? 2 : 1), 0);
    const bytes = site.flows.reduce((sum, flow) => sum + flow.origIpBytes + flow.respIpBytes, 0);

    expect(old.length - 1).to.equal(directions);
    expect(now.length - 1).to.equal(directions);
    expect(sumOf(old, 'ibyt')).to.equal(bytes);
    expect(sumOf(now, 'bytes')).to.equal(bytes);
    for (const row of old.slice(1)) expect(row[8]).to.match(/^\.\.\.[.A][.P][.R][.S][.F]$/);
    expect(await linesOf(connJsonPath)).to.have.lengthOf(site.flows.length);
  });
});

async function linesOf(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).trimEnd().split('\n');
}

function zeekRows(lines: readonly string[]): Record<string, string>[] {
  return lines.flatMap((line, index) => (line.startsWith('#') ? [] : [zeekRow(lines, index + 1)]));
}

function zeekRow(lines: readonly string[], number: number): Record<string, string> {
  const names = lines
    .find((line) => line.startsWith('#fields'))!
    .split('\t')
    .slice(1);
  const cells = lines[number - 1]!.split('\t');
  expect(cells).to.have.lengthOf(names.length);
  return Object.fromEntries(names.map((name, at) => [name, cells[at]!]));
}

function sumOf([head, ...rows]: readonly string[][], column: string): number {
  const at = head!.indexOf(column);
  return rows.reduce((sum, row) => sum + Number(row[at]), 0);
}

async function digest(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
