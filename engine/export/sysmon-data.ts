import { invariant } from '../core/invariant.ts';
import type { EventRecord } from '../ingest/records.ts';
import { MISSING_PART, SYSMON_KINDS, type SysmonKind } from '../schema/sysmon-kinds.ts';
import { processIdOf } from './made-identifiers.ts';
import { portName } from './port-name.ts';
import { SYSMON_LAYOUTS } from './sysmon-layout.ts';
import { utcTimeOf } from './sysmon-stamps.ts';

/** An event with what its process' parent has beside, where it is known. */
export interface ExportedEvent extends EventRecord {
  readonly parent_command_line?: string | null;
  readonly parent_user?: string | null;
}

/** A field of an event's data: its name, and its text for an event. */
export interface DataField {
  readonly name: string;
  /** True where the text is the same for every event. */
  readonly isConstant: boolean;
  write(event: ExportedEvent): string;
}

/** What Sysmon writes for a value that it does not have. */
const NONE = '-';
const NO_GUID = '{00000000-0000-0000-0000-000000000000}';
const UNSIGNED = 'unsigned';

type Write = (event: ExportedEvent) => string;

const text = (value: string | null | undefined) => value ?? NONE;
const plain = (value: number | boolean | null) => (value === null ? NONE : String(value));
const ownId = (guid: string | null) => (guid === null ? NONE : String(processIdOf(guid)));

/** Fields that read alike in every kind that has them. */
const WRITERS: Readonly<Record<string, Write>> = {
  UtcTime: utcTimeOf,
  CreationUtcTime: utcTimeOf,
  ProcessGuid: (event) => event.process_guid ?? NO_GUID,
  ProcessId: (event) => plain(event.process_id),
  Image: (event) => text(event.image),
  User: (event) => text(event.user_name),
  CommandLine: (event) => text(event.command_line),
  CurrentDirectory: (event) => text(event.current_directory),
  LogonId: ({ user_name: user }) => LOGON_IDS[user?.toUpperCase() ?? ''] ?? '0x0',
  IntegrityLevel: (event) => text(event.integrity_level),
  ParentProcessGuid: (event) => event.parent_guid ?? NO_GUID,
  ParentProcessId: (event) => ownId(event.parent_guid),
  ParentImage: (event) => text(event.parent_image),
  ParentCommandLine: (event) => text(event.parent_command_line),
  ParentUser: (event) => text(event.parent_user),
  Protocol: (event) => text(event.protocol),
  Initiated: (event) => plain(event.initiated),
  SourceIsIpv6: (event) => String(event.src_ip?.includes(':') ?? false),
  SourceIp: (event) => text(event.src_ip),
  SourceHostname: (event) => text(event.src_hostname),
  SourcePort: (event) => plain(event.src_port),
  SourcePortName: (event) => portName(event.src_port) ?? NONE,
  DestinationIsIpv6: (event) => String(event.dst_ip?.includes(':') ?? false),
  DestinationIp: (event) => text(event.dst_ip),
  DestinationHostname: (event) => text(event.dst_hostname),
  DestinationPort: (event) => plain(event.dst_port),
  DestinationPortName: (event) => portName(event.dst_port) ?? NONE,
  QueryName: (event) => text(event.query_name),
  QueryStatus: (event) => text(event.query_status),
  QueryResults: (event) => text(event.query_results),
  TargetProcessId: (event) => ownId(event.target_guid),
  TargetProcessGuid: (event) => event.target_guid ?? NO_GUID,
  TargetProcessGUID: (event) => event.target_guid ?? NO_GUID,
  Signed: ({ signature }) => (signature === null ? NONE : String(signature !== UNSIGNED)),
  Signature: ({ signature }) => signerOf(signature),
  SignatureStatus: ({ signature }) => statusOf(signature),
};

/** Logons that every Windows has. */
const LOGON_IDS: Readonly<Record<string, string>> = {
  'NT AUTHORITY\\SYSTEM': '0x3e7',
  'NT AUTHORITY\\LOCAL SERVICE': '0x3e5',
  'NT AUTHORITY\\NETWORK SERVICE': '0x3e4',
};

/** Fields that Sysmon always fills and our tables do not keep. */
const FILLERS: Readonly<Record<string, string>> = {
  LogonGuid: NO_GUID,
  TerminalSessionId: '0',
  NewThreadId: '0',
  SourceThreadId: '0',
  Session: '0',
  Version: '15.15',
};

/** Fields of two kinds that name the acting process another way. */
const SOURCE_NAMES: ReadonlyMap<string, string> = new Map([
  ['SourceProcessGuid', 'ProcessGuid'],
  ['SourceProcessGUID', 'ProcessGuid'],
  ['SourceProcessId', 'ProcessId'],
  ['SourceImage', 'Image'],
  ['SourceUser', 'User'],
]);

const compiled = new Map<number, readonly DataField[]>();

/** The data of a kind's events, in the order in which Sysmon writes it. */
export function dataFields(eventType: number): readonly DataField[] {
  const known = compiled.get(eventType);
  if (known !== undefined) return known;
  const [layout, kind] = [SYSMON_LAYOUTS[eventType], SYSMON_KINDS[eventType]];
  invariant(layout !== undefined && kind !== undefined, `sysmon kind without layout: ${eventType}`);
  const fields = layout.data.map((name) => fieldOf(name, kind));
  compiled.set(eventType, fields);
  return fields;
}

function fieldOf(name: string, kind: SysmonKind): DataField {
  const write = ownWriter(name, kind) ?? WRITERS[SOURCE_NAMES.get(name) ?? name];
  if (write !== undefined) return { name, isConstant: false, write };
  const filler = FILLERS[name] ?? NONE;
  return { name, isConstant: true, write: () => filler };
}

/** The writer of a field that only its kind places in a column. */
function ownWriter(name: string, kind: SysmonKind): Write | undefined {
  if (name === kind.target) return (event) => text(event.target);
  if (name === kind.detail) return (event) => text(event.detail);
  if (name === kind.hashes) return (event) => text(event.hashes);
  const part = kind.value.indexOf(name);
  if (part < 0) return undefined;
  return ({ value }) => (value === null ? NONE : partOf(value, part, kind.value.length));
}

/** One part of a joined value; the last one holds all that is left. */
function partOf(value: string, part: number, parts: number): string {
  let start = 0;
  for (let at = 0; at < part; at += 1) {
    const end = value.indexOf('|', start);
    if (end < 0) return MISSING_PART;
    start = end + 1;
  }
  const end = part === parts - 1 ? -1 : value.indexOf('|', start);
  return end < 0 ? value.slice(start) : value.slice(start, end);
}

function signerOf(signature: string | null): string {
  if (signature === null || signature === UNSIGNED) return NONE;
  const bar = signature.lastIndexOf('|');
  return bar < 0 ? signature : signature.slice(0, bar);
}

function statusOf(signature: string | null): string {
  if (signature === null) return NONE;
  if (signature === UNSIGNED) return 'Unavailable';
  const bar = signature.lastIndexOf('|');
  return bar < 0 ? 'Valid' : signature.slice(bar + 1);
}
