import type { Progress } from '../core/progress.ts';
import type { Row } from '../core/row.ts';
import type {
  ClockSpan,
  LinkDraft,
  LinkOutcome,
  LinkReport,
  LinkSession,
  OpenKindClock,
  OpenLinkSession,
} from '../pipeline/ports.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { sqlText } from '../storage/sql-text.ts';
import { type ConversationFacts, gatherConversations } from './conversations.ts';
import { connectionName, queryName } from './name-observations.ts';

/** The linker and the clock, passed in from the composition root. */
export interface LinkPorts {
  readonly openSession: OpenLinkSession;
  readonly openKindClock: OpenKindClock;
  readonly progress: Progress;
}

const NETWORK_CONNECTION = 3;
const DNS_QUERY = 22;
const BATCH = 5000;
/** Beyond every stamp, and within the whole numbers. */
const EVER = 8_000_000_000_000_000;

/**
 * Links the staged captures one after the other and stores what the linker found.
 *
 * Each capture is one transaction. Memory: the linker's compact form of one capture (about 40 bytes
 * a flow); cost: O(n log n) of the capture's network events and flows.
 *
 * @returns the linker's report of each capture, in code-unit order of their names
 */
export async function linkCaptures(database: Database, ports: LinkPorts): Promise<LinkReport[]> {
  const reports: LinkReport[] = [];
  for (const capture of await capturesOf(database)) {
    ports.progress.start(`link ${capture}`, null, 'rows');
    const { outcome, clocks } = await linkCapture(database, capture, ports);
    await database.transaction(async (tx) => {
      await storeOutcome(tx, capture, outcome);
      await storeClocks(tx, capture, clocks);
      await storeConversations(tx, capture, outcome.links);
    });
    ports.progress.finish();
    reports.push(outcome.report);
  }
  return reports;
}

async function capturesOf(database: Database): Promise<string[]> {
  const names: string[] = [];
  const sql = `select capture from (select capture from staging_events union
               select capture from staging_flows) as captures order by capture collate "C"`;
  for await (const rows of database.readRows({ sql, batchSize: BATCH })) {
    names.push(...rows.map((row) => String(row[0])));
  }
  return names;
}

interface LinkedCapture {
  readonly outcome: LinkOutcome;
  readonly clocks: readonly ClockSpan[];
}

async function linkCapture(
  database: Database,
  capture: string,
  ports: LinkPorts,
): Promise<LinkedCapture> {
  const session = ports.openSession(capture);
  const clock = ports.openKindClock();
  for await (const rows of database.readRows(eventsQuery(capture))) {
    for (const row of rows) {
      addEvent(session, row);
      clock.add(text(row, 1), number(row, 2), number(row, 3), maybeNumber(row, 4));
    }
    ports.progress.advance(rows.length);
  }
  for await (const rows of database.readRows(flowsQuery(capture))) {
    for (const row of rows) addFlow(session, row);
    ports.progress.advance(rows.length);
  }
  for await (const rows of database.readRows(dnsQuery(capture))) {
    for (const row of rows) addDns(session, row);
    ports.progress.advance(rows.length);
  }
  const outcome = session.finish();
  return { outcome, clocks: clock.spans(outcome.offsets) };
}

function eventsQuery(capture: string) {
  const sql = `select row_id, host, event_type, time_us, logged_us, initiated, protocol, src_ip,
      src_port, dst_ip, dst_port, query_name, query_results
    from staging_events where capture = ${sqlText(capture)} order by row_id`;
  return { sql, batchSize: BATCH };
}

function flowsQuery(capture: string) {
  const sql = `select row_id, start_us, start_us + coalesce(duration_us, 0),
      dst_packets is null and dst_bytes is null, protocol, src_ip, src_port, dst_ip, dst_port
    from staging_flows where capture = ${sqlText(capture)} order by row_id`;
  return { sql, batchSize: BATCH };
}

function dnsQuery(capture: string) {
  const sql = `select time_us, query, answers, ttl_s from staging_dns
    where capture = ${sqlText(capture)} and answers <> '' order by row_id`;
  return { sql, batchSize: BATCH };
}

function addEvent(session: LinkSession, row: Row): void {
  const [host, type, timeUs] = [text(row, 1), number(row, 2), number(row, 3)];
  if (type === NETWORK_CONNECTION && row[7] !== null && row[9] !== null) {
    const initiated = row[5] === null ? null : row[5] === true;
    session.addEvent({
      rowId: number(row, 0),
      host,
      timeUs,
      loggedUs: maybeNumber(row, 4),
      initiated,
      tuple: tupleAt(row, 6),
    });
    if (initiated === true) session.addName(connectionName(host, text(row, 7), timeUs));
  } else if (type === DNS_QUERY && row[11] !== null && row[12] !== null) {
    const observed = queryName(host, text(row, 11), text(row, 12), timeUs);
    if (observed !== null) session.addName(observed);
  }
}

