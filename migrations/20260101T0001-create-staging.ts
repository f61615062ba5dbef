import type { Knex } from 'knex';

type Kind = 'bigint' | 'integer' | 'double precision' | 'text' | 'boolean';
type Fields = readonly (readonly [name: string, kind: Kind])[];

/** Ordered by bytes, whatever the server's locale. */
const TEXT = 'text COLLATE "C"';

/** Where a staged row was read; `row_id` counts from 0 in reading order, over all sources. */
const ORIGIN: Fields = [
  ['row_id', 'bigint'],
  ['capture', 'text'],
  ['source_file', 'text'],
  ['line', 'bigint'],
];

const EVENTS: Fields = [
  ['time_us', 'bigint'],
  ['logged_us', 'bigint'],
  ['raw_time', 'text'],
  ['host', 'text'],
  ['event_type', 'integer'],
  ['process_guid', 'text'],
  ['process_id', 'bigint'],
  ['image', 'text'],
  ['parent_guid', 'text'],
  ['parent_image', 'text'],
  ['command_line', 'text'],
  ['user_name', 'text'],
  ['integrity_level', 'text'],
  ['protocol', 'text'],
  ['initiated', 'boolean'],
  ['src_ip', 'text'],
  ['src_port', 'integer'],
  ['dst_ip', 'text'],
  ['dst_port', 'integer'],
  ['src_hostname', 'text'],
  ['dst_hostname', 'text'],
  ['query_name', 'text'],
  ['query_status', 'text'],
  ['query_results', 'text'],
  ['target', 'text'],
  ['detail', 'text'],
];

const FLOWS: Fields = [
  ['start_us', 'bigint'],
  ['duration_us', 'bigint'],
  ['raw_time', 'text'],
  ['protocol', 'text'],
  ['src_ip', 'text'],
  ['src_port', 'integer'],
  ['dst_ip', 'text'],
  ['dst_port', 'integer'],
  ['src_packets', 'bigint'],
  ['src_bytes', 'bigint'],
  ['dst_packets', 'bigint'],
  ['dst_bytes', 'bigint'],
  ['tcp_flags', 'text'],
  ['state', 'text'],
  ['service', 'text'],
  ['tos', 'integer'],
  ['label', 'text'],
];

const DNS: Fields = [
  ['time_us', 'bigint'],
  ['raw_time', 'text'],
  ['client_ip', 'text'],
  ['server_ip', 'text'],
  ['query', 'text'],
  ['answers', 'text'],
  ['ttl_s', 'double precision'],
];

/** Required besides the origin: without them a record is quarantined, not staged. */
const REQUIRED = new Set(['time_us', 'start_us', 'raw_time', 'event_type']);

const STAGING: readonly (readonly [table: string, fields: Fields])[] = [
  ['staging_events', EVENTS],
  ['staging_flows', FLOWS],
  ['staging_dns', DNS],
];

/** Records as the readers wrote them, before they have a subject. */
export async function up(knex: Knex): Promise<void> {
  for (const [name, fields] of STAGING) {
    await knex.schema.createTable(name, (table) => {
      for (const [column, kind] of ORIGIN) addColumn(table, column, kind).notNullable();
      for (const [column, kind] of fields) {
        const added = addColumn(table, column, kind);
        if (REQUIRED.has(column)) added.notNullable();
      }
      table.primary(['row_id']);
    });
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const [name] of [...STAGING].reverse()) await knex.schema.dropTable(name);
}

function addColumn(table: Knex.CreateTableBuilder, column: string, kind: Kind): Knex.ColumnBuilder {
  return table.specificType(column, kind === 'text' ? TEXT : kind);
}
