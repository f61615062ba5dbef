import { expect } from 'chai';
import type { SourceKind } from '../../engine/core/capture-format.ts';
import type { ExportForm } from '../../engine/export/export-form.ts';
import { createFormatReader } from '../../engine/ingest/format-reader.ts';
import { DEFAULT_LIMITS } from '../../engine/ingest/ingest-limits.ts';
import type { RecordOf } from '../../engine/ingest/records.ts';
import { createRowSink } from '../../engine/ingest/row-sink.ts';

/**
 * Writes records, reads them back, and expects them equal but for the fields that the form declares to
 * have no place for, the stamp's own text, and what `change` says of a record.
 */
export function expectRoundTrip<K extends SourceKind>(
  form: ExportForm<K>,
  records: readonly RecordOf[K][],
  change: (record: RecordOf[K]) => RecordOf[K],
): void {
  const rows = records.map((record, at) => `${form.line(record, at + 1)}\n`);
  const content = `${form.head(0)}${rows.join('')}${form.foot(0)}`;

  const read = readBack(form, content);

  expect(read.bad).to.deep.equal([]);
  expect(read.records.map(withoutStamp)).to.deep.equal(
    records.map((record) => withoutStamp(withoutAbsent(form, change(record)))),
  );
}

/** Reads a form's text by the reader of its format. */
function readBack<K extends SourceKind>({ kind, format }: ExportForm<K>, content: string) {
  const sink = createRowSink<RecordOf[K]>();
  const context = { file: 'made', limits: DEFAULT_LIMITS, columns: {}, timeUnit: 'iso' } as const;
  const reader = createFormatReader({ kind, format }, context, sink);
  reader.push(Buffer.from(content));
  reader.end();
  const batches = sink.take(true);
  return {
    records: batches.flatMap((one) => one.records),
    bad: batches.flatMap((one) => one.bad),
  };
}

/** A record with null for each field that the form declares to have no place for. */
function withoutAbsent<K extends SourceKind>(form: ExportForm<K>, record: RecordOf[K]) {
  const nulls = form.absentFields(record).map((field) => [field, null]);
  return { ...record, ...Object.fromEntries(nulls) } as RecordOf[K];
}

function withoutStamp(record: object) {
  return { ...record, raw_time: '' };
}
