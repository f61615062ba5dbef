import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Row, Value } from '../../../engine/core/row.ts';
import { countWrongCommunityIds } from '../../../engine/pipeline/community-id-check.ts';
import { tableNamed } from '../../../engine/schema/database-schema.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { communityId } from '../../../linkers/community-id.ts';

const schema = telemetrySchema({ events: true, flows: true });

/** From the community ID specification. */
const PUBLISHED = '1:d/FP5EW3wiY1vCndhwleRRKHowQ=';

describe('countWrongCommunityIds', () => {
  it('should recompute the published value from both ends, in either direction', () => {
    const reversed = { src_ip: '8.8.8.8', src_port: 53, dst_ip: '192.168.1.52', dst_port: 54_585 };

    expect(count({})).to.equal(0);
    expect(count({ flow: reversed })).to.equal(0);
  });

  it('should count a link whose ID belongs to other rows, once', () => {
    expect(count({ link: { community_id: '1:LQU9qZlK+B5F3KDmev6m5PMibrg=' } })).to.equal(1);
    expect(count({ link: { community_id: null } })).to.equal(1);
    expect(count({ event: { src_port: 1 } })).to.equal(1);
    expect(count({ flow: { dst_ip: '9.9.9.9' } })).to.equal(1);
  });

  it('should leave other methods and dangling links to others', () => {
    expect(count({ link: { method: 'fqdn-time', community_id: null } })).to.equal(0);
    expect(count({ link: { event_id: 9, flow_id: 9 } })).to.equal(0);
  });

  it('should count nothing where the schema has no links', () => {
    const flowsOnly = telemetrySchema({ events: false, flows: true });

    expect(countWrongCommunityIds(flowsOnly, new Map(), communityId)).to.equal(0);
  });
});

type Cells = Readonly<Record<string, Value>>;

interface Change {
  readonly event?: Cells;
  readonly flow?: Cells;
  readonly link?: Cells;
}

function count({ event = {}, flow = {}, link = {} }: Change): number {
  const tuple = {
    subject_key: 1,
    protocol: 'udp',
    src_ip: '192.168.1.52',
    src_port: 54_585,
    dst_ip: '8.8.8.8',
    dst_port: 53,
  };
  const tie = { subject_key: 1, event_id: 1, flow_id: 1, method: 'cid', community_id: PUBLISHED };
  const rows = new Map<string, readonly Row[]>([
    ['events', [rowOf('events', { ...tuple, event_id: 1, ...event })]],
    ['flows', [rowOf('flows', { ...tuple, flow_id: 1, ...flow })]],
    ['links', [rowOf('links', { ...tie, link_id: 1, ...link })]],
  ]);
  return countWrongCommunityIds(schema, rows, communityId);
}

function rowOf(table: string, cells: Cells): Row {
  return tableNamed(schema, table).columns.map((one) => cells[one.name] ?? null);
}
