import { expect } from 'chai';
import { describe, it } from 'mocha';
import { RowDefect } from '../../../engine/ingest/bad-row.ts';
import { looksLikeEcsFlow, parseEcsFlow } from '../../../engine/ingest/ecs-flow-json.ts';

const FLOW = {
  '@timestamp': '2024-03-05T08:00:09.000Z',
  event: { start: '2024-03-05T08:00:01.941261Z', duration: 69_209_000 },
  source: { ip: '10.20.0.10', port: 55_263, packets: 1, bytes: 77 },
  destination: { ip: '::ffff:198.51.100.53', port: 53, packets: 1, bytes: 184 },
  network: { transport: 'udp', protocol: 'dns' },
};

describe('the reader of ECS flows', () => {
  it('should read a flow', () => {
    expect(parse(FLOW)).to.deep.equal({
      start_us: 1_709_625_601_941_261,
      duration_us: 69_209,
      raw_time: '2024-03-05T08:00:01.941261Z',
      protocol: 'udp',
      src_ip: '10.20.0.10',
      src_port: 55_263,
      dst_ip: '198.51.100.53',
      dst_port: 53,
      src_packets: 1,
      src_bytes: 77,
      dst_packets: 1,
      dst_bytes: 184,
      tcp_flags: null,
      state: null,
      service: 'dns',
      tos: null,
      label: null,
    });
  });

  it('should take the number of a protocol, and the stamp where there is no start', () => {
    const { event: _, ...rest } = FLOW;

    expect(parse({ ...rest, network: { iana_number: '47' } })).to.include({
      protocol: 'gre',
      src_port: null,
      start_us: 1_709_625_609_000_000,
      duration_us: null,
    });
  });

  it('should skip a blank line', () => {
    expect(parseEcsFlow('  ', 8)).to.equal(null);
  });

  const defects: readonly [string, object][] = [
    ['no source', { ...FLOW, source: {} }],
    ['no address', { ...FLOW, destination: { ip: 'server' } }],
    ['no protocol', { ...FLOW, network: {} }],
    ['an end before the start', { ...FLOW, event: { ...FLOW.event, end: '2024-03-05T08:00:00Z' } }],
  ];
  for (const [name, line] of defects) {
    it(`should refuse ${name}`, () => {
      expect(() => parse(line)).to.throw(RowDefect);
    });
  }

  it('should know a flow from a Windows event', () => {
    expect(looksLikeEcsFlow(FLOW)).to.equal(true);
    expect(looksLikeEcsFlow({ ...FLOW, winlog: {} })).to.equal(false);
    expect(looksLikeEcsFlow({ source: { ip: '1.2.3.4' }, network: {} })).to.equal(false);
  });
});

function parse(line: object) {
  return parseEcsFlow(JSON.stringify(line), 8);
}
