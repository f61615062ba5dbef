import type { CaptureFormat, SourceKind, TimeUnit } from '../core/capture-format.ts';
import { openCaptureBytes } from './capture-bytes.ts';
import { detectFormat } from './detect-format.ts';
import { createFormatReader } from './format-reader.ts';
import { DEFAULT_LIMITS, type IngestLimits } from './ingest-limits.ts';
import type { RecordOf } from './records.ts';
import { createRowSink, type RowBatch } from './row-sink.ts';

/** What a file is read as. */
export interface ReadOptions<K extends SourceKind = SourceKind> {
  readonly kind: K;
  readonly format: CaptureFormat | 'auto';
  /** For `csv`: our field, then the header that the file gives it. */
  readonly columns?: Readonly<Record<string, string>>;
  /** For `csv`: what its times and durations count in; `iso` takes epoch seconds, too. */
  readonly timeUnit?: TimeUnit;
  readonly limits?: Partial<IngestLimits>;
}

/** About 2,000 rows of one file; the kind tells what the records are. */
export type CaptureBatch<K extends SourceKind = SourceKind> = K extends SourceKind
  ? RowBatch<RecordOf[K]> & {
      readonly kind: K;
      readonly format: CaptureFormat;
      /** Bytes of the file read so far: compressed ones if it is. */
      readonly bytesRead: number;
    }
  : never;

/**
 * Reads a capture as a stream; its memory does not grow with the file.
 *
 * Every line of the file becomes a record, a bad row, or is counted as skipped. Records keep the
 * order of the file.
 *
 * @throws DataError if the file cannot be read, its format is not known, or its gzip is broken
 * @throws ScenarioError if the format holds no such kind, or the column map does not fit it
 */
export async function* readCapture<K extends SourceKind>(
  file: string,
  options: ReadOptions<K>,
): AsyncGenerator<CaptureBatch<K>> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { kind, columns = {}, timeUnit = 'iso' } = options;
  const format =
    options.format === 'auto' ? await detectFormat(file, kind, limits) : options.format;
  const sink = createRowSink<RecordOf[K]>();
  const context = { file, limits, columns, timeUnit };
  const reader = createFormatReader({ kind, format }, context, sink);
  const { chunks, bytesRead } = await openCaptureBytes(file, limits);
  const label = (batch: RowBatch<RecordOf[K]>) =>
    ({ ...batch, kind, format, bytesRead: bytesRead() }) as unknown as CaptureBatch<K>;
  for await (const chunk of chunks) {
    reader.push(chunk);
    yield* sink.take(false).map(label);
  }
  reader.end();
  yield* sink.take(true).map(label);
}
