import type { Row, Value } from '../core/row.ts';
import { createSharedTexts } from './shared-texts.ts';

/** What the cells of a column are read as. */
export type CellType = 'number' | 'boolean' | 'text';

const TAB = 0x09;
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const NON_ASCII = 0x80;
const LETTER_N = 0x4e;
const LETTER_T = 0x74;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
/** No integer of more digits is exact in a double. */
const EXACT_DIGITS = 16;
const ESCAPE = /\\(.)/g;
const UNESCAPED: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * Makes a reader of COPY text, the inverse of `encodeCopyRows`.
 *
 * Texts that repeat within a column are one string in memory, and none keeps the input alive.
 *
 * @param types of the columns, in the order of the cells
 * @returns a function that takes text of whole rows
 */
export function createCopyDecoder(types: readonly CellType[]): (text: Buffer) => Row[] {
  const shared = types.map(createSharedTexts);
  const readCell = (text: Buffer, start: number, end: number, column: number): Value => {
    if (end - start === 2 && text[start] === BACKSLASH && text[start + 1] === LETTER_N) return null;
    const type = types[column];
    if (type === 'number') return readNumber(text, start, end);
    if (type === 'boolean') return text[start] === LETTER_T;
    const cell = readText(text, start, end);
    return shared[column]?.(cell) ?? cell;
  };
  return (text) => {
    const rows: Row[] = [];
    for (let at = 0; at < text.length; ) {
      const row: Value[] = new Array(types.length);
      for (let column = 0; column < types.length; column += 1) {
        const end = cellEnd(text, at);
        row[column] = readCell(text, at, end, column);
        at = end + 1;
      }
      rows.push(row);
    }
    return rows;
  };
}

/** Position of the tab or line feed that ends the cell. */
function cellEnd(text: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const byte = text[at];
    if (byte === TAB || byte === NEWLINE || byte === undefined) return at;
    at += 1;
  }
}

function readNumber(text: Buffer, start: number, end: number): number {
  const negative = text[start] === MINUS;
  const first = negative ? start + 1 : start;
  if (end - first > EXACT_DIGITS) return Number(text.toString('latin1', start, end));
  let value = 0;
  for (let at = first; at < end; at += 1) {
    const byte = text[at] as number;
    if (byte < ZERO || byte > NINE) return Number(text.toString('latin1', start, end));
    value = value * 10 + (byte - ZERO);
  }
  if (value > Number.MAX_SAFE_INTEGER) return Number(text.toString('latin1', start, end));
  return negative ? -value : value;
}

function readText(text: Buffer, start: number, end: number): string {
  let seen = 0;
  let escaped = false;
  for (let at = start; at < end; at += 1) {
    const byte = text[at] as number;
    seen |= byte;
    if (byte === BACKSLASH) escaped = true;
  }
  const raw =
    seen < NON_ASCII ? text.toString('latin1', start, end) : text.toString('utf8', start, end);
  return escaped ? raw.replace(ESCAPE, (_, mark: string) => UNESCAPED[mark] ?? mark) : raw;
}
