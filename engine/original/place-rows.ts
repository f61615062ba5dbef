import { assertNever } from '../core/invariant.ts';
import type { SubjectKind } from '../schema/telemetry-schema.ts';

/** How the rows of a capture are given to subjects. */
export interface SubjectRule {
  readonly kind: SubjectKind;
  /** Length of the time segments that a subject is cut into, microseconds; null for none. */
  readonly segmentUs: number | null;
}

/**
 * SQL statements that give every staged row an owner, and every owner (of a capture, in a time
 * segment) a subject key; they leave `placed_events`, `placed_flows` and `placed_subjects`.
 *
 * Times are put on the sensor's clock here. Cost: O(n log n) in the database, nothing in memory.
 */
export function placeRows(rule: SubjectRule): readonly string[] {
  return [
    ...dropPlaced,
    placeEvents(rule.kind),
    placeFlows(rule.kind),
    `create table placed_spans as
       select capture, min(anchor_us) as from_us
       from (select capture, anchor_us from placed_events
             union all select capture, anchor_us from placed_flows) as anchors
       group by capture`,
    placeSubjects(rule.segmentUs),
    'create index placed_events_row on placed_events (row_id)',
    'create index placed_flows_row on placed_flows (row_id)',
    'create unique index placed_subjects_key on placed_subjects (capture, owner, segment)',
    'analyze placed_events',
    'analyze placed_flows',
    'analyze placed_subjects',
  ];
}

const dropPlaced = ['placed_events', 'placed_flows', 'placed_spans', 'placed_subjects'].map(
  (table) => `drop table if exists ${table}`,
);

/** The SQL expression for a row's time segment, given its capture's first anchor. */
export function segmentOf(anchor: string, from: string, segmentUs: number | null): string {
  return segmentUs === null ? '0::bigint' : `((${anchor} - ${from}) / ${segmentUs})::bigint`;
}

function placeEvents(kind: SubjectKind): string {
  const corrected = `(event.time_us - coalesce(
    clock.offset_us + round(clock.slope * (event.time_us - clock.from_us)), 0))::bigint`;
  return `create table placed_events as
    select event.row_id, event.capture, ${corrected} as time_us,
           coalesce(member.owner, ${eventOwner(kind)}) as owner,
           coalesce(member.anchor_us, ${corrected}) as anchor_us
    from staging_events as event
    left join clock_corrections as clock
      on clock.capture = event.capture and clock.host = event.host
     and clock.event_type = event.event_type
     and event.time_us >= clock.from_us and event.time_us < clock.to_us
    left join conversation_members as member
      on member.source = 'event' and member.row_id = event.row_id`;
}

function eventOwner(kind: SubjectKind): string {
  return kind === 'process' ? `coalesce(event.process_guid, 'host ' || event.host)` : 'event.host';
}

function placeFlows(kind: SubjectKind): string {
  return `create table placed_flows as
    select flow.row_id, flow.capture, ${flowOwner(kind)} as owner,
           coalesce(member.anchor_us, flow.start_us) as anchor_us
    from staging_flows as flow
    left join conversation_members as member
      on member.source = 'flow' and member.row_id = flow.row_id`;
}

function flowOwner(kind: SubjectKind): string {
  switch (kind) {
    case 'source_ip':
      return 'flow.src_ip';
    case 'destination_ip':
      return 'flow.dst_ip';
    case 'ip_pair':
      return `least(flow.src_ip collate "C", flow.dst_ip collate "C") || ' ' ||
              greatest(flow.src_ip collate "C", flow.dst_ip collate "C")`;
    case 'host':
    case 'process':
      return `coalesce(member.owner, ${watchedHost('src_ip')}, ${watchedHost('dst_ip')},
                ${internalAddress})`;
    default:
      return assertNever(kind);
  }
}

/** The watched host that had the address when the flow began. */
function watchedHost(column: string): string {
  return `(select span.fqdn from name_spans as span
           where span.capture = flow.capture and span.address = flow.${column}
             and flow.start_us between span.valid_from_us and span.valid_to_us
             and exists (select 1 from watched_hosts as host
                         where host.capture = flow.capture and host.host = span.fqdn)
           order by span.valid_from_us desc, span.fqdn collate "C" limit 1)`;
}

const internalAddress = `(case
  when (select scope from address_scopes where address = flow.src_ip) = 'internal' then flow.src_ip
  when (select scope from address_scopes where address = flow.dst_ip) = 'internal' then flow.dst_ip
  else flow.src_ip end)`;

function placeSubjects(segmentUs: number | null): string {
  const segment = segmentOf('row.anchor_us', 'span.from_us', segmentUs);
  return `create table placed_subjects as
    select row_number() over (order by capture collate "C", owner collate "C", segment) as subject_key,
           capture, owner, segment
    from (select distinct row.capture, row.owner, ${segment} as segment
          from (select capture, owner, anchor_us from placed_events
                union all select capture, owner, anchor_us from placed_flows) as row
          join placed_spans as span on span.capture = row.capture) as owners`;
}
