import { type BadRow, cut, RowDefect, SAMPLE_CHARS } from './bad-row.ts';

/** What a reader has made of some lines: records and, beside each, its line. */
export interface RowBatch<R> {
  readonly records: readonly R[];
  /** Line of each record, from 1. */
  readonly lines: readonly number[];
  readonly bad: readonly BadRow[];
  /** Lines that hold no record of this kind: headers, comments, blank lines, other channels. */
  readonly skipped: number;
}

/** Collects the records of one file until they fill a batch. */
export interface RowSink<R> {
  /**
   * Runs a parser over one row and keeps what comes of it: a record, a skipped line for null, a bad
   * row for a `RowDefect`.
   */
  accept<T>(row: SinkRow<T>, parse: (input: T) => R | null): void;
  bad(line: number, reason: string, sample: string): void;
  skip(): void;
  /** Hands out the batches that are full, or with `all` everything. */
  take(all: boolean): readonly RowBatch<R>[];
}

/** One row on its way into a parser. */
export interface SinkRow<T> {
  readonly line: number;
  readonly input: T;
  /** The row as it stands, told if it is bad. */
  readonly sample: string;
}

/** Rows of a batch. */
export const BATCH_ROWS = 2000;

/** Opens an empty sink. */
export function createRowSink<R>(): RowSink<R> {
  let open = emptyBatch<R>();
  let full: RowBatch<R>[] = [];
  const close = () => {
    full.push(open);
    open = emptyBatch<R>();
  };
  const closeIfFull = () => {
    if (open.records.length + open.bad.length >= BATCH_ROWS) close();
  };
  const bad = (line: number, reason: string, sample: string) => {
    open.bad.push({ line, reason, sample: cut(sample, SAMPLE_CHARS) });
    closeIfFull();
  };
  return {
    accept: ({ line, input, sample }, parse) => {
      try {
        const record = parse(input);
        if (record === null) {
          open.skipped += 1;
          return;
        }
        open.records.push(record);
        open.lines.push(line);
        closeIfFull();
      } catch (error) {
        if (!(error instanceof RowDefect)) throw error;
        bad(line, error.message, sample);
      }
    },
    bad,
    skip: () => {
      open.skipped += 1;
    },
    take: (all) => {
      if (all && open.records.length + open.bad.length + open.skipped > 0) close();
      const batches = full;
      full = [];
      return batches;
    },
  };
}

interface OpenBatch<R> {
  readonly records: R[];
  readonly lines: number[];
  readonly bad: BadRow[];
  skipped: number;
}

function emptyBatch<R>(): OpenBatch<R> {
  return { records: [], lines: [], bad: [], skipped: 0 };
}
