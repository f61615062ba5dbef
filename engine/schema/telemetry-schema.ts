import { column } from './column.ts';
import type { DatabaseSchema } from './database-schema.ts';
import type { Relationship, RelationshipKind } from './relationship.ts';
import type { TableSchema } from './table-schema.ts';

/** What a subject is in telemetry; every event and flow belongs to exactly one. */
export const SUBJECT_KINDS = ['host', 'source_ip', 'destination_ip', 'ip_pair', 'process'] as const;

export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Which telemetry a database holds. */
export interface TelemetryParts {
  readonly events: boolean;
  readonly flows: boolean;
}

const subjects: TableSchema = {
  name: 'subjects',
  role: 'subject',
  timeColumn: null,
  primaryKey: ['subject_key'],
  relationships: [],
  columns: [
    column('subject_key', 'key'),
    column('kind', 'category'),
    column('host', 'fqdn', true),
    column('address', 'address', true),
    column('peer_address', 'address', true),
    column('scope', 'category', true),
    column('clock_offset_us', 'duration', true),
  ],
};

const endpoints: TableSchema = {
  name: 'endpoints',
  role: 'reference',
  timeColumn: null,
  primaryKey: ['address'],
  relationships: [],
  columns: [column('address', 'address'), column('scope', 'category')],
};

const names: TableSchema = {
  name: 'names',
  role: 'reference',
  timeColumn: null,
  primaryKey: ['fqdn', 'address', 'valid_from_us'],
  relationships: [reference('address')],
  columns: [
    column('fqdn', 'fqdn'),
    column('address', 'address'),
    column('valid_from_us', 'time'),
    column('valid_to_us', 'time'),
  ],
};

const processes: TableSchema = {
  name: 'processes',
  role: 'sequence',
  timeColumn: 'first_seen_us',
  primaryKey: ['subject_key', 'process_key'],
  relationships: [
    owned('subjects'),
    towards('self', 'parent_key', 'processes', 'process_key', false),
  ],
  columns: [
    column('subject_key', 'key'),
    column('process_key', 'key'),
    column('parent_key', 'key', true),
    column('first_seen_us', 'time'),
    column('start_us', 'time', true),
    column('end_us', 'time', true),
    column('host', 'fqdn'),
    column('process_guid', 'guid', true),
    column('image', 'path', true),
    column('parent_image', 'path', true),
    column('command_line', 'text', true),
    column('user_name', 'user', true),
    column('integrity_level', 'category', true),
    column('hashes', 'text', true),
    column('current_directory', 'path', true),
  ],
};

const events: TableSchema = {
  name: 'events',
  role: 'sequence',
  timeColumn: 'time_us',
  primaryKey: ['subject_key', 'event_id'],
  relationships: [
    owned('subjects'),
    towards('parent', 'process_key', 'processes', 'process_key', false),
    towards('parent', 'target_process_key', 'processes', 'process_key', false),
    reference('src_ip', false),
    reference('dst_ip', false),
  ],
  columns: [
    column('subject_key', 'key'),
    column('event_id', 'key'),
    column('process_key', 'key', true),
    column('time_us', 'time'),
    column('host', 'fqdn'),
    column('event_type', 'category'),
    column('protocol', 'category', true),
    column('initiated', 'boolean', true),
    column('src_ip', 'address', true),
    column('src_port', 'port', true),
    column('dst_ip', 'address', true),
    column('dst_port', 'port', true),
    column('query_name', 'fqdn', true),
    column('query_status', 'category', true),
    column('target', 'path', true),
    column('detail', 'category', true),
    column('target_process_key', 'key', true),
    column('value', 'text', true),
    column('hashes', 'text', true),
    column('signature', 'category', true),
    column('query_results', 'text', true),
  ],
};

const flows: TableSchema = {
  name: 'flows',
  role: 'sequence',
  timeColumn: 'start_us',
  primaryKey: ['subject_key', 'flow_id'],
  relationships: [owned('subjects'), reference('src_ip'), reference('dst_ip')],
  columns: [
    column('subject_key', 'key'),
    column('flow_id', 'key'),
    column('start_us', 'time'),
    column('duration_us', 'duration', true),
    column('protocol', 'category'),
    column('src_ip', 'address'),
    column('src_port', 'port', true),
    column('dst_ip', 'address'),
    column('dst_port', 'port', true),
    column('src_packets', 'integer', true),
    column('src_bytes', 'integer', true),
    column('dst_packets', 'integer', true),
    column('dst_bytes', 'integer', true),
    column('tcp_flags', 'category', true),
    column('state', 'category', true),
    column('service', 'category', true),
    column('tos', 'integer', true),
    column('label', 'category', true),
  ],
};

const links: TableSchema = {
  name: 'links',
  role: 'link',
  timeColumn: null,
  primaryKey: ['subject_key', 'link_id'],
  relationships: [
    owned('subjects'),
    towards('parent', 'event_id', 'events', 'event_id', true),
    towards('parent', 'flow_id', 'flows', 'flow_id', true),
  ],
  endpointTuple: {
    sourceAddress: 'src_ip',
    sourcePort: 'src_port',
    destinationAddress: 'dst_ip',
    destinationPort: 'dst_port',
    protocol: 'protocol',
  },
  columns: [
    column('subject_key', 'key'),
    column('link_id', 'key'),
    column('event_id', 'key'),
    column('flow_id', 'key'),
    column('community_id', 'text', true),
    column('dt_ms', 'real'),
    column('method', 'category'),
    column('confidence', 'real'),
    column('rank', 'integer'),
    column('window_ms', 'real'),
  ],
};

/** The shipped schema for the telemetry that a scenario reads; links exist where both parts do. */
export function telemetrySchema(parts: TelemetryParts): DatabaseSchema {
  const tables = [subjects, endpoints, names];
  if (parts.events) tables.push(processes, events);
  if (parts.flows) tables.push(flows);
  if (parts.events && parts.flows) tables.push(links);
  return { tables };
}

function owned(target: string): Relationship {
  return {
    kind: 'context',
    columns: ['subject_key'],
    target,
    targetColumns: ['subject_key'],
    required: true,
    temporal: false,
  };
}

function towards(
  kind: RelationshipKind,
  from: string,
  target: string,
  to: string,
  required: boolean,
): Relationship {
  return {
    kind,
    columns: ['subject_key', from],
    target,
    targetColumns: ['subject_key', to],
    required,
    temporal: target === 'processes',
  };
}

function reference(from: string, required = true): Relationship {
  return {
    kind: 'reference',
    columns: [from],
    target: 'endpoints',
    targetColumns: ['address'],
    required,
    temporal: false,
  };
}
