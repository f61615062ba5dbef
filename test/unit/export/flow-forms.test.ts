import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ExportForm } from '../../../engine/export/export-form.ts';
import { formsOfStyle } from '../../../engine/export/export-styles.ts';
import type { FlowRecord } from '../../../engine/ingest/records.ts';
import { communityId } from '../../../linkers/community-id.ts';
import { answerOf, flowOf } from './made-records.ts';

const [conn, dns] = formsOfStyle('zeek-tsv', communityId) as [
  ExportForm<'flows'>,
  ExportForm<'dns'>,
];
const [connJson, dnsJson] = formsOfStyle('zeek-json', communityId) as [
  ExportForm<'flows'>,
  ExportForm<'dns'>,
];
const [nfdump] = formsOfStyle('nfdump-csv', communityId) as [ExportForm<'flows'>];
const [ugr] = formsOfStyle('ugr16-csv', communityId) as [ExportForm<'flows'>];
const [, ecs] = formsOfStyle('ecs-json', communityId) as [unknown, ExportForm<'flows'>];

describe('Zeek as tab-separated values', () => {
  it('should open with the lines that Zeek writes', () => {
    const lines = conn.head(1_709_625_601_941_261).trimEnd().split('\n');

    expect(lines.slice(0, 6)).to.deep.equal([
      '#separator \\x09',
      '#set_separator\t,',
      '#empty_field\t(empty)',
      '#unset_field\t-',
      '#path\tconn',
      '#open\t2024-03-05-08-00-01',
    ]);
    expect(conn.foot(1_709_625_601_941_261)).to.equal('#close\t2024-03-05-08-00-01\n');
  });

  for (const form of [conn, dns]) {
    it(`should give ${form.file} as many cells as fields and types`, () => {
      const [fields = [], types = []] = form
        .head(0)
        .trimEnd()
        .split('\n')
        .slice(-2)
        .map((line) => line.split('\t'));
      const line = form.kind === 'flows' ? conn.line(flowOf({}), 1) : dns.line(answerOf({}), 1);

      expect(fields[0]).to.equal('#fields');
      expect(types[0]).to.equal('#types');
      expect(types).to.have.length(fields.length);
      expect(line.split('\t')).to.have.length(fields.length - 1);
    });
  }

  it('should write a cell of every type as Zeek does', () => {
    expect(cellsOf(flowOf({}))).to.include({
      ts: '1709625601.941261',
      'id.orig_p': '55263',
      proto: 'udp',
      duration: '0.069209',
      orig_bytes: '49',
      resp_ip_bytes: '184',
      local_orig: 'T',
      local_resp: 'F',
      history: '-',
      label: '-',
      community_id: '1:9LzBBkuXrcfnuCypLpULsOEHlio=',
    });
  });

  it('should escape separators, backslashes and what reads like a mark', () => {
    const labels = ['a\tb', 'a\\x09', '-', '(empty)', 'a\nb', 'é'];

    expect(labels.map((label) => cellsOf(flowOf({ label })).label)).to.deep.equal([
      'a\\x09b',
      'a\\x5cx09',
      '\\x2d',
      '\\x28empty)',
      'a\\x0ab',
      'é',
    ]);
  });

  it('should write what is unset as -, and ports as 0 where there are none', () => {
    const cells = cellsOf(flowOf({ duration_us: null, state: null, protocol: 'gre' }));

    expect(cells).to.include({ duration: '-', conn_state: '-', 'id.orig_p': '0' });
  });

  it('should say icmp with type and code for both families', () => {
    const echo = { src_port: 8, dst_port: 0 };
    const six = { protocol: 'ipv6-icmp', src_ip: '2001:db8::1', dst_ip: '2001:db8::2' };

    expect(cellsOf(flowOf({ ...echo, protocol: 'icmp' }))).to.include({
      proto: 'icmp',
      'id.orig_p': '8',
    });
    expect(cellsOf(flowOf({ ...echo, ...six }))).to.include({ proto: 'icmp' });
  });

  it('should give answers as a vector with a time to live each', () => {
    const cells = dns.line(answerOf({}), 1).split('\t');

    expect(cells.slice(-3)).to.deep.equal(['192.0.2.1,192.0.2.2', '300.000000,300.000000', 'F']);
  });

  it('should give every row of both logs a uid of its own', () => {
    const uids = Array.from({ length: 3000 }, (_, at) => conn.line(flowOf({}), at).split('\t')[1]);
    uids.push(
      ...Array.from({ length: 3000 }, (_, at) => dns.line(answerOf({}), at).split('\t')[1]),
    );

    expect(new Set(uids)).to.have.length(6000);
    expect(uids.every((uid) => /^C[0-9A-Za-z]{17}$/.test(uid ?? ''))).to.equal(true);
  });
});

