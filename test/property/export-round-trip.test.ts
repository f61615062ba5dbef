import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { ExportForm } from '../../engine/export/export-form.ts';
import { formsOfStyle } from '../../engine/export/export-styles.ts';
import type { DnsRecord, EventRecord, FlowRecord } from '../../engine/ingest/records.ts';
import { communityId } from '../../linkers/community-id.ts';
import { expectRoundTrip } from '../support/expect-round-trip.ts';
import {
  dnsArbitrary,
  eventArbitrary,
  flowArbitrary,
  stampsArbitrary,
} from '../support/record-arbitrary.ts';

const OPTIONS = { numRuns: 60, seed: 42 };

describe('a round trip of events through our own readers', () => {
  for (const style of ['sysmon-json', 'sysmon-winlogbeat', 'sysmon-xml', 'ecs-json'] as const) {
    it(`should lose nothing that ${style} has a place for`, () => {
      const [form] = formsOfStyle(style, communityId) as [ExportForm<'events'>];
      fc.assert(
        fc.property(batch(eventArbitrary(style === 'sysmon-xml')), (events) => {
          expectRoundTrip(form, events, cameBack);
        }),
        OPTIONS,
      );
    });

    it(`should keep microseconds by ${style} wherever the two stamps lie`, () => {
      const [form] = formsOfStyle(style, communityId) as [ExportForm<'events'>];
      const stamped = fc
        .tuple(eventArbitrary(true), stampsArbitrary())
        .map(([event, [time_us, logged_us]]) => ({ ...event, time_us, logged_us }));
      fc.assert(
        fc.property(batch(stamped), (events) => {
          expectRoundTrip(form, events, cameBack);
        }),
        OPTIONS,
      );
    });
  }
});

describe('a round trip of flows through our own readers', () => {
  const [nfdump] = formsOfStyle('nfdump-csv', communityId) as [ExportForm<'flows'>];
  const [ugr] = formsOfStyle('ugr16-csv', communityId) as [ExportForm<'flows'>];
  const [conn] = formsOfStyle('zeek-tsv', communityId) as [ExportForm<'flows'>];
  const [connJson] = formsOfStyle('zeek-json', communityId) as [ExportForm<'flows'>];
  const [, ecs] = formsOfStyle('ecs-json', communityId) as [unknown, ExportForm<'flows'>];
  const cases: readonly [ExportForm<'flows'>, (flow: FlowRecord) => FlowRecord][] = [
    [conn, (flow) => flow],
    [connJson, (flow) => flow],
    [ecs, (flow) => flow],
    [nfdump, (flow) => ({ ...flow, label: unbroken(flow.label), ...someReplies(flow) })],
    [ugr, (flow) => ({ ...flow, label: unbroken(flow.label), duration_us: flow.duration_us ?? 0 })],
  ];
  for (const [form, fit] of cases) {
    it(`should lose nothing that ${form.file} has a place for`, () => {
      fc.assert(
        fc.property(batch(flowArbitrary()), (flows) => {
          expectRoundTrip(form, flows.map(fit), (flow) => flow);
        }),
        OPTIONS,
      );
    });
  }
});

describe('a round trip of DNS responses through our own readers', () => {
  const [, log] = formsOfStyle('zeek-tsv', communityId) as [unknown, ExportForm<'dns'>];
  const [, json] = formsOfStyle('zeek-json', communityId) as [unknown, ExportForm<'dns'>];
  for (const form of [log, json]) {
    it(`should lose nothing that ${form.file} has a place for`, () => {
      fc.assert(
        fc.property(batch(dnsArbitrary()), (records) => {
          expectRoundTrip<'dns'>(form, records, (record: DnsRecord) => record);
        }),
        OPTIONS,
      );
    });
  }
});

function batch<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(arbitrary, { minLength: 1, maxLength: 8 });
}

/** An event without a stamp of its logging is written as logged when it happened. */
function cameBack(event: EventRecord): EventRecord {
  return { ...event, logged_us: event.logged_us ?? event.time_us };
}

/** CSV lines end at a carriage return before a line feed. */
function unbroken(label: string | null): string | null {
  return label === null ? null : label.replaceAll('\r', '') || null;
}

/** nfdump's zeros on the way back mean that nothing was seen there. */
function someReplies({ dst_packets: packets, dst_bytes: bytes }: FlowRecord) {
  return { dst_packets: packets || null, dst_bytes: bytes || null };
}
