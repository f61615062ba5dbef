import type { TimeUnit } from '../core/capture-format.ts';
import type { IngestLimits } from './ingest-limits.ts';

/** What a reader is told of the file at hand. */
export interface ReaderContext {
  /** Its path, named in errors. */
  readonly file: string;
  readonly limits: IngestLimits;
  /** For plain CSV: our field, then the header that the file gives it. */
  readonly columns: Readonly<Record<string, string>>;
  /** For plain CSV: what its times and durations count in. */
  readonly timeUnit: TimeUnit;
}
