import { type SubjectRule, segmentOf } from './place-rows.ts';

/** Room for the rows of one subject in a key: `subject_key * KEY_STRIDE + position`. */
export const KEY_STRIDE = 10_000_000;

/** Which tables the original database holds. */
export interface OrganiseOptions extends SubjectRule {
  readonly events: boolean;
  readonly flows: boolean;
}

/**
 * SQL statements that fill the original tables from staging, after `placeRows`.
 *
 * Row keys count a subject's rows in time order, ties in reading order. Cost: O(n log n) in the
 * database, nothing in memory.
 */
export function organiseTables(options: OrganiseOptions): readonly string[] {
  const statements = [fillEndpoints, fillNames, ...ownedRows(options), fillSubjects(options)];
  if (options.events) statements.push(fillProcesses, fillEvents);
  if (options.flows) statements.push(fillFlows);
  if (options.events && options.flows) statements.push(fillLinks);
  return statements;
}

const fillEndpoints = `insert into endpoints (address, scope)
  select address, scope from address_scopes`;

const fillNames = `insert into names (fqdn, address, valid_from_us, valid_to_us)
  select fqdn, address, valid_from_us, max(valid_to_us)
  from name_spans group by fqdn, address, valid_from_us`;

/** Tables `owned_events` and `owned_flows`: staged row id, subject key and final key. */
function ownedRows(options: OrganiseOptions): string[] {
  const segment = segmentOf('placed.anchor_us', 'span.from_us', options.segmentUs);
  const owned = (source: string, placed: string, time: string, extra: string) =>
    `create table ${source} as
       select placed.row_id, subject.subject_key, ${time} as time_us,
              subject.subject_key * ${KEY_STRIDE}
                + row_number() over (partition by subject.subject_key order by ${time}, placed.row_id)
                as row_key
       from ${placed} as placed ${extra}
       join placed_spans as span on span.capture = placed.capture
       join placed_subjects as subject
         on subject.capture = placed.capture and subject.owner = placed.owner
        and subject.segment = ${segment}`;
  return [
    'drop table if exists owned_events',
    'drop table if exists owned_flows',
    owned('owned_events', 'placed_events', 'placed.time_us', ''),
    owned(
      'owned_flows',
      'placed_flows',
      'flow.start_us',
      'join staging_flows as flow on flow.row_id = placed.row_id',
    ),
    'create unique index owned_events_row on owned_events (row_id)',
    'create unique index owned_flows_row on owned_flows (row_id)',
    'analyze owned_events',
    'analyze owned_flows',
  ];
}

function fillSubjects(options: OrganiseOptions): string {
  const pair = options.kind === 'ip_pair';
  const first = pair ? `split_part(subject.owner, ' ', 1)` : 'subject.owner';
  const second = pair ? `split_part(subject.owner, ' ', 2)` : 'null';
  return `insert into subjects
      (subject_key, kind, host, address, peer_address, scope, clock_offset_us)
    select subject.subject_key, '${options.kind}', host.host,
           own.address, peer.address, own.scope, clock.offset_us
    from placed_subjects as subject
    left join watched_hosts as host
      on host.capture = subject.capture and host.host = subject.owner
    left join lateral (
      select event.src_ip as address from staging_events as event
      where '${options.kind}' = 'host' and event.event_type = 3 and event.initiated
        and event.capture = subject.capture and event.host = subject.owner
      group by event.src_ip order by count(*) desc, event.src_ip collate "C" limit 1) as home on true
    left join address_scopes as own on own.address = coalesce(home.address, ${first})
    left join address_scopes as peer on peer.address = ${second}
    left join lateral (
      select offset_us from clock_corrections as clock
      where clock.capture = subject.capture and clock.host = subject.owner and clock.event_type = 3
      order by from_us limit 1) as clock on true`;
}

