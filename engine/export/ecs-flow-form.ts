import { isIcmp } from '../ingest/protocol-name.ts';
import type { FlowRecord } from '../ingest/records.ts';
import { type ExportForm, type HashTuple, NOTHING } from './export-form.ts';
import { tupleOf } from './flow-tuple.ts';
import { jsonGroup, jsonMember, jsonObject } from './json-text.ts';
import { absentPorts } from './netflow-cells.ts';
import { isoText } from './stamp-text.ts';

/**
 * Flows as ECS documents with their community ID.
 *
 * What ECS has no field for stands where Elastic's own integrations put it: state and ICMP under
 * `zeek.connection`, flags and type of service under `netflow`, the label under `labels`.
 *
 * @see https://www.elastic.co/guide/en/ecs/8.0/ecs-network.html
 */
export function ecsFlowForm(communityId: HashTuple): ExportForm<'flows'> {
  return {
    kind: 'flows',
    file: 'ecs-flows.jsonl',
    format: 'ecs-flow-json',
    absentFields: absentPorts,
    head: NOTHING,
    foot: NOTHING,
    line: (flow) =>
      jsonObject(
        `"@timestamp":"${isoText(flow.start_us)}","ecs":{"version":"8.0.0"},` +
          eventGroup(flow) +
          endGroup('source', flow.src_ip, [portOf(flow, 'src'), flow.src_packets, flow.src_bytes]) +
          endGroup('destination', flow.dst_ip, [
            portOf(flow, 'dst'),
            flow.dst_packets,
            flow.dst_bytes,
          ]) +
          networkGroup(flow, communityId(tupleOf(flow))) +
          zeekGroup(flow) +
          jsonGroup(
            'netflow',
            jsonMember('tcp_control_bits', flow.tcp_flags) +
              jsonMember('ip_class_of_service', flow.tos),
          ) +
          jsonGroup('labels', jsonMember('label', flow.label)),
      ),
  };
}

function eventGroup({ start_us: startUs, duration_us: durationUs }: FlowRecord): string {
  const end =
    durationUs === null
      ? ''
      : // NOTE: nanoseconds, as digits: as a number they may be more than a double holds.
        `"end":"${isoText(startUs + durationUs)}","duration":${durationUs === 0 ? 0 : `${durationUs}000`},`;
  return jsonGroup(
    'event',
    '"kind":"event","category":["network"],"type":["connection"],"action":"network_flow",' +
      `"start":"${isoText(startUs)}",${end}`,
  );
}

type Counts = readonly [port: number | null, packets: number | null, bytes: number | null];

function endGroup(name: string, address: string, [port, packets, bytes]: Counts): string {
  return jsonGroup(
    name,
    jsonMember('ip', address) +
      jsonMember('port', port) +
      jsonMember('packets', packets) +
      jsonMember('bytes', bytes),
  );
}

function networkGroup(flow: FlowRecord, hash: string | null): string {
  return jsonGroup(
    'network',
    jsonMember('transport', flow.protocol) +
      jsonMember('type', flow.src_ip.includes(':') ? 'ipv6' : 'ipv4') +
      jsonMember('protocol', flow.service) +
      jsonMember('bytes', sumOf(flow.src_bytes, flow.dst_bytes)) +
      jsonMember('packets', sumOf(flow.src_packets, flow.dst_packets)) +
      jsonMember('community_id', hash),
  );
}

function zeekGroup(flow: FlowRecord): string {
  const icmp = isIcmp(flow.protocol)
    ? jsonGroup('icmp', jsonMember('type', flow.src_port) + jsonMember('code', flow.dst_port))
    : '';
  return jsonGroup('zeek', jsonGroup('connection', jsonMember('state', flow.state) + icmp));
}

function portOf(flow: FlowRecord, side: 'src' | 'dst'): number | null {
  return isIcmp(flow.protocol) || absentPorts(flow).length > 0 ? null : flow[`${side}_port`];
}

/** Null where neither side is known. */
function sumOf(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0);
}
