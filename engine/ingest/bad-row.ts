/** A line that could not be read into a record. */
export interface BadRow {
  /** From 1, in the decompressed file. */
  readonly line: number;
  readonly reason: string;
  /** The line as it stands, cut after 4,096 characters. */
  readonly sample?: string;
}

/** Longest piece of a bad line that is kept. */
export const SAMPLE_CHARS = 4096;

/**
 * Tells, inside the readers, that a line is no record; the message is the reason.
 *
 * NOTE: it never leaves the readers, which turn it into a `BadRow`; hence no `SynthesisError`.
 */
export class RowDefect extends Error {}

/** Refuses a value. @throws RowDefect always, with the field and the value in its message */
export function refuse(field: string, what: string, value: unknown): never {
  throw new RowDefect(`${field}: ${what}: ${cut(String(value), 80)}`);
}

/** The first characters of a text, with a sign where some are missing. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
