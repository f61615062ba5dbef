import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Row, Value } from '../../../engine/core/row.ts';
import { tableNamed } from '../../../engine/schema/database-schema.ts';
import { domainRulesOf } from '../../../engine/schema/domain-rules.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';

const schema = telemetrySchema({ events: true, flows: true });

type Cells = Readonly<Record<string, Value>>;

describe('domainRulesOf', () => {
  const judged: readonly (readonly [string, Cells, boolean | null])[] = [
    ['tcpSourceBytesPerPacket', { protocol: 'tcp', src_packets: 2, src_bytes: 80 }, true],
    ['tcpSourceBytesPerPacket', { protocol: 'tcp', src_packets: 2, src_bytes: 79 }, false],
    ['tcpSourceBytesPerPacket', { protocol: 'udp', src_packets: 2, src_bytes: 0 }, null],
    ['tcpSourceBytesPerPacket', { protocol: 'tcp', src_packets: null, src_bytes: 0 }, null],
    ['tcpDestinationBytesPerPacket', { protocol: 'tcp', dst_packets: 1, dst_bytes: 39 }, false],
    ['udpSourceBytesPerPacket', { protocol: 'udp', src_packets: 1, src_bytes: 28 }, true],
    ['udpDestinationBytesPerPacket', { protocol: 'udp', dst_packets: 1, dst_bytes: 27 }, false],
    ['icmpSourceBytesPerPacket', { protocol: 'icmp', src_packets: 3, src_bytes: 84 }, true],
    ['noTcpFlagsElsewhere', { protocol: 'udp', tcp_flags: '......' }, true],
    ['noTcpFlagsElsewhere', { protocol: 'udp', tcp_flags: '.AP.S.' }, false],
    ['noTcpFlagsElsewhere', { protocol: 'udp', tcp_flags: null }, true],
    ['noTcpFlagsElsewhere', { protocol: 'tcp', tcp_flags: '.AP.S.' }, null],
    ['tcpAndUdpHavePorts', { protocol: 'udp', src_port: 53, dst_port: null }, false],
    ['tcpAndUdpHavePorts', { protocol: 'icmp', src_port: null, dst_port: null }, null],
    ['icmpTypeAndCodeAreBytes', { protocol: 'icmp', src_port: 8, dst_port: 0 }, true],
    ['icmpTypeAndCodeAreBytes', { protocol: 'icmp', src_port: 256, dst_port: 0 }, false],
    ['oneAddressFamily', { src_ip: '10.0.0.1', dst_ip: '8.8.8.8' }, true],
    ['oneAddressFamily', { src_ip: '10.0.0.1', dst_ip: 'fe80::1' }, false],
    ['noSourceBytesWithoutPackets', { src_packets: 0, src_bytes: 1 }, false],
    ['noDestinationBytesWithoutPackets', { dst_packets: 0, dst_bytes: 0 }, true],
    ['noDestinationBytesWithoutPackets', { dst_packets: 1, dst_bytes: 0 }, null],
    ['durationNotNegative', { duration_us: -1 }, false],
    ['durationNotNegative', { duration_us: null }, null],
  ];

  for (const [name, cells, expected] of judged) {
    it(`should judge ${name} ${expected} on ${JSON.stringify(cells)}`, () => {
      const rule = domainRulesOf(tableNamed(schema, 'flows')).find((one) => one.name === name);

      expect(rule?.judge(rowOf('flows', cells))).to.equal(expected);
    });
  }

  it('should leave out rules whose columns a table lacks', () => {
    const names = domainRulesOf(tableNamed(schema, 'events')).map((rule) => rule.name);

    expect(names).to.deep.equal([
      'tcpAndUdpHavePorts',
      'icmpTypeAndCodeAreBytes',
      'oneAddressFamily',
    ]);
    expect(domainRulesOf(tableNamed(schema, 'subjects'))).to.deep.equal([]);
  });
});

function rowOf(table: string, cells: Cells): Row {
  return tableNamed(schema, table).columns.map((one) => cells[one.name] ?? null);
}
