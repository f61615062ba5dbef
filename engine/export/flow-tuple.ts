import type { FlowRecord } from '../ingest/records.ts';
import type { HashedTuple } from './export-form.ts';

/** The five-tuple of a flow or of a connection event. */
export function tupleOf(
  flow: Pick<FlowRecord, 'protocol' | 'src_ip' | 'src_port' | 'dst_ip' | 'dst_port'>,
): HashedTuple {
  return {
    protocol: flow.protocol,
    sourceAddress: flow.src_ip,
    sourcePort: flow.src_port,
    destinationAddress: flow.dst_ip,
    destinationPort: flow.dst_port,
  };
}
