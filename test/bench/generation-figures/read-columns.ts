import { closeSync, openSync, readSync } from 'node:fs';
import type { Dictionary } from './column-table.ts';

const CHUNK = 1 << 22;
const [COMMA, QUOTE, LINE_FEED, MINUS, ZERO, NINE] = [0x2c, 0x22, 0x0a, 0x2d, 0x30, 0x39];
const FIRST_ROWS = 1 << 14;

/** Numbers or codes of a file's columns by name. */
export interface ReadColumns {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Float64Array | Int32Array>;
}

/** What is read of a file. */
export interface ReadColumnsOptions {
  readonly dictionary: Dictionary;
  /** True for the columns that are read as numbers. */
  isNumber(name: string): boolean;
}

/**
 * Reads a CSV file (RFC 4180, LF, as runs write it) into typed columns, in pieces of 4 MiB.
 *
 * @throws Error if a record is longer than a piece, or a file has no header
 */
export function readColumns(path: string, options: ReadColumnsOptions): ReadColumns {
  const file = openSync(path, 'r');
  try {
    const reader = new ColumnReader(path, options);
    const chunk = Buffer.allocUnsafe(CHUNK);
    let held = 0;
    for (;;) {
      const read = readSync(file, chunk, held, CHUNK - held, null);
      const end = held + read;
      if (read === 0 && end > 0) chunk[end] = LINE_FEED;
      const used = reader.take(chunk, read === 0 && end > 0 ? end + 1 : end);
      if (read === 0) break;
      chunk.copyWithin(0, used, end);
      held = end - used;
      if (held === CHUNK) throw new Error(`${path}: a record is longer than ${CHUNK} bytes`);
    }
    return reader.finish();
  } finally {
    closeSync(file);
  }
}

type Values = Float64Array | Int32Array;

class ColumnReader {
  readonly #path: string;
  readonly #options: ReadColumnsOptions;
  #names: readonly string[] | null = null;
  #values: Values[] = [];
  #rows = 0;

  constructor(path: string, options: ReadColumnsOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Reads whole records. @returns where the first one that is not whole begins */
  take(bytes: Buffer, end: number): number {
    let at = 0;
    while (at < end) {
      const next = this.#names === null ? this.#header(bytes, end) : this.#record(bytes, at, end);
      if (next < 0) return at;
      at = next;
    }
    return at;
  }

  finish(): ReadColumns {
    if (this.#names === null) throw new Error(`${this.#path}: no header`);
    const cut = this.#values.map((values) => values.slice(0, this.#rows));
    const columns = new Map(this.#names.map((name, at) => [name, cut[at] as Values]));
    return { rows: this.#rows, columns };
  }

  #header(bytes: Buffer, end: number): number {
    const line = bytes.subarray(0, end).indexOf(LINE_FEED);
    if (line < 0) return -1;
    this.#names = bytes.toString('utf8', 0, line).split(',');
    this.#values = this.#names.map((name) =>
      this.#options.isNumber(name) ? new Float64Array(FIRST_ROWS) : new Int32Array(FIRST_ROWS),
    );
    return line + 1;
  }

  #record(bytes: Buffer, start: number, end: number): number {
    if (bytes[start] === LINE_FEED) return start + 1;
    if (this.#rows === (this.#values[0]?.length ?? 0)) this.#grow();
    let at = start;
    for (const values of this.#values) {
      const stop = bytes[at] === QUOTE ? quotedEnd(bytes, at, end) : plainEnd(bytes, at, end);
      if (stop >= end) return -1;
      values[this.#rows] =
        values instanceof Float64Array ? numberAt(bytes, at, stop) : this.#codeAt(bytes, at, stop);
      at = stop + 1;
    }
    this.#rows += 1;
    return at;
  }

  #codeAt(bytes: Buffer, from: number, to: number): number {
    if (from === to) return -1;
    if (bytes[from] !== QUOTE)
      return this.#options.dictionary.codeOf(bytes.toString('latin1', from, to));
    const text = bytes.toString('latin1', from + 1, to - 1).replaceAll('""', '"');
    return this.#options.dictionary.codeOf(text);
  }

  #grow(): void {
    this.#values = this.#values.map((values) => {
      const size = values.length * 2;
      const grown = values instanceof Float64Array ? new Float64Array(size) : new Int32Array(size);
      grown.set(values);
      return grown;
    });
  }
}

function plainEnd(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== COMMA && bytes[at] !== LINE_FEED) at += 1;
  return at;
}

/** Behind the closing quote; two quotes stand for one. */
function quotedEnd(bytes: Buffer, from: number, end: number): number {
  let at = from + 1;
  while (at < end) {
    if (bytes[at] !== QUOTE) at += 1;
    else if (bytes[at + 1] === QUOTE && at + 1 < end) at += 2;
    else return at + 1;
  }
  return end;
}

/** Whole numbers digit by digit; what has a point or an exponent by the language's own parser. */
function numberAt(bytes: Buffer, from: number, to: number): number {
  if (from === to) return Number.NaN;
  const isNegative = bytes[from] === MINUS;
  let value = 0;
  for (let at = isNegative ? from + 1 : from; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (byte < ZERO || byte > NINE) return Number(bytes.toString('latin1', from, to));
    value = value * 10 + byte - ZERO;
  }
  return isNegative ? -value : value;
}
