import type { Row } from '../core/row.ts';

/** What a manifest says of a written table. */
export interface FileFacts {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly rows: number;
}

/** Takes the rows of a table one batch after the other. */
export interface TableFile {
  write(rows: readonly Row[]): Promise<void>;
  /** Flushes the file to the disk and closes it. */
  finish(): Promise<FileFacts>;
  /** Closes a file that will not be finished. */
  discard(): Promise<void>;
}
