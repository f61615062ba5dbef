import { DataError } from '../core/errors.ts';
import type { Row, Value } from '../core/row.ts';
import { ByteWriter } from './byte-writer.ts';

const BACKSLASH = 0x5c;
const TAB = 0x09;
const SPACE = 0x20;
const FIRST_NON_ASCII = 0x80;
const LETTER_T = 0x74;
const LETTER_F = 0x66;
const NULL_MARK = '\\N';
const NEEDS_ESCAPE = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

/**
 * Writes rows in PostgreSQL's COPY text form, one line a row.
 *
 * A line feed byte ends a row and nothing else, so that the text may be cut after any of them.
 *
 * @param columns names, in the order of the cells
 * @param rows as many cells each as there are columns
 * @throws DataError for a NUL character, a number that is not finite, or a row of another width
 * @see PostgreSQL manual, COPY, File Formats, Text Format
 */
export function encodeCopyRows(columns: readonly string[], rows: readonly Row[]): Buffer {
  const writer = new ByteWriter(Math.max(256, rows.length * columns.length * 12));
  for (const row of rows) writeRow(writer, columns, row);
  return writer.take();
}

function writeRow(writer: ByteWriter, columns: readonly string[], row: Row): void {
  if (row.length !== columns.length) {
    const found = `${row.length} cells for ${columns.length} columns`;
    throw new DataError(`copy: row of another width: ${found}; give one cell a column`);
  }
  for (let index = 0; index < row.length; index += 1) {
    if (index > 0) writer.byte(TAB);
    writeCell(writer, row[index] as Value, columns[index] as string);
  }
  writer.newline();
}

function writeCell(writer: ByteWriter, value: Value, column: string): void {
  if (typeof value === 'string') {
    if (!writePlain(writer, value)) writeEscaped(writer, value, column);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refused(column, `number ${value}`);
    writer.number(value);
  } else if (value === null) {
    writer.ascii(NULL_MARK);
  } else {
    writer.byte(value ? LETTER_T : LETTER_F);
  }
}

/** Writes text of plain ASCII; false, with nothing written, where a character needs more care. */
function writePlain(writer: ByteWriter, text: string): boolean {
  const { length } = text;
  writer.reserve(length);
  const { bytes, at } = writer;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < SPACE || code >= FIRST_NON_ASCII || code === BACKSLASH) return false;
    bytes[at + index] = code;
  }
  writer.at = at + length;
  return true;
}

function writeEscaped(writer: ByteWriter, text: string, column: string): void {
  if (text.includes('\0')) throw refused(column, 'text with a NUL character');
  writer.utf8(text.replace(NEEDS_ESCAPE, (mark) => ESCAPES[mark] ?? mark));
}

function refused(column: string, what: string): DataError {
  return new DataError(`copy: column ${column}: cannot be stored: ${what}; quarantine the row`, {
    column,
  });
}
