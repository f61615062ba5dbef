import { ZEEK_CONN_FIELDS, type ZeekField } from '../core/zeek-fields.ts';
import { hasPorts, isIcmp } from '../ingest/protocol-name.ts';
import type { FlowRecord } from '../ingest/records.ts';
import { type ExportForm, type HashTuple, NOTHING } from './export-form.ts';
import { tupleOf } from './flow-tuple.ts';
import { zeekUid } from './made-identifiers.ts';
import { absentPorts } from './netflow-cells.ts';
import { secondsText } from './stamp-text.ts';
import {
  plainCell,
  textCell,
  type ZeekCell,
  zeekFoot,
  zeekHead,
  zeekObject,
  zeekRow,
} from './zeek-log.ts';

/** The fields of conn.log, with that of the community-id policy and a label behind them. */
const FIELDS: readonly ZeekField[] = [
  ...ZEEK_CONN_FIELDS,
  ['community_id', 'string'],
  ['label', 'string'],
];

/** Networks that Zeek takes as local by itself. */
const LOCAL = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/;

const shared = {
  kind: 'flows',
  absentFields: (flow: FlowRecord) => ['tcp_flags', 'tos', ...absentPorts(flow)] as const,
} as const;

/** Flows as Zeek's conn.log with its head. */
export function zeekConnForm(communityId: HashTuple): ExportForm<'flows'> {
  return {
    ...shared,
    file: 'conn.log',
    format: 'zeek-conn-tsv',
    head: (openUs) => zeekHead('conn', FIELDS, openUs),
    line: (flow, ordinal) => zeekRow(cellsOf(flow, ordinal, communityId(tupleOf(flow)))),
    foot: zeekFoot,
  };
}

/**
 * Flows as conn.log by Zeek's JSON writer.
 *
 * NOTE: an unknown state is written as null, which Zeek leaves out: by `conn_state` a log of
 * connections is known as one.
 */
export function zeekConnJsonForm(communityId: HashTuple): ExportForm<'flows'> {
  return {
    ...shared,
    file: 'conn.json',
    format: 'zeek-conn-json',
    head: NOTHING,
    line: (flow, ordinal) => {
      const line = zeekObject(FIELDS, cellsOf(flow, ordinal, communityId(tupleOf(flow))));
      return flow.state === null ? `${line.slice(0, -1)},"conn_state":null}` : line;
    },
    foot: NOTHING,
  };
}

function cellsOf(flow: FlowRecord, ordinal: number, hash: string | null): readonly ZeekCell[] {
  const numbered = hasPorts(flow.protocol) || isIcmp(flow.protocol);
  const port = (value: number | null) => plainCell(numbered ? value : 0);
  return [
    plainCell(secondsText(flow.start_us)),
    plainCell(zeekUid(ordinal, 'conn')),
    plainCell(flow.src_ip),
    port(flow.src_port),
    plainCell(flow.dst_ip),
    port(flow.dst_port),
    plainCell(protocolOf(flow)),
    textCell(flow.service),
    plainCell(flow.duration_us === null ? null : secondsText(flow.duration_us)),
    plainCell(payloadOf(flow, flow.src_packets, flow.src_bytes)),
    plainCell(payloadOf(flow, flow.dst_packets, flow.dst_bytes)),
    textCell(flow.state),
    plainCell(LOCAL.test(flow.src_ip) ? 'T' : 'F'),
    plainCell(LOCAL.test(flow.dst_ip) ? 'T' : 'F'),
    plainCell(0),
    null,
    plainCell(flow.src_packets),
    plainCell(flow.src_bytes),
    plainCell(flow.dst_packets),
    plainCell(flow.dst_bytes),
    null,
    plainCell(hash),
    textCell(flow.label),
  ];
}

/** Zeek says `icmp` for both families. */
function protocolOf({ protocol, src_ip: source }: FlowRecord): string {
  return protocol === 'ipv6-icmp' && source.includes(':') ? 'icmp' : protocol;
}

/** Bytes of the payload: those of the IP layer without the least of headers; an upper bound. */
function payloadOf(flow: FlowRecord, packets: number | null, bytes: number | null): number | null {
  if (packets === null || bytes === null) return null;
  const network = flow.src_ip.includes(':') ? 40 : 20;
  const transport = flow.protocol === 'tcp' ? 20 : 8;
  return Math.max(0, bytes - packets * (network + transport));
}
