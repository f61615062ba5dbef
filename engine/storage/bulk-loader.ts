import type { Row } from '../core/row.ts';
import { encodeCopyRows } from './copy-encoder.ts';
import { identifier } from './identifier.ts';

/** Rows in batches, made at once or over time. */
export type RowBatches = Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;

/** COPY text in pieces of any size; a piece may end in the middle of a row. */
export type TextChunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Brings COPY text into a table through an open connection; one implementation an engine. */
export interface BulkLoader {
  /** Runs the COPY statement over the whole text and returns the number of rows. */
  copy(statement: string, chunks: TextChunks): Promise<number>;
}

/** How the loader of an engine wants its statement and its source named. */
export type CopySource = 'STDIN' | "'/dev/blob'";

/** The COPY statement for those columns of a table. */
export function copyStatement(
  table: string,
  columns: readonly string[],
  source: CopySource,
): string {
  const names = columns.map((name) => identifier(name)).join(', ');
  return `COPY ${identifier(table)} (${names}) FROM ${source}`;
}

/** Encodes batches as they are asked for. */
export async function* encodeBatches(
  columns: readonly string[],
  batches: RowBatches,
): AsyncGenerator<Buffer> {
  for await (const rows of batches) {
    if (rows.length > 0) yield encodeCopyRows(columns, rows);
  }
}
