import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Value } from '../../../../engine/core/row.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import {
  createTableEvents,
  holdsSysmonEvents,
  sysmonTables,
} from '../../../../evaluators/sigma/sysmon-fields.ts';
import { telemetrySample } from './telemetry-sample.ts';

const PROCESSES = [
  { process_key: 1, image: 'C:\\cmd.exe', command_line: 'cmd', user_name: 'SYSTEM' },
  {
    process_key: 2,
    parent_key: 1,
    image: 'C:\\whoami.exe',
    parent_image: 'C:\\cmd.exe',
    command_line: 'whoami',
    user_name: 'CORP\\ada',
    integrity_level: 'High',
  },
];

describe('createTableEvents', () => {
  const cases: readonly [
    event: Readonly<Record<string, Value>>,
    held: Readonly<Record<string, string>>,
    lacking: readonly string[],
  ][] = [
    [
      { event_type: 1, process_key: 2, host: 'ws1.corp' },
      {
        EventID: '1',
        Computer: 'ws1.corp',
        Image: 'C:\\whoami.exe',
        ParentImage: 'C:\\cmd.exe',
        CommandLine: 'whoami',
        ParentCommandLine: 'cmd',
        User: 'CORP\\ada',
        ParentUser: 'SYSTEM',
        IntegrityLevel: 'High',
      },
      ['OriginalFileName', 'TargetFilename', 'DestinationIp'],
    ],
    [
      {
        ...{ event_type: 3, process_key: 1, protocol: 'tcp', initiated: true },
        ...{ src_ip: '10.0.0.1', src_port: 50000, dst_ip: 'fe80::1', dst_port: 443 },
      },
      {
        ...{ Image: 'C:\\cmd.exe', Protocol: 'tcp', Initiated: 'true', SourceIp: '10.0.0.1' },
        ...{ SourcePort: '50000', DestinationIp: 'fe80::1', DestinationPort: '443' },
        ...{ SourceIsIpv6: 'false', DestinationIsIpv6: 'true' },
      },
      ['CommandLine', 'ParentImage', 'QueryName'],
    ],
    [
      { event_type: 22, query_name: 'a.example', query_status: '0' },
      { QueryName: 'a.example', QueryStatus: '0' },
      ['Image', 'User'],
    ],
    [{ event_type: 7, target: 'C:\\a.dll' }, { ImageLoaded: 'C:\\a.dll' }, ['TargetFilename']],
    [
      { event_type: 7, hashes: 'MD5=0A', signature: 'Ada Ltd|Expired' },
      { ...{ Hashes: 'MD5=0A', Signed: 'true' }, Signature: 'Ada Ltd', SignatureStatus: 'Expired' },
      ['Hash'],
    ],
    [
      { event_type: 6, signature: 'unsigned' },
      { Signed: 'false', SignatureStatus: 'Unavailable' },
      ['Signature', 'Hashes'],
    ],
    [
      { event_type: 8, target_process_key: 2, value: '-|LoadLibraryA|0x1' },
      { ...{ TargetUser: 'CORP\\ada', StartFunction: 'LoadLibraryA' }, StartAddress: '0x1' },
      ['StartModule', 'CallTrace', 'TargetImage'],
    ],
    [{ event_type: 13, value: 'DWORD (0x1)' }, { Details: 'DWORD (0x1)' }, ['NewName']],
    [
      { event_type: 20, target: 'Evil', value: 'a|b', detail: 'Created' },
      { Name: 'Evil', Destination: 'a|b', Operation: 'Created' },
      ['Query'],
    ],
    [{ event_type: 22, query_results: '::1;' }, { QueryResults: '::1;' }, ['Details']],
    [{ event_type: 11, target: 'C:\\a.txt' }, { TargetFilename: 'C:\\a.txt' }, ['TargetObject']],
    [
      { event_type: 13, target: 'HKLM\\a', detail: 'SetValue' },
      { TargetObject: 'HKLM\\a', EventType: 'SetValue' },
      ['GrantedAccess'],
    ],
    [
      {
        ...{ event_type: 10, process_key: 1, target: 'C:\\lsass.exe', detail: '0x1410' },
        ...{ value: 'C:\\ntdll.dll+1|C:\\a.dll+2' },
      },
      {
        ...{ SourceImage: 'C:\\cmd.exe', TargetImage: 'C:\\lsass.exe', GrantedAccess: '0x1410' },
        ...{ CallTrace: 'C:\\ntdll.dll+1|C:\\a.dll+2' },
      },
      ['Image', 'User', 'EventType'],
    ],
  ];
  for (const [cells, held, lacking] of cases) {
    it(`should give the fields of event ${cells.event_type}`, () => {
      const sample = telemetrySample([{ processes: PROCESSES, events: [cells] }]);
      const found: Record<string, string | null>[] = [];

      createTableEvents(sample.schema).visit(sample.subjects[0]!, {
        isWanted: () => true,
        see: (event) => {
          const names = [...Object.keys(held), ...lacking];
          found.push(Object.fromEntries(names.map((name) => [name, event.value(name)])));
          expect([...event.texts()]).to.include.members(Object.values(held));
        },
      });

      const missing = Object.fromEntries(lacking.map((name) => [name, null]));
      expect(found).to.deep.equal([{ ...held, ...missing }]);
    });
  }

  it('should visit wanted events only, and count all', () => {
    const events = [{ event_type: 1 }, { event_type: 3 }, { event_type: 1 }];
    const sample = telemetrySample([{ processes: [], events }]);
    const tables = createTableEvents(sample.schema);
    const seen: number[] = [];

    tables.visit(sample.subjects[0]!, {
      isWanted: (id) => id === 3,
      see: ({ eventId }) => seen.push(eventId),
    });

    expect(seen).to.deep.equal([3]);
    expect(tables.countOf(sample.subjects[0]!)).to.equal(3);
  });
});

describe('sysmonTables', () => {
  it('should keep the subjects, the events and the processes', () => {
    const { schema } = telemetrySample([]);

    expect(sysmonTables(schema).tables.map(({ name }) => name)).to.deep.equal([
      'subjects',
      'processes',
      'events',
    ]);
    expect(
      [schema, telemetrySchema({ events: false, flows: true })].map(holdsSysmonEvents),
    ).to.deep.equal([true, false]);
  });
});
