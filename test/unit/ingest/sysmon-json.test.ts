import { expect } from 'chai';
import { describe, it } from 'mocha';
import { RowDefect } from '../../../engine/ingest/bad-row.ts';
import { EVENT_FIELDS } from '../../../engine/ingest/records.ts';
import { parseSysmonJson } from '../../../engine/ingest/sysmon-json.ts';

const GUID = '{81056205-d0f9-64d4-2700-000000000800}';
const CHANNEL = 'Microsoft-Windows-Sysmon/Operational';
const TIME_US = Date.UTC(2023, 7, 16, 4, 53, 46, 60) * 1000;

const CONNECTION = {
  UtcTime: '2023-08-16 04:53:46.060',
  ProcessGuid: GUID.toUpperCase(),
  ProcessId: '1564',
  Image: 'C:\\Windows\\System32\\svchost.exe',
  User: 'NT AUTHORITY\\NETWORK SERVICE',
  Protocol: 'TCP',
  Initiated: 'true',
  SourceIp: '::ffff:192.168.1.41',
  SourcePort: '49556',
  SourceHostname: 'MKT01.pandalab.com.',
  DestinationIp: 'fe80:0:0:0:0:0:0:1',
  DestinationPort: '53',
  DestinationHostname: '-',
};

const EXPECTED = {
  time_us: TIME_US,
  raw_time: '2023-08-16 04:53:46.060',
  host: 'mkt01.pandalab.com',
  event_type: 3,
  process_guid: GUID,
  process_id: 1564,
  image: 'C:\\Windows\\System32\\svchost.exe',
  user_name: 'NT AUTHORITY\\NETWORK SERVICE',
  protocol: 'tcp',
  initiated: true,
  src_ip: '192.168.1.41',
  src_port: 49_556,
  src_hostname: 'mkt01.pandalab.com',
  dst_ip: 'fe80::1',
  dst_port: 53,
  dst_hostname: null,
};

