/** What a reader refuses to hold, so that its memory is bounded whatever it is given. */
export interface IngestLimits {
  /** Longest line, or XML event, in bytes; Sysmon messages are long. */
  readonly lineBytes: number;
  /** Longest CSV record in characters, quoted line breaks included. */
  readonly recordChars: number;
  /** Most bytes of output per byte of gzip, past the first MiB. */
  readonly gzipRatio: number;
  /** Deepest nesting of a JSON line. */
  readonly jsonDepth: number;
  /** Deepest nesting of an XML event. */
  readonly xmlDepth: number;
}

export const DEFAULT_LIMITS: IngestLimits = Object.freeze({
  lineBytes: 1024 * 1024,
  recordChars: 64 * 1024,
  gzipRatio: 200,
  jsonDepth: 64,
  xmlDepth: 32,
});
