import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceKind } from '../../../engine/core/capture-format.ts';
import { readCapture } from '../../../engine/ingest/read-capture.ts';
import type {
  DnsRecord,
  EventRecord,
  FlowRecord,
  RecordOf,
} from '../../../engine/ingest/records.ts';
import { queryName } from '../../../engine/original/name-observations.ts';
import type {
  LinkableEvent,
  LinkableFlow,
  LinkInput,
  NameObservation,
} from '../../../engine/pipeline/ports.ts';

/** Where the public captures lie; null, with a warning, where they do not. */
export function dataFolder(name: string): string | null {
  const root = process.env.ENTWINE_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
  const folder = join(root, name);
  if (existsSync(folder)) return folder;
  console.warn(`skipped: no ${name} under ${root}; set ENTWINE_DATA to the folder that holds it`);
  return null;
}

/** Names of the captures in a data set. */
export function captureNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map((one) => one.name)
    .sort();
}

/** A capture's events of all types, and what the linker gets of it. */
export interface CaptureRows {
  readonly input: LinkInput;
  readonly events: readonly EventRecord[];
}

/** Reads one capture folder; `flowFiles` selects the flows among its files. */
export async function readRows(folder: string, flowFiles: RegExp): Promise<CaptureRows> {
  const files = readdirSync(folder).sort();
  const events = await readAll(join(folder, 'sysmon.jsonl.gz'), 'events');
  const flows: FlowRecord[] = [];
  for (const file of files.filter((one) => flowFiles.test(one))) {
    flows.push(...(await readAll(join(folder, file), 'flows')));
  }
  const answers: DnsRecord[] = [];
  for (const file of files.filter((one) => /^(dns.*\.csv|zeek-dns\.log)\.gz$/.test(one))) {
    answers.push(...(await readAll(join(folder, file), 'dns')));
  }
  const network = events.flatMap((one, row) =>
    one.event_type === 3 ? linkableEvent(one, row) : [],
  );
  const names = [...answers.map(answerOf), ...events.flatMap(queryOf)];
  return {
    input: { capture: folder, events: network, flows: flows.map(linkableFlow), names },
    events,
  };
}

function answerOf(row: DnsRecord): NameObservation {
  const addresses = row.answers.split('|').filter((one) => one !== '');
  const ttlUs = row.ttl_s === null ? null : row.ttl_s * 1_000_000;
  return { fqdn: row.query, addresses, timeUs: row.time_us, ttlUs, feed: 'dns', host: null };
}

function queryOf(one: EventRecord): NameObservation[] {
  if (one.event_type !== 22 || one.query_name === null || one.query_results === null) return [];
  const name = queryName(one.host, one.query_name, one.query_results, one.time_us);
  return name === null ? [] : [name];
}

function linkableEvent(one: EventRecord, rowId: number): LinkableEvent[] {
  if (one.src_ip === null || one.dst_ip === null) return [];
  return [
    {
      rowId,
      host: one.host,
      timeUs: one.time_us,
      loggedUs: one.logged_us,
      initiated: one.initiated,
      tuple: {
        protocol: one.protocol ?? '',
        sourceAddress: one.src_ip,
        sourcePort: one.src_port,
        destinationAddress: one.dst_ip,
        destinationPort: one.dst_port,
      },
    },
  ];
}

function linkableFlow(one: FlowRecord, rowId: number): LinkableFlow {
  return {
    rowId,
    startUs: one.start_us,
    endUs: one.start_us + (one.duration_us ?? 0),
    oneWay: one.dst_packets === null && one.dst_bytes === null,
    tuple: {
      protocol: one.protocol,
      sourceAddress: one.src_ip,
      sourcePort: one.src_port,
      destinationAddress: one.dst_ip,
      destinationPort: one.dst_port,
    },
  };
}

async function readAll<K extends SourceKind>(file: string, kind: K): Promise<RecordOf[K][]> {
  const rows: RecordOf[K][] = [];
  for await (const batch of readCapture(file, { kind, format: 'auto' })) {
    rows.push(...(batch as unknown as { records: readonly RecordOf[K][] }).records);
  }
  return rows;
}
