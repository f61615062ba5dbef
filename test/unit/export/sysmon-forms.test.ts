import { expect } from 'chai';
import { describe, it } from 'mocha';
import { SaxesParser } from 'saxes';
import type { ExportForm } from '../../../engine/export/export-form.ts';
import { formsOfStyle } from '../../../engine/export/export-styles.ts';
import { absentOfKind } from '../../../engine/export/sysmon-absent.ts';
import { dataFields, type ExportedEvent } from '../../../engine/export/sysmon-data.ts';
import { SYSMON_LAYOUTS } from '../../../engine/export/sysmon-layout.ts';
import { SYSMON_KINDS } from '../../../engine/schema/sysmon-kinds.ts';
import { communityId } from '../../../linkers/community-id.ts';
import { eventOf } from './made-records.ts';

/** Children of System in the order of Windows' event schema. */
const SYSTEM =
  'Provider EventID Version Level Task Opcode Keywords TimeCreated EventRecordID Correlation ' +
  'Execution Channel Computer Security';

describe('the layouts of Sysmon', () => {
  it('should name every kind that the readers take', () => {
    expect(Object.keys(SYSMON_LAYOUTS)).to.deep.equal(Object.keys(SYSMON_KINDS));
  });

  for (const [kind, { target, detail, value, hashes }] of Object.entries(SYSMON_KINDS)) {
    it(`should have a place for every column of kind ${kind}`, () => {
      const names = dataFields(Number(kind)).map((field) => field.name);

      expect(names).to.include.members(
        [target, detail, hashes, ...value].filter((name) => name !== null),
      );
    });
  }

  it('should have no place for what only other kinds tell', () => {
    expect(absentOfKind(5)).to.include.members(['command_line', 'query_name', 'src_ip', 'target']);
    expect(absentOfKind(5)).not.to.include('process_guid');
    expect(absentOfKind(8)).not.to.include.members(['process_guid', 'image']);
    expect(absentOfKind(16)).to.include('process_guid');
  });
});

describe('Sysmon as XML', () => {
  it('should put the children of System in the order of the event schema', () => {
    const { system } = parsed(lineOf('sysmon-xml', eventOf({})));

    expect(system.join(' ')).to.equal(SYSTEM);
  });

  it('should put the event data in the order of Sysmon', () => {
    const { data } = parsed(lineOf('sysmon-xml', eventOf({ event_type: 10 })));

    expect([...data.keys()].join(' ')).to.equal(
      'RuleName UtcTime SourceProcessGUID SourceProcessId SourceThreadId SourceImage ' +
        'TargetProcessGUID TargetProcessId TargetImage GrantedAccess CallTrace SourceUser TargetUser',
    );
  });

  it('should write stamps as Windows does', () => {
    const line = lineOf('sysmon-xml', eventOf({ time_us: 1_709_625_601_937_126 }));

    expect(line).to.include("<TimeCreated SystemTime='2024-03-05T08:00:01.9371260Z'/>");
    expect(parsed(line).data.get('UtcTime')).to.equal('2024-03-05 08:00:01.937');
  });

  it('should escape markup, and picture what XML has no place for', () => {
    const line = lineOf('sysmon-xml', eventOf({ image: `<a & 'b' "c">\u0001\t\uffff` }));

    expect(line).to.include('&lt;a &amp; &apos;b&apos; &quot;c&quot;&gt;\u2401&#9;?');
    expect(parsed(line).data.get('Image')).to.equal(`<a & 'b' "c">\u2401\t?`);
  });

  it('should keep each event in its line', () => {
    expect(lineOf('sysmon-xml', eventOf({ image: 'a\r\nb' }))).not.to.match(/[\r\n]/);
  });
});

