import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import type { SourceKind } from '../../../engine/core/capture-format.ts';
import type { ExportForm } from '../../../engine/export/export-form.ts';
import { EXPORT_STYLES, formsOfStyle } from '../../../engine/export/export-styles.ts';
import { readCapture } from '../../../engine/ingest/read-capture.ts';
import type {
  DnsRecord,
  EventRecord,
  FlowRecord,
  RecordOf,
} from '../../../engine/ingest/records.ts';
import { communityId } from '../../../linkers/community-id.ts';
import { expectRoundTrip } from '../../support/expect-round-trip.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const DATA = process.env.ENTWINE_DATA ?? join(ROOT, '..', 'shared', 'data');
const LSASS = join('linked-otrf-lsass', 'LSASS_campaign_01');
/** Records of a file that are looked at. */
const ENOUGH = 20_000;

const FILES: readonly [SourceKind, string][] = [
  ['events', join(LSASS, 'sysmon.jsonl.gz')],
  ['flows', join(LSASS, 'zeek-conn.log.gz')],
  ['flows', join(LSASS, 'netflow.csv.gz')],
  ['flows', join('netflow-ugr16', 'ugr16-2016-04-11.csv.gz')],
  ['dns', join(LSASS, 'dns-from-pcap.csv.gz')],
];

/** What comes back otherwise, as the page on export tells. */
const CHANGES: Readonly<Record<string, (record: never) => object>> = {
  'nfdump-csv': ({ dst_packets: packets, dst_bytes: bytes, ...rest }: FlowRecord) => ({
    ...rest,
    dst_packets: packets || null,
    dst_bytes: bytes || null,
  }),
  'ugr16-csv': (flow: FlowRecord) => ({ ...flow, duration_us: flow.duration_us ?? 0 }),
};

describe('public captures, exported and read again', function () {
  this.timeout(120_000);
  before(function () {
    if (existsSync(DATA)) return;
    console.warn(`no capture data: ${DATA}; set ENTWINE_DATA; skipping the export of captures`);
    this.skip();
  });

  for (const [kind, name] of FILES) {
    it(`should keep every record of ${name} in every form`, async () => {
      const records = await firstRecords(join(DATA, name), kind);

      for (const style of EXPORT_STYLES) {
        const forms = formsOfStyle(style, communityId) as readonly ExportForm[];
        for (const form of forms.filter((one) => one.kind === kind)) {
          expectRoundTrip(form, records, (record) => changed(form, record));
        }
      }
    });
  }
});

type AnyRecord = EventRecord | FlowRecord | DnsRecord;

function changed(form: ExportForm, record: AnyRecord): AnyRecord {
  const change = CHANGES[form.format] as ((one: AnyRecord) => AnyRecord) | undefined;
  return change === undefined ? record : change(record);
}

async function firstRecords<K extends SourceKind>(file: string, kind: K): Promise<RecordOf[K][]> {
  const records: RecordOf[K][] = [];
  for await (const batch of readCapture(file, { kind, format: 'auto' })) {
    records.push(...(batch.records as RecordOf[K][]));
    if (records.length >= ENOUGH) break;
  }
  return records;
}