describe('parseSysmonJson', () => {
  const system = { EventID: 3, Channel: CHANNEL };
  const stamp = '2023-08-15T09:53:46.119Z';
  const data = Object.entries(CONNECTION);
  for (const [form, event] of Object.entries({
    flat: { ...system, ...CONNECTION, Hostname: 'MKT01.pandalab.com.', '@timestamp': stamp },
    winlogbeat: {
      '@timestamp': stamp,
      event_id: 3,
      computer_name: 'MKT01.pandalab.com',
      log_name: CHANNEL,
      event_data: CONNECTION,
      host: { name: 'collector' },
    },
    ECS: {
      '@timestamp': stamp,
      winlog: {
        event_id: '3',
        computer_name: 'MKT01.pandalab.com',
        channel: CHANNEL,
        event_data: CONNECTION,
      },
      host: { name: 'collector' },
    },
    'an Elasticsearch hit': {
      _index: 'logs',
      _source: { ...system, ...CONNECTION, Computer: 'MKT01.pandalab.com', TimeCreated: stamp },
    },
    'Event.System': {
      Event: {
        System: {
          EventID: { '#text': 3 },
          Computer: 'MKT01.pandalab.com',
          Channel: CHANNEL,
          TimeCreated: { '#attributes': { SystemTime: stamp } },
        },
        EventData: CONNECTION,
      },
    },
    'Event.EventData.Data': {
      Event: {
        System: { ...system, Computer: 'MKT01.pandalab.com', TimeCreated: { SystemTime: stamp } },
        EventData: { Data: data.map(([name, text]) => ({ '@Name': name, '#text': text })) },
      },
    },
  })) {
    it(`should read the form of ${form}`, () => {
      const record = parse(event);

      expect(record).to.include(EXPECTED);
      expect(record?.logged_us).to.equal(Date.UTC(2023, 7, 15, 9, 53, 46, 119) * 1000);
      expect(Object.keys(record ?? {}).sort()).to.deep.equal([...EVENT_FIELDS].sort());
    });
  }

  it('should take the acting process of kinds 8 and 10 from their source', () => {
    const access = parse({
      ...flat(10),
      SourceProcessGUID: GUID,
      SourceProcessId: '12',
      SourceImage: 'a.exe',
      SourceUser: 'x\\a',
      TargetImage: 'lsass.exe',
      GrantedAccess: '0x1400',
    });
    const thread = parse({ ...flat(8), SourceProcessGuid: GUID, TargetImage: 'b.exe' });

    expect(access).to.include({ process_guid: GUID, process_id: 12, image: 'a.exe' });
    expect(access).to.include({ user_name: 'x\\a', target: 'lsass.exe', detail: '0x1400' });
    expect(thread).to.include({ process_guid: GUID, target: 'b.exe', detail: null });
  });

  for (const [kind, field] of [
    [2, 'TargetFilename'],
    [7, 'ImageLoaded'],
    [9, 'Device'],
    [11, 'TargetFilename'],
    [13, 'TargetObject'],
    [17, 'PipeName'],
    [23, 'TargetFilename'],
  ] as const) {
    it(`should take the target of kind ${kind} from ${field}`, () => {
      expect(parse({ ...flat(kind), [field]: 'it' })?.target).to.equal('it');
    });
  }

  it('should find in the message what the collector has overwritten', () => {
    const message = 'Registry value set:\r\nRuleName: -\r\nEventType: SetValue\r\nProcessId: 77';

    const record = parse({ ...flat(13), EventType: 'INFO', Message: message });

    expect(record).to.include({ detail: 'SetValue', process_id: 77 });
  });

  it('should take the time from the message, then from the log, where UtcTime is missing', () => {
    const { UtcTime: _, ...event } = flat(20);
    const logged = '2020-09-02T01:43:50.916Z';

    const message = 'WmiEvent:\r\nUtcTime: 2020-09-02 01:43:49.913\r\nOperation: Created';
    const told = parse({ ...event, '@timestamp': logged, Message: message });
    const loggedOnly = parse({ ...event, '@timestamp': logged });

    expect(told?.time_us).to.equal(Date.UTC(2020, 8, 2, 1, 43, 49, 913) * 1000);
    expect(loggedOnly?.time_us).to.equal(Date.UTC(2020, 8, 2, 1, 43, 50, 916) * 1000);
  });

  it('should skip other channels and blank lines', () => {
    expect(parse({ EventID: 4624, Channel: 'Security', Hostname: 'a' })).to.equal(null);
    expect(parseSysmonJson('  ', 64)).to.equal(null);
  });

  it('should not mistake members that every object inherits for fields', () => {
    const line = `{"__proto__": {"UtcTime": "2020-01-01 00:00:00"}, "EventID": 5,
      "Channel": "${CHANNEL}", "Hostname": "a", "constructor": {"x": 1}}`;

    expect(() => parseSysmonJson(line.replaceAll('\n', ''), 64)).to.throw(RowDefect, 'UtcTime');
    expect(({} as Record<string, unknown>).UtcTime).to.equal(undefined);
  });

  for (const [reason, line] of [
    ['is no JSON', '{"EventID": 3'],
    ['is no JSON object', '[1]'],
    ['is no JSON object', 'null'],
    ['is nested deeper', `{"a": ${'['.repeat(100)}${']'.repeat(100)}}`],
    ['is nested deeper', `{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['EventID: is missing', '{}'],
    ['EventID: is none of Sysmon', JSON.stringify({ ...flat(3), EventID: 30 })],
    ['EventID: is beyond 2^53', '{"EventID": 1e400}'],
    ['Computer: is missing', JSON.stringify({ ...flat(5), Hostname: undefined })],
    ['SourcePort: is no port', JSON.stringify({ ...flat(3), SourcePort: 70_000 })],
    ['SourceIp: is no address', JSON.stringify({ ...flat(3), SourceIp: '1.2.3' })],
    ['ProcessGuid: is no GUID', JSON.stringify({ ...flat(5), ProcessGuid: '{1}' })],
    ['Image: is no plain value', JSON.stringify({ ...flat(5), Image: { a: 1 } })],
    ['Image: holds NUL', JSON.stringify({ ...flat(5), Image: 'a\0b' })],
    ['Image: holds NUL or half a character', JSON.stringify({ ...flat(5), Image: '\ud83d' })],
    ['UtcTime: lies outside', JSON.stringify({ ...flat(5), UtcTime: '9999-01-01 00:00:00' })],
  ] as const) {
    it(`should refuse a line that ${reason}: ${line.slice(0, 24)}`, () => {
      expect(() => parseSysmonJson(line, 64)).to.throw(RowDefect, reason);
    });
  }
});

function flat(kind: number): Record<string, unknown> {
  return {
    EventID: kind,
    Channel: CHANNEL,
    Hostname: 'MKT01',
    UtcTime: '2023-08-16 04:53:46.060',
    ProcessGuid: GUID,
  };
}

function parse(event: object) {
  return parseSysmonJson(JSON.stringify(event), 64);
}