describe('the data of an event', () => {
  const cases: readonly [string, Partial<ExportedEvent>, Record<string, string>][] = [
    ['a missing value', { image: null }, { Image: '-', RuleName: '-' }],
    [
      'an unknown process',
      { process_guid: null },
      { ProcessGuid: `{${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}}` },
    ],
    [
      "the system's logon",
      { event_type: 1, user_name: 'NT AUTHORITY\\SYSTEM' },
      { LogonId: '0x3e7' },
    ],
    [
      'parts of a joined value',
      { event_type: 8, value: 'a.dll|-|0x1|2' },
      { StartModule: 'a.dll', StartFunction: '-', StartAddress: '0x1|2' },
    ],
    [
      'a signer',
      { event_type: 7, signature: 'Acme' },
      { Signed: 'true', Signature: 'Acme', SignatureStatus: 'Valid' },
    ],
    [
      'a revoked signer',
      { event_type: 7, signature: 'Acme|Revoked' },
      { Signed: 'true', Signature: 'Acme', SignatureStatus: 'Revoked' },
    ],
    [
      'no signer',
      { event_type: 6, signature: 'unsigned' },
      { Signed: 'false', Signature: '-', SignatureStatus: 'Unavailable' },
    ],
    [
      'a connection',
      { event_type: 3, src_ip: '::1', src_port: 50_000, dst_ip: '10.0.0.1', dst_port: 443 },
      { SourceIsIpv6: 'true', DestinationIsIpv6: 'false', DestinationPortName: 'https' },
    ],
  ];
  for (const [name, change, expected] of cases) {
    it(`should tell ${name}`, () => {
      const event = eventOf(change);
      const data = dataFields(event.event_type).map(
        (field) => [field.name, field.write(event)] as const,
      );

      expect(Object.fromEntries(data)).to.include(expected);
    });
  }

  it('should give a parent the same id as its own events', () => {
    const guid = '{11111111-2222-3333-4444-555555555555}';
    const data = (event: ExportedEvent) =>
      JSON.parse(lineOf('sysmon-json', event)) as Record<string, string>;
    const child = data(eventOf({ event_type: 1, parent_guid: guid }));
    const acting = data(eventOf({ event_type: 10, target_guid: guid }));

    expect(child.ParentProcessId).to.equal(acting.TargetProcessId);
    expect(Number(child.ParentProcessId) % 4).to.equal(0);
  });
});

describe('Sysmon as JSON', () => {
  it('should nest the data under winlog for Winlogbeat', () => {
    const line = JSON.parse(lineOf('sysmon-winlogbeat', eventOf({}), 7));

    expect(line.winlog.event_data.Image).to.equal('C:\\a.exe');
    expect(line.winlog).to.include({ event_id: '5', record_id: 7, computer_name: 'ws1.corp' });
    expect(line['@timestamp']).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
  });

  it('should say a connection in ECS, with its community ID', () => {
    const event = eventOf({
      event_type: 3,
      protocol: 'tcp',
      initiated: true,
      src_ip: '128.232.110.120',
      src_port: 34_855,
      dst_ip: '66.35.250.204',
      dst_port: 80,
    });

    const line = JSON.parse(lineOf('ecs-json', event));

    expect(line.network).to.deep.equal({
      transport: 'tcp',
      type: 'ipv4',
      direction: 'egress',
      community_id: '1:LQU9qZlK+B5F3KDmev6m5PMibrg=',
    });
    expect(line.source).to.deep.equal({ ip: '128.232.110.120', port: 34_855 });
    expect(line.process).to.include({ pid: 4242, name: 'a.exe', executable: 'C:\\a.exe' });
    expect(line.user).to.deep.equal({ name: 'ann', domain: 'CORP' });
  });
});

type EventStyle = 'sysmon-json' | 'sysmon-winlogbeat' | 'sysmon-xml' | 'ecs-json';

function lineOf(style: EventStyle, event: ExportedEvent, ordinal = 1): string {
  const [form] = formsOfStyle(style, communityId) as [ExportForm<'events'>];
  return form.line(event, ordinal);
}

/** What an XML parser of its own makes of an element. */
function parsed(xml: string) {
  const system: string[] = [];
  const data = new Map<string, string>();
  const path: string[] = [];
  let name = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (path.at(-1) === 'System') system.push(tag.local);
    path.push(tag.local);
    name = tag.attributes.Name?.value ?? '';
    if (tag.local === 'Data') data.set(name, '');
  });
  parser.on('text', (text) => {
    if (path.at(-1) === 'Data') data.set(name, (data.get(name) ?? '') + text);
  });
  parser.on('closetag', () => path.pop());
  parser.write(xml).close();
  return { system, data };
}
