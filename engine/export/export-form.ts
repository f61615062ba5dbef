import type { CaptureFormat, SourceKind } from '../core/capture-format.ts';
import type { RecordOf } from '../ingest/records.ts';

/** One way to write records of a kind, in a form that other programs read; pure text. */
export interface ExportForm<K extends SourceKind = SourceKind> {
  readonly kind: K;
  /** Name of the file as its readers expect it. */
  readonly file: string;
  /** The format under which our own readers take it back. */
  readonly format: CaptureFormat;
  /** Fields that this form has no place for: they come back null. `raw_time` is always the new stamp. */
  absentFields(record: RecordOf[K]): readonly (keyof RecordOf[K])[];
  /** What stands before the records, with its line feed; `openUs` is the first record's time. */
  head(openUs: number): string;
  /** One record without a line feed; `ordinal` counts the file's records from 1. */
  line(record: RecordOf[K], ordinal: number): string;
  /** What stands behind the records, with its line feed; `closeUs` is the last record's time. */
  foot(closeUs: number): string;
}

/** The five-tuple that is hashed; ICMP carries type and code as ports. */
export interface HashedTuple {
  readonly protocol: string;
  readonly sourceAddress: string;
  readonly sourcePort: number | null;
  readonly destinationAddress: string;
  readonly destinationPort: number | null;
}

/** Community ID of a tuple, null where it has none; the composition root passes it in. */
export type HashTuple = (tuple: HashedTuple) => string | null;

/** Head or foot of a form that has none. */
export const NOTHING = () => '';