function addFlow(session: LinkSession, row: Row): void {
  session.addFlow({
    rowId: number(row, 0),
    startUs: number(row, 1),
    endUs: number(row, 2),
    oneWay: row[3] === true,
    tuple: tupleAt(row, 4),
  });
}

function addDns(session: LinkSession, row: Row): void {
  const ttlS = maybeNumber(row, 3);
  session.addName({
    fqdn: text(row, 1),
    addresses: text(row, 2).split('|'),
    timeUs: number(row, 0),
    ttlUs: ttlS === null ? null : ttlS * 1_000_000,
    feed: 'dns',
    host: null,
  });
}

/** The five cells from `first` on: protocol, source address and port, destination likewise. */
function tupleAt(row: Row, first: number) {
  return {
    protocol: text(row, first),
    sourceAddress: text(row, first + 1),
    sourcePort: maybeNumber(row, first + 2),
    destinationAddress: text(row, first + 3),
    destinationPort: maybeNumber(row, first + 4),
  };
}

async function storeOutcome(tx: Transaction, capture: string, outcome: LinkOutcome): Promise<void> {
  for (const table of ['link_drafts', 'name_spans', 'clock_corrections', 'watched_hosts']) {
    await tx.query(`delete from ${table} where capture = $1`, [capture]);
  }
  await tx.query(
    `insert into watched_hosts select distinct capture, host from staging_events where capture = $1`,
    [capture],
  );
  await tx.load(
    'name_spans',
    ['capture', 'fqdn', 'address', 'valid_from_us', 'valid_to_us'],
    [outcome.names.map((one) => [capture, one.fqdn, one.address, one.validFromUs, one.validToUs])],
  );
  await tx.load('link_drafts', draftColumns, [outcome.links.map((one) => draftRow(capture, one))]);
}

const draftColumns = [
  'capture',
  'event_row_id',
  'flow_row_id',
  'community_id',
  'method',
  'confidence',
  'rank',
  'window_ms',
];

function draftRow(capture: string, draft: LinkDraft): Row {
  return [
    capture,
    draft.eventRowId,
    draft.flowRowId,
    draft.communityId,
    draft.method,
    draft.confidence,
    draft.rank,
    draft.windowMs,
  ];
}

async function storeClocks(
  tx: Transaction,
  capture: string,
  clocks: readonly ClockSpan[],
): Promise<void> {
  const rows = clocks.map((span) => [
    capture,
    span.host,
    span.eventType,
    Math.max(span.fromUs, -EVER),
    Math.min(span.toUs, EVER),
    Math.round(span.offsetUs),
    span.slope,
  ]);
  const columns = ['capture', 'host', 'event_type', 'from_us', 'to_us', 'offset_us', 'slope'];
  await tx.load('clock_corrections', columns, [rows]);
}

async function storeConversations(
  tx: Transaction,
  capture: string,
  drafts: readonly LinkDraft[],
): Promise<void> {
  await tx.query(
    `delete from conversation_members where (source = 'event' and row_id in
       (select row_id from staging_events where capture = $1)) or (source = 'flow' and row_id in
       (select row_id from staging_flows where capture = $1))`,
    [capture],
  );
  const members = gatherConversations(drafts, await conversationFacts(tx, capture));
  await tx.load(
    'conversation_members',
    ['source', 'row_id', 'owner', 'anchor_us'],
    [members.map((one) => [one.source, one.rowId, one.owner, one.anchorUs])],
  );
}

async function conversationFacts(tx: Transaction, capture: string): Promise<ConversationFacts> {
  const hostOfEvent = new Map<number, string>();
  const initiatedOfEvent = new Map<number, boolean>();
  const startOfFlow = new Map<number, number>();
  const drafts = `(select * from link_drafts where capture = ${sqlText(capture)}) as draft`;
  const events = `select distinct event.row_id, event.host, coalesce(event.initiated, false)
    from staging_events as event join ${drafts} on draft.event_row_id = event.row_id`;
  for await (const rows of tx.readRows({ sql: events, batchSize: BATCH })) {
    for (const row of rows) {
      hostOfEvent.set(number(row, 0), text(row, 1));
      initiatedOfEvent.set(number(row, 0), row[2] === true);
    }
  }
  const flows = `select distinct flow.row_id, flow.start_us
    from staging_flows as flow join ${drafts} on draft.flow_row_id = flow.row_id`;
  for await (const rows of tx.readRows({ sql: flows, batchSize: BATCH })) {
    for (const row of rows) startOfFlow.set(number(row, 0), number(row, 1));
  }
  return { hostOfEvent, initiatedOfEvent, startOfFlow };
}

function text(row: Row, index: number): string {
  return String(row[index]);
}

function number(row: Row, index: number): number {
  return Number(row[index]);
}

function maybeNumber(row: Row, index: number): number | null {
  const cell = row[index];
  return cell === null || cell === undefined ? null : Number(cell);
}
