import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Row, Value } from '../../../../engine/core/row.ts';
import { tableNamed } from '../../../../engine/schema/database-schema.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import { openRuleCounter } from '../../../../evaluators/rules/count-rules.ts';
import { SHIPPED_RULES } from '../../../support/shipped-rules.ts';

const schema = telemetrySchema({ events: true, flows: true });

const TRACE = 'C:\\ntdll.dll+9d4c4|C:\\x.dll+1f(wow64)|UNKNOWN(00007FF89C865EA0)';

type Cells = Readonly<Record<string, Value>>;
type Tables = Readonly<Record<string, readonly Cells[]>>;

describe('shipped rules', () => {
  const flows: readonly (readonly [string, Cells, boolean | null])[] = [
    ['tcpSourceBytesPerPacket', { protocol: 'tcp', src_packets: 2, src_bytes: 80 }, true],
    ['tcpSourceBytesPerPacket', { protocol: 'tcp', src_packets: 2, src_bytes: 79 }, false],
    ['tcpSourceBytesPerPacket', { protocol: 'udp', src_packets: 2, src_bytes: 0 }, null],
    ['tcpSourceBytesPerPacket', { protocol: 'tcp', src_packets: null, src_bytes: 0 }, null],
    ['tcpDestinationBytesPerPacket', { protocol: 'tcp', dst_packets: 1, dst_bytes: 39 }, false],
    ['udpSourceBytesPerPacket', { protocol: 'udp', src_packets: 1, src_bytes: 28 }, true],
    ['udpDestinationBytesPerPacket', { protocol: 'udp', dst_packets: 1, dst_bytes: 27 }, false],
    ['icmpSourceBytesPerPacket', { protocol: 'icmp', src_packets: 3, src_bytes: 84 }, true],
    ['icmpDestinationBytesPerPacket', { protocol: 'icmp', dst_packets: 1, dst_bytes: 8 }, false],
    ['noTcpFlagsElsewhere', { protocol: 'udp', tcp_flags: '......' }, true],
    ['noTcpFlagsElsewhere', { protocol: 'udp', tcp_flags: '.AP.S.' }, false],
    ['noTcpFlagsElsewhere', { protocol: 'udp', tcp_flags: null }, true],
    ['noTcpFlagsElsewhere', { protocol: 'tcp', tcp_flags: '.AP.S.' }, null],
    ['tcpAndUdpHavePorts', { protocol: 'udp', src_port: 53, dst_port: null }, false],
    ['tcpAndUdpHavePorts', { protocol: 'icmp', src_port: null, dst_port: null }, null],
    ['icmpTypeAndCodeAreBytes', { protocol: 'icmp', src_port: 8, dst_port: 0 }, true],
    ['icmpTypeAndCodeAreBytes', { protocol: 'icmp', src_port: 256, dst_port: 0 }, false],
    ['icmpTypeAndCodeAreBytes', { protocol: 'icmp', src_port: null, dst_port: null }, true],
    ['oneAddressFamily', { src_ip: '10.0.0.1', dst_ip: '8.8.8.8' }, true],
    ['oneAddressFamily', { src_ip: '10.0.0.1', dst_ip: 'fe80::1' }, false],
    ['noSourceBytesWithoutPackets', { src_packets: 0, src_bytes: 1 }, false],
    ['noDestinationBytesWithoutPackets', { dst_packets: 0, dst_bytes: 0 }, true],
    ['noDestinationBytesWithoutPackets', { dst_packets: 1, dst_bytes: 0 }, null],
    ['durationNotNegative', { duration_us: -1 }, false],
    ['durationNotNegative', { duration_us: null }, null],
    ['countsNotNegative', { src_packets: 1, src_bytes: -1 }, false],
    ['countsNotNegative', { src_packets: 1, src_bytes: 1 }, true],
    ['noMulticastOverTcp', { protocol: 'tcp', dst_ip: '239.1.1.1' }, false],
    ['noMulticastOverTcp', { protocol: 'tcp', dst_ip: '93.184.1.1' }, true],
    ['stanAddressesOfHosts', { src_ip: '255.1.1.1', dst_ip: '10.0.0.1' }, false],
    ['stanAddressesOfHosts', { src_ip: '10.0.0.1', dst_ip: '0.0.0.9' }, false],
    ['stanAddressesOfHosts', { src_ip: '10.0.0.1', dst_ip: '224.0.0.1' }, true],
    ['stanLeastFlow', { protocol: 'udp', src_packets: 1, src_bytes: 28 }, true],
    ['stanLeastFlow', { protocol: 'tcp', src_packets: 1, src_bytes: 28 }, false],
    ['stanLeastFlow', { protocol: 'icmp', src_packets: 0, src_bytes: 0 }, null],
    ['stanBytesWithinPackets', { protocol: 'tcp', src_packets: 2, src_bytes: 131_071 }, false],
    ['stanBytesWithinPackets', { protocol: 'udp', src_packets: 2, src_bytes: 56 }, true],
    ['stanFlagsBeyondConstant', { protocol: 'udp', tcp_flags: '.A....' }, true],
    ['stanFlagsBeyondConstant', { protocol: 'udp', tcp_flags: '.AP...' }, false],
    ['stanWebOverTcp', { protocol: 'udp', src_port: 443, dst_port: 9 }, false],
    ['stanWebOverTcp', { protocol: 'udp', src_port: 53, dst_port: 9 }, null],
    ['stateS0HasNoReply', { state: 'S0', dst_packets: 0, dst_bytes: 0 }, true],
    ['stateS0HasNoReply', { state: 'S0', dst_packets: 1, dst_bytes: 40 }, false],
    ['stateSfHasBothSides', { state: 'SF', src_packets: 3, dst_packets: 0 }, false],
    [
      'stateRejHasNoData',
      { state: 'REJ', src_packets: 1, src_bytes: 60, dst_packets: 1, dst_bytes: 40 },
      true,
    ],
  ];

  for (const [name, cells, expected] of flows) {
    it(`should judge ${name} ${expected} on ${JSON.stringify(cells)}`, () => {
      expect(judge(name, { flows: [cells] })).to.equal(expected);
    });
  }

  const processes = [
    { process_key: 1, image: 'C:\\Windows\\a.exe', host: 'h.example', start_us: 10, end_us: 50 },
    { process_key: 2, parent_key: 1, parent_image: 'c:\\windows\\A.exe', start_us: 5, end_us: 7 },
  ];
  const histories: readonly (readonly [string, Tables, boolean | null])[] = [
    ['parentStartsFirst', { processes }, false],
    ['parentImageAgrees', { processes }, true],
    ['parentKeyExists', { processes }, true],
    ['parentKeyExists', { processes: [{ process_key: 2, parent_key: 9 }] }, false],
    ['processEndsAfterStart', { processes: [{ start_us: 9, end_us: 8, first_seen_us: 8 }] }, false],
    ['eventAfterProcessStart', { processes, events: [event({ time_us: 9 })] }, false],
    ['eventBeforeProcessEnd', { processes, events: [event({ time_us: 50 })] }, true],
    ['eventBeforeProcessEnd', { processes, events: [event({ process_key: 3 })] }, null],
    ['endIsTheEnd', { processes, events: [event({ event_type: '5', time_us: 50 })] }, true],
    ['eventOnItsHost', { processes, events: [event({ host: 'other.example' })] }, false],
    ['networkEventHasTuple', { events: [event({ event_type: '3', protocol: 'tcp' })] }, false],
    ['queryHasName', { events: [event({ event_type: '22', query_name: 'a.example' })] }, true],
    ['registryTargetIsKey', { events: [event({ event_type: '13', target: 'HKLM\\A' })] }, true],
    ['registryTargetIsKey', { events: [event({ event_type: '13', target: 'a\\b' })] }, false],
    ['actsOnProcess', { events: [event({ event_type: '10', target_process_key: 2 })] }, true],
    ['actsOnProcess', { events: [event({ event_type: '10' })] }, false],
    ['actsOnProcess', { events: [event({ target_process_key: 2 })] }, false],
    ['actsOnProcess', { events: [event({})] }, null],
    ['targetImageAgrees', { processes, events: [access('c:\\windows\\A.EXE')] }, true],
    ['targetImageAgrees', { processes, events: [access('c:\\b.exe')] }, false],
    ['targetProcessLives', { processes, events: [access('a', { time_us: 51 })] }, false],
    ['targetProcessLives', { processes, events: [access('a', { time_us: 50 })] }, true],
    ['callTraceForm', { events: [event({ event_type: '10', value: TRACE })] }, true],
    ['callTraceForm', { events: [event({ event_type: '10', value: 'C:\\a.dll' })] }, false],
    ['registryWriteHasValue', { events: [event({ event_type: '13' })] }, false],
    ['hashesForm', { events: [event({ hashes: 'MD5=0A,IMPHASH=00' })] }, true],
    ['hashesForm', { events: [event({ hashes: 'MD5=0a' })] }, false],
    ['hashesOfFiles', { events: [event({ hashes: 'MD5=0A' })] }, false],
    ['imageHasHashes', { events: [event({ event_type: '7' })] }, false],
    ['signatureOfImages', { events: [event({ event_type: '7', signature: 'A' })] }, true],
    ['answersOfQueries', { events: [event({ event_type: '3', query_results: 'a' })] }, false],
    [
      'linkOfOneProtocol',
      {
        events: [event({ event_id: 4, protocol: 'tcp' })],
        flows: [{ flow_id: 5, protocol: 'udp' }],
        links: [{ event_id: 4, flow_id: 5 }],
      },
      false,
    ],
  ];

  for (const [name, tables, expected] of histories) {
    it(`should judge ${name} ${expected} on ${JSON.stringify(tables)}`, () => {
      expect(judge(name, tables)).to.equal(expected);
    });
  }

  it('should bind every one to a table of the shipped schema', () => {
    const counts = openRuleCounter(schema, SHIPPED_RULES).counts();

    expect(Object.keys(counts)).to.deep.equal(SHIPPED_RULES.rules.map(({ name }) => name));
  });

  it('should fit schemas of one part, too', () => {
    for (const events of [true, false]) {
      const counter = openRuleCounter(telemetrySchema({ events, flows: !events }), SHIPPED_RULES);

      expect(Object.keys(counter.counts())).to.include('oneAddressFamily');
    }
  });
});

function event(cells: Cells): Cells {
  return { process_key: 1, event_type: '11', ...cells };
}

function access(target: string, cells: Cells = {}): Cells {
  return event({ event_type: '10', target_process_key: 1, target, time_us: 20, ...cells });
}

/** What a rule says of a subject with these rows: null where it speaks about none. */
function judge(name: string, tables: Tables): boolean | null {
  const rules = SHIPPED_RULES.rules.filter((rule) => rule.name === name);
  const counter = openRuleCounter(schema, { rules });
  const rowOf = (table: string, cells: Cells): Row =>
    tableNamed(schema, table).columns.map((one) => cells[one.name] ?? null);
  const entries = Object.entries(tables).map(
    ([table, rows]) => [table, rows.map((cells) => rowOf(table, cells))] as const,
  );
  counter.add({ key: 1, row: rowOf('subjects', { subject_key: 1 }), tables: new Map(entries) });
  const { rows, broken } = counter.counts()[name] ?? { rows: 0, broken: 0 };
  expect(rows, 'rows spoken about').to.be.below(2);
  return rows === 0 ? null : broken === 0;
}
