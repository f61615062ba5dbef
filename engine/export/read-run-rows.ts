import type { SourceKind } from '../core/capture-format.ts';
import type { Row } from '../core/row.ts';
import type { RecordOf } from '../ingest/records.ts';
import type { Queries } from '../storage/database.ts';
import type { SplitPart } from '../storage/table-reader.ts';
import { dnsOfRow, eventOfRow, flowOfRow } from './record-of-row.ts';

/** Which rows of a run's database: those of one side of the split, or all. */
export interface RowChoice {
  readonly part: SplitPart | null;
}

const DNS_PORT = 53;
/** Rows that are read at once. */
const BATCH_ROWS = 5000;

/** The table that holds the rows of each kind. */
const TABLES: Readonly<Record<SourceKind, string>> = {
  events: 'events',
  flows: 'flows',
  dns: 'names',
};

/** Kinds of records that a run's database holds. */
export async function heldKinds(database: Queries): Promise<readonly SourceKind[]> {
  const held: SourceKind[] = [];
  for (const kind of ['events', 'flows', 'dns'] as const) {
    const [row] = await database.query('select to_regclass($1) is not null as held', [
      TABLES[kind],
    ]);
    if (row?.held === true) held.push(kind);
  }
  return held;
}

/** Number of records of a kind, for progress. */
export async function countRecords(
  database: Queries,
  kind: SourceKind,
  choice: RowChoice,
): Promise<number> {
  const sql =
    kind === 'dns' ? `select count(*) as rows from (${NAMES}) as held` : countOf(kind, choice);
  const [row] = await database.query(sql);
  return Number(row?.rows ?? 0);
}

/**
 * Streams the records of a kind, in order of time over all subjects, then of key.
 *
 * The order is the database's work; memory holds one batch.
 */
export async function* readRecords<K extends SourceKind>(
  database: Queries,
  kind: K,
  choice: RowChoice,
): AsyncGenerator<readonly RecordOf[K][]> {
  const recordOf = RECORD_OF[kind] as (row: Row) => RecordOf[K];
  const sql = statementOf(kind, choice, await heldKinds(database));
  for await (const rows of database.readRows({ sql, batchSize: BATCH_ROWS })) {
    yield rows.map(recordOf);
  }
}

const RECORD_OF = { events: eventOfRow, flows: flowOfRow, dns: dnsOfRow } as const;

function statementOf(kind: SourceKind, choice: RowChoice, held: readonly SourceKind[]): string {
  if (kind === 'dns') return namesOf(held, choice);
  return kind === 'events' ? eventsOf(choice) : flowsOf(choice);
}

function countOf(table: string, choice: RowChoice): string {
  return `select count(*) as rows from ${table} as kept ${conditionOf('kept', choice)}`;
}

/**
 * Events with their processes; what a process is at its creation, and its parent, with that event alone.
 *
 * NOTE: `record-of-row.ts` reads these columns by their place.
 */
function eventsOf(choice: RowChoice): string {
  return `select event.time_us, event.host, event.event_type, event.protocol, event.initiated,
      event.src_ip, event.src_port, event.dst_ip, event.dst_port, event.query_name,
      event.query_status, event.query_results, event.target, event.detail, event.value,
      event.hashes, event.signature, process.process_guid, process.image, process.user_name,
      born.parent_image, born.command_line, born.integrity_level, born.current_directory,
      born.hashes as born_hashes,
      parent.process_guid as parent_guid, parent.command_line as parent_command_line,
      parent.user_name as parent_user, acted.process_guid as target_guid
    from events as event
    left join processes as process
      on process.subject_key = event.subject_key and process.process_key = event.process_key
    left join processes as born
      on event.event_type = '1'
     and born.subject_key = event.subject_key and born.process_key = event.process_key
    left join processes as parent
      on parent.subject_key = born.subject_key and parent.process_key = born.parent_key
    left join processes as acted
      on acted.subject_key = event.subject_key and acted.process_key = event.target_process_key
    ${conditionOf('event', choice)}
    order by event.time_us, event.subject_key, event.event_id`;
}

function flowsOf(choice: RowChoice): string {
  return `select start_us, duration_us, protocol, src_ip, src_port, dst_ip, dst_port, src_packets,
      src_bytes, dst_packets, dst_bytes, tcp_flags, state, service, tos, label
    from flows as flow ${conditionOf('flow', choice)}
    order by start_us, subject_key, flow_id`;
}

/** Names that began to hold together, of one span: one answer. */
const NAMES = `select valid_from_us, fqdn, string_agg(address, '|' order by address collate "C")
      as answers, valid_to_us - valid_from_us as span_us
    from names group by valid_from_us, fqdn, valid_to_us - valid_from_us`;

/**
 * Answers with who asked: the first host that queried the name, and the resolver that it turns to most.
 *
 * A database without events or without flows does not know.
 */
function namesOf(held: readonly SourceKind[], choice: RowChoice): string {
  const order = 'order by answer.valid_from_us, answer.fqdn, answer.span_us';
  if (!held.includes('events') || !held.includes('flows')) {
    return `select answer.*, null::text as client, null::text as server
      from (${NAMES}) as answer ${order}`;
  }
  return `with answer as (${NAMES}), queries as (
      select event.query_name, event.time_us, event.event_id, subject.address
      from events as event join subjects as subject on subject.subject_key = event.subject_key
      ${conditionOf('event', choice)}
    ), askers as (
      select distinct on (query_name) query_name, address from queries
      where query_name is not null and address is not null order by query_name, time_us, event_id
    ), packets as (
      select src_ip, dst_ip, dst_port from flows as flow ${conditionOf('flow', choice)}
    ), resolvers as (
      select distinct on (src_ip) src_ip, dst_ip from packets where dst_port = ${DNS_PORT}
      group by src_ip, dst_ip order by src_ip, count(*) desc, dst_ip collate "C"
    )
    select answer.*, askers.address as client, resolvers.dst_ip as server
    from answer left join askers on askers.query_name = answer.fqdn
    left join resolvers on resolvers.src_ip = askers.address ${order}`;
}

function conditionOf(table: string, { part }: RowChoice): string {
  if (part === null) return '';
  return `where ${table}.subject_key in
    (select subject_key from subject_origins where part = '${part}')`;
}
