import { EVENT_FIELDS, type EventRecord } from '../ingest/records.ts';
import { SYSMON_KINDS } from '../schema/sysmon-kinds.ts';
import { SYSMON_LAYOUTS } from './sysmon-layout.ts';

type EventField = keyof EventRecord;

/** Fields that every event has, outside of its data. */
const EVERYWHERE: ReadonlySet<EventField> = new Set([
  'time_us',
  'logged_us',
  'raw_time',
  'host',
  'event_type',
]);

/** A name in the event data that shows that a kind has the field. */
const SHOWN_BY: Readonly<Partial<Record<EventField, string>>> = {
  process_guid: 'ProcessGuid',
  process_id: 'ProcessId',
  image: 'Image',
  parent_guid: 'ParentProcessGuid',
  parent_image: 'ParentImage',
  command_line: 'CommandLine',
  current_directory: 'CurrentDirectory',
  user_name: 'User',
  integrity_level: 'IntegrityLevel',
  protocol: 'Protocol',
  initiated: 'Initiated',
  src_ip: 'SourceIp',
  src_port: 'SourcePort',
  dst_ip: 'DestinationIp',
  dst_port: 'DestinationPort',
  src_hostname: 'SourceHostname',
  dst_hostname: 'DestinationHostname',
  query_name: 'QueryName',
  query_status: 'QueryStatus',
  query_results: 'QueryResults',
};

const known = new Map<number, readonly EventField[]>();

/** Fields for which Sysmon has no place in events of this kind. */
export function absentOfKind(eventType: number): readonly EventField[] {
  const found = known.get(eventType) ?? EVENT_FIELDS.filter((one) => !hasField(eventType, one));
  known.set(eventType, found);
  return found;
}

function hasField(eventType: number, field: EventField): boolean {
  if (EVERYWHERE.has(field)) return true;
  const kind = SYSMON_KINDS[eventType];
  if (field === 'target') return kind?.target !== null;
  if (field === 'detail') return kind?.detail !== null;
  if (field === 'value') return kind?.value.length !== 0;
  if (field === 'hashes') return kind?.hashes !== null;
  if (field === 'signature') return kind?.signed === true;
  if (field === 'target_guid') return kind?.actsOnProcess === true;
  const name = SHOWN_BY[field] ?? '';
  const data = SYSMON_LAYOUTS[eventType]?.data ?? [];
  return data.some(
    (one) => one.replace(/^Source(?=Process|Image|User)/, '').replace('GUID', 'Guid') === name,
  );
}