/** NOTE: a process that others act on is known before, or without, a line of its own. */
const fillProcesses = `insert into processes
    (subject_key, process_key, parent_key, first_seen_us, start_us, end_us, host, process_guid,
     image, parent_image, command_line, user_name, integrity_level, hashes, current_directory)
  with facts as (
    select process_guid,
      (array_agg(image order by (event_type = 1) desc, row_id) filter (where image is not null))[1]
        as image,
      (array_agg(user_name order by (event_type = 1) desc, row_id)
        filter (where user_name is not null))[1] as user_name,
      min(parent_guid) filter (where event_type = 1) as parent_guid,
      (array_agg(parent_image order by row_id) filter (where event_type = 1))[1] as parent_image,
      (array_agg(command_line order by row_id) filter (where event_type = 1))[1] as command_line,
      (array_agg(integrity_level order by row_id) filter (where event_type = 1))[1]
        as integrity_level,
      (array_agg(coalesce(hashes, digests.text) order by row_id) filter (where event_type = 1))[1]
        as hashes,
      (array_agg(current_directory order by row_id) filter (where event_type = 1))[1]
        as current_directory
    from staging_events
    left join staging_texts as digests on event_type = 1 and digests.text_id = hashes_id
    where process_guid is not null group by process_guid
  ), targets as (
    select target_guid as process_guid,
      (array_agg(target order by row_id) filter (where target is not null))[1] as image
    from staging_events where target_guid is not null group by target_guid
  ), mentions as (
    select owned.subject_key, event.process_guid, owned.time_us, event.host, event.event_type
    from staging_events as event join owned_events as owned using (row_id)
    where event.process_guid is not null
    union all
    select owned.subject_key, event.target_guid, owned.time_us, event.host, null
    from staging_events as event join owned_events as owned using (row_id)
    where event.target_guid is not null
  ), lives as (
    select subject_key, process_guid, min(time_us) as first_seen_us,
      min(time_us) filter (where event_type = 1) as start_us,
      max(time_us) filter (where event_type = 5) as end_us,
      min(host collate "C") as host
    from mentions group by subject_key, process_guid
  ), keyed as (
    select lives.*, lives.subject_key * ${KEY_STRIDE} + row_number() over
      (partition by lives.subject_key order by first_seen_us, process_guid collate "C")
      as process_key
    from lives
  )
  select child.subject_key, child.process_key, parent.process_key, child.first_seen_us,
    child.start_us, child.end_us, child.host, child.process_guid,
    coalesce(facts.image, targets.image), facts.parent_image, facts.command_line, facts.user_name,
    facts.integrity_level, facts.hashes, facts.current_directory
  from keyed as child
  left join facts using (process_guid)
  left join targets using (process_guid)
  left join keyed as parent
    on parent.subject_key = child.subject_key and parent.process_guid = facts.parent_guid
   and parent.process_key < child.process_key`;

const fillEvents = `insert into events
    (subject_key, event_id, process_key, time_us, host, event_type, protocol, initiated, src_ip,
     src_port, dst_ip, dst_port, query_name, query_status, target, detail, target_process_key,
     value, hashes, signature, query_results)
  select owned.subject_key, owned.row_key, process.process_key, owned.time_us, event.host,
    event.event_type::text, event.protocol, event.initiated, event.src_ip, event.src_port,
    event.dst_ip, event.dst_port, event.query_name, event.query_status, event.target, event.detail,
    target.process_key, coalesce(event.value, carried.text), coalesce(event.hashes, digests.text),
    event.signature, event.query_results
  from staging_events as event join owned_events as owned using (row_id)
  left join staging_texts as carried on carried.text_id = event.value_id
  left join staging_texts as digests on digests.text_id = event.hashes_id
  left join processes as process
    on process.subject_key = owned.subject_key and process.process_guid = event.process_guid
  left join processes as target
    on target.subject_key = owned.subject_key and target.process_guid = event.target_guid`;

const fillFlows = `insert into flows
    (subject_key, flow_id, start_us, duration_us, protocol, src_ip, src_port, dst_ip, dst_port,
     src_packets, src_bytes, dst_packets, dst_bytes, tcp_flags, state, service, tos, label)
  select owned.subject_key, owned.row_key, flow.start_us, flow.duration_us, flow.protocol,
    flow.src_ip, flow.src_port, flow.dst_ip, flow.dst_port, flow.src_packets, flow.src_bytes,
    flow.dst_packets, flow.dst_bytes, flow.tcp_flags, flow.state, flow.service, flow.tos, flow.label
  from staging_flows as flow join owned_flows as owned using (row_id)`;

const fillLinks = `insert into links
    (subject_key, link_id, event_id, flow_id, community_id, dt_ms, method, confidence, rank,
     window_ms)
  select event.subject_key,
    event.subject_key * ${KEY_STRIDE} + row_number() over
      (partition by event.subject_key order by event.row_key, flow.row_key),
    event.row_key, flow.row_key, draft.community_id, (event.time_us - flow.time_us) / 1000.0,
    draft.method, draft.confidence, draft.rank, draft.window_ms
  from link_drafts as draft
  join owned_events as event on event.row_id = draft.event_row_id
  join owned_flows as flow on flow.row_id = draft.flow_row_id`;
