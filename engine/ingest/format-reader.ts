import type { CaptureFormat, SourceKind } from '../core/capture-format.ts';
import { ScenarioError } from '../core/errors.ts';
import { createCsvReader } from './csv-reader.ts';
import { parseEcsFlow } from './ecs-flow-json.ts';
import { type ByteReader, createLineSplitter } from './line-splitter.ts';
import { createMappedParser } from './mapped-csv.ts';
import { createNfdumpParser } from './nfdump-csv.ts';
import type { ReaderContext } from './reader-context.ts';
import type { DnsRecord, EventRecord, FlowRecord, RecordOf } from './records.ts';
import type { RowSink } from './row-sink.ts';
import { parseSysmonJson } from './sysmon-json.ts';
import { createSysmonXmlReader } from './sysmon-xml.ts';
import { createTsharkDnsParser } from './tshark-dns-csv.ts';
import { createUgr16Parser } from './ugr16-csv.ts';
import { parseZeekJson } from './zeek-json.ts';
import { dnsOfZeek, flowOfZeek, type ZeekRow } from './zeek-record.ts';
import { createZeekTsvParser } from './zeek-tsv.ts';

/** What is read: the kind of records, and the form in which they are written. */
export interface ReadTarget<K extends SourceKind> {
  readonly kind: K;
  readonly format: CaptureFormat;
}

/** Opens the reader of a format; what it reads goes into the sink. @throws ScenarioError */
export function createFormatReader<K extends SourceKind>(
  { kind, format }: ReadTarget<K>,
  context: ReaderContext,
  sink: RowSink<RecordOf[K]>,
): ByteReader {
  if (format === 'csv') return createCsvReader(context, sink, createMappedParser(kind, context));
  const reader =
    kind === 'events'
      ? eventReader(format, context, sink as RowSink<EventRecord>)
      : kind === 'flows'
        ? flowReader(format, context, sink as RowSink<FlowRecord>)
        : dnsReader(format, context, sink as RowSink<DnsRecord>);
  if (reader !== null) return reader;
  const { file } = context;
  throw new ScenarioError(`${file}: holds no ${kind} in this format: ${format}; name another`, {
    file,
    kind,
    format,
  });
}

function eventReader(
  format: CaptureFormat,
  context: ReaderContext,
  sink: RowSink<EventRecord>,
): ByteReader | null {
  const depth = context.limits.jsonDepth;
  if (format === 'sysmon-xml') return createSysmonXmlReader(context, sink);
  if (format !== 'sysmon-jsonl') return null;
  return lineReader(context, sink, (line) => parseSysmonJson(line, depth));
}

function flowReader(
  format: CaptureFormat,
  context: ReaderContext,
  sink: RowSink<FlowRecord>,
): ByteReader | null {
  if (format === 'nfdump-csv') return createCsvReader(context, sink, createNfdumpParser(context));
  if (format === 'ugr16-csv') return createCsvReader(context, sink, createUgr16Parser());
  if (format === 'ecs-flow-json') {
    return lineReader(context, sink, (line) => parseEcsFlow(line, context.limits.jsonDepth));
  }
  if (format !== 'zeek-conn-tsv' && format !== 'zeek-conn-json') return null;
  return zeekReader({ format, parse: flowOfZeek }, context, sink);
}

function dnsReader(
  format: CaptureFormat,
  context: ReaderContext,
  sink: RowSink<DnsRecord>,
): ByteReader | null {
  if (format === 'tshark-dns-csv') {
    return createCsvReader(context, sink, createTsharkDnsParser(context));
  }
  if (format !== 'zeek-dns-tsv' && format !== 'zeek-dns-json') return null;
  return zeekReader({ format, parse: dnsOfZeek }, context, sink);
}

interface ZeekLog<R> {
  readonly format: CaptureFormat;
  readonly parse: (row: ZeekRow) => R | null;
}

function zeekReader<R>(log: ZeekLog<R>, context: ReaderContext, sink: RowSink<R>): ByteReader {
  const depth = context.limits.jsonDepth;
  const split = log.format.endsWith('-json')
    ? (line: string) => parseZeekJson(line, depth)
    : createZeekTsvParser();
  return lineReader(context, sink, (line) => {
    const row = split(line);
    return row === null ? null : log.parse(row);
  });
}

function lineReader<R>(
  { limits }: ReaderContext,
  sink: RowSink<R>,
  parse: (line: string) => R | null,
): ByteReader {
  return createLineSplitter(limits.lineBytes, {
    line: (text, line) => sink.accept({ line, input: text, sample: text }, parse),
    defect: (reason, line, sample) => sink.bad(line, reason, sample),
  });
}
