/**
 * What every reader turns a capture's line into. Field lists come first: the staging tables, the
 * readers and the linkers use the same ones. Missing is `null`; times are integer microseconds UTC.
 */

/** Fields of one Sysmon event, whatever the form it was written in. */
export interface EventRecord {
  /** `UtcTime` of the event data: the time at which the thing happened, by the host's clock. */
  readonly time_us: number;
  /** `TimeCreated` or `@timestamp`: the time at which it was logged, null if the form has none. */
  readonly logged_us: number | null;
  /** The stamp as it was written. */
  readonly raw_time: string;
  /** The computer's name, lower case, no trailing dot. */
  readonly host: string;
  /** Sysmon event id, 1..29 or 255. */
  readonly event_type: number;
  /** The acting process (SourceProcessGUID for kinds 8 and 10), lower case, in braces. */
  readonly process_guid: string | null;
  readonly process_id: number | null;
  readonly image: string | null;
  readonly parent_guid: string | null;
  readonly parent_image: string | null;
  readonly command_line: string | null;
  readonly user_name: string | null;
  readonly integrity_level: string | null;
  /** tcp, udp, icmp…, lower case. */
  readonly protocol: string | null;
  readonly initiated: boolean | null;
  readonly src_ip: string | null;
  readonly src_port: number | null;
  readonly dst_ip: string | null;
  readonly dst_port: number | null;
  readonly src_hostname: string | null;
  readonly dst_hostname: string | null;
  readonly query_name: string | null;
  readonly query_status: string | null;
  readonly query_results: string | null;
  /** What the event acts on: file, loaded image, accessed image, registry key, pipe, device. */
  readonly target: string | null;
  /** The kind's own word: GrantedAccess for 10, EventType for 12-14 and 17-18; see `SYSMON_KINDS`. */
  readonly detail: string | null;
  /** The process acted on (TargetProcessGUID for kinds 8 and 10), lower case, in braces. */
  readonly target_guid: string | null;
  /** What was written or carried: Details of 13, CallTrace of 10, NewName of 14; see `SYSMON_KINDS`. */
  readonly value: string | null;
  /** Digests of the file as written, e.g. `SHA1=…,MD5=…`. */
  readonly hashes: string | null;
  /** Signer of the image, `signer|status` where the status is not Valid, `unsigned` without one. */
  readonly signature: string | null;
  /** Working directory of a created process. */
  readonly current_directory: string | null;
}

/** Fields of one flow; the `dst_` half is null where flows are unidirectional. */
export interface FlowRecord {
  readonly start_us: number;
  readonly duration_us: number | null;
  readonly raw_time: string;
  readonly protocol: string;
  readonly src_ip: string;
  /** ICMP: type. Null where the protocol has none. */
  readonly src_port: number | null;
  readonly dst_ip: string;
  /** ICMP: code. */
  readonly dst_port: number | null;
  readonly src_packets: number | null;
  readonly src_bytes: number | null;
  readonly dst_packets: number | null;
  readonly dst_bytes: number | null;
  /** Six or eight letters as nfdump writes them, e.g. `.AP.S.`. */
  readonly tcp_flags: string | null;
  /** Zeek's conn_state. */
  readonly state: string | null;
  readonly service: string | null;
  readonly tos: number | null;
  readonly label: string | null;
}

/** One DNS response: a name and the addresses that it resolved to. */
export interface DnsRecord {
  readonly time_us: number;
  readonly raw_time: string;
  readonly client_ip: string | null;
  readonly server_ip: string | null;
  readonly query: string;
  /** Canonical addresses, joined by `|`; empty if there was none. */
  readonly answers: string;
  readonly ttl_s: number | null;
}

export const EVENT_FIELDS = [
  'time_us',
  'logged_us',
  'raw_time',
  'host',
  'event_type',
  'process_guid',
  'process_id',
  'image',
  'parent_guid',
  'parent_image',
  'command_line',
  'user_name',
  'integrity_level',
  'protocol',
  'initiated',
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
  'src_hostname',
  'dst_hostname',
  'query_name',
  'query_status',
  'query_results',
  'target',
  'detail',
  'target_guid',
  'value',
  'hashes',
  'signature',
  'current_directory',
] as const satisfies readonly (keyof EventRecord)[];

export const FLOW_FIELDS = [
  'start_us',
  'duration_us',
  'raw_time',
  'protocol',
  'src_ip',
  'src_port',
  'dst_ip',
  'dst_port',
  'src_packets',
  'src_bytes',
  'dst_packets',
  'dst_bytes',
  'tcp_flags',
  'state',
  'service',
  'tos',
  'label',
] as const satisfies readonly (keyof FlowRecord)[];

export const DNS_FIELDS = [
  'time_us',
  'raw_time',
  'client_ip',
  'server_ip',
  'query',
  'answers',
  'ttl_s',
] as const satisfies readonly (keyof DnsRecord)[];

/** The record that a source of each kind holds. */
export interface RecordOf {
  readonly events: EventRecord;
  readonly flows: FlowRecord;
  readonly dns: DnsRecord;
}