describe('Zeek as JSON', () => {
  it('should write numbers, booleans and lists as such, and leave out what is unset', () => {
    const line = JSON.parse(connJson.line(flowOf({ service: null }), 1));
    const answer = JSON.parse(dnsJson.line(answerOf({}), 1));

    expect(line).to.include({ ts: 1709625601.941261, duration: 0.069209, local_orig: true });
    expect(line).not.to.have.any.keys('service', 'history', 'label');
    expect(answer.TTLs).to.deep.equal([300, 300]);
    expect(answer.answers).to.deep.equal(['192.0.2.1', '192.0.2.2']);
  });
});

describe('NetFlow as CSV', () => {
  it('should begin with the ten columns of nfdump 1.7', () => {
    expect(nfdump.head(0)).to.match(
      /^firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows,/,
    );
    expect(nfdump.line(flowOf({ label: 'a,"b"' }), 1)).to.equal(
      '2024-03-05 08:00:01.941261,0.069209,UDP,10.20.0.10,55263,198.51.100.53,53,1,77,1,,,1,184,"a,""b"""',
    );
  });

  it('should write milliseconds where they say all', () => {
    const whole = flowOf({ start_us: 1_709_625_601_941_000, duration_us: 80_000 });

    expect(nfdump.line(whole, 1)).to.match(/^2024-03-05 08:00:01.941,0.080,/);
  });

  it("should end UGR'16 flows, in whole seconds where they say all", () => {
    const whole = flowOf({ start_us: 1_709_625_601_000_000, duration_us: 2_000_000 });

    expect(ugr.line(whole, 1)).to.equal(
      '2024-03-05 08:00:03,2.000,10.20.0.10,198.51.100.53,55263,53,UDP,,0,,1,77,',
    );
  });

  it('should write type and code of ICMP in place of the destination port', () => {
    const echo = flowOf({ protocol: 'icmp', src_port: 8, dst_port: 0 });

    expect(nfdump.line(echo, 1)).to.include(',ICMP,10.20.0.10,0,198.51.100.53,8.0,');
  });
});

describe('flows as ECS', () => {
  it('should fill the fields of the schema', () => {
    const line = JSON.parse(ecs.line(flowOf({ tos: 8, label: 'benign' }), 1));

    expect(line.event).to.include({
      start: '2024-03-05T08:00:01.941261Z',
      end: '2024-03-05T08:00:02.010470Z',
      duration: 69_209_000,
    });
    expect(line.network).to.deep.equal({
      transport: 'udp',
      type: 'ipv4',
      protocol: 'dns',
      bytes: 261,
      packets: 2,
      community_id: '1:9LzBBkuXrcfnuCypLpULsOEHlio=',
    });
    expect(line.netflow).to.deep.equal({ ip_class_of_service: 8 });
    expect(line.labels).to.deep.equal({ label: 'benign' });
  });
});

function cellsOf(flow: FlowRecord): Record<string, string> {
  const names = conn.head(0).trimEnd().split('\n').at(-2)?.split('\t').slice(1) ?? [];
  const cells = conn.line(flow, 1).split('\t');
  return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
}
