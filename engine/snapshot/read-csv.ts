import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { DataError } from '../core/errors.ts';
import type { Row, Value } from '../core/row.ts';
import type { ColumnKind, ColumnSchema } from '../schema/column.ts';
import { isNumericKind } from '../schema/column.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import { createSharedTexts } from '../storage/shared-texts.ts';
import { csvHeader } from './csv.ts';

const BATCH_ROWS = 10_000;
/** Small: a text of a row may keep the piece of the file that it was cut from. */
const READ_BYTES = 1 << 16;
/** No line of ours is longer; a file without line feeds must not fill the memory. */
const LONGEST_LINE = 16 * 1024 * 1024;
const QUOTE = '"';

/** What to know of a table's file besides its schema. */
export interface ReadCsvOptions {
  /** True where text was made safe for spreadsheets when it was written. */
  readonly excelSafe?: boolean;
}

/** A field as it was written: quotes tell empty text from missing. */
interface Field {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Reads back what `writeCsv` wrote; memory holds one batch.
 *
 * @throws DataError with file and record for what the table's columns cannot hold
 */
export async function* readCsv(
  path: string,
  table: TableSchema,
  options: ReadCsvOptions = {},
): AsyncGenerator<readonly Row[]> {
  const read = table.columns.map((column) => cellReader(column, options.excelSafe === true));
  let rows: Row[] = [];
  let line = 0;
  for await (const record of records(path)) {
    line += 1;
    if (line === 1) {
      if (`${record}\n` !== csvHeader(table)) throw wrong(path, line, 'header of another table');
      continue;
    }
    rows.push(readRow(record, read, (what) => wrong(path, line, what)));
    if (rows.length < BATCH_ROWS) continue;
    yield rows;
    rows = [];
  }
  if (line === 0) throw wrong(path, 1, 'no header');
  if (rows.length > 0) yield rows;
}

type CellReader = (field: Field) => Value | undefined;

function readRow(
  record: string,
  read: readonly CellReader[],
  failure: (what: string) => DataError,
): Row {
  const fields = record.includes(QUOTE) ? quotedFields(record) : plainFields(record);
  if (fields === null) throw failure('a quote that does not end its field');
  if (fields.length !== read.length) throw failure(`${fields.length} fields, not ${read.length}`);
  return fields.map((field, index) => {
    const value = read[index]?.(field);
    if (value === undefined) throw failure(`field ${index + 1} is not of its column's kind`);
    return value;
  });
}

/** Undefined is a text that the column cannot hold. */
function cellReader(column: ColumnSchema, excelSafe: boolean): CellReader {
  const read = valueReader(column.kind, excelSafe);
  return (field) => (field.text === '' && !field.quoted ? null : read(field.text));
}

function valueReader(kind: ColumnKind, excelSafe: boolean): (text: string) => Value | undefined {
  if (isNumericKind(kind)) {
    return (text) => {
      const value = Number(text);
      return text !== '' && String(value) === text && Number.isFinite(value) ? value : undefined;
    };
  }
  if (kind === 'boolean') {
    return (text) => (text === 'true' ? true : text === 'false' ? false : undefined);
  }
  const share = createSharedTexts();
  if (excelSafe) return (text) => share(text.startsWith("'") ? text.slice(1) : text);
  return share;
}

function plainFields(record: string): readonly Field[] {
  return record.split(',').map((text) => ({ text, quoted: false }));
}

/** Null where a quote stands in the middle of a field or never ends. */
function quotedFields(record: string): readonly Field[] | null {
  const fields: Field[] = [];
  for (let at = 0; at <= record.length; ) {
    const quoted = record[at] === QUOTE;
    const end = quoted ? closingQuote(record, at + 1) + 1 : endOfPlain(record, at);
    if (end === 0 || (end < record.length && record[end] !== ',')) return null;
    const text = quoted
      ? record.slice(at + 1, end - 1).replaceAll('""', QUOTE)
      : record.slice(at, end);
    if (!quoted && text.includes(QUOTE)) return null;
    fields.push({ text, quoted });
    at = end + 1;
  }
  return fields;
}

function endOfPlain(record: string, start: number): number {
  const comma = record.indexOf(',', start);
  return comma < 0 ? record.length : comma;
}

/** Position of the quote that ends a field, -1 where there is none. */
function closingQuote(record: string, start: number): number {
  let at = record.indexOf(QUOTE, start);
  while (at >= 0 && record[at + 1] === QUOTE) at = record.indexOf(QUOTE, at + 2);
  return at;
}

/** The records of a file without their line feeds; a quoted field may hold line feeds. */
async function* records(path: string): AsyncGenerator<string> {
  let parts: string[] = [];
  let length = 0;
  let open = false;
  for await (const line of lines(path)) {
    parts.push(line);
    length += line.length;
    if (length > LONGEST_LINE) throw wrong(path, 0, 'a field that does not end');
    if (line.includes(QUOTE) && line.split(QUOTE).length % 2 === 0) open = !open;
    if (open) continue;
    yield parts.length === 1 ? line : parts.join('\n');
    parts = [];
    length = 0;
  }
  if (parts.length > 0) throw wrong(path, 0, 'the last field does not end');
}

async function* lines(path: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    const pieces = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = pieces.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw wrong(path, 0, 'a line longer than 16 MiB');
    yield* pieces;
  }
  if (rest + decoder.end() !== '') throw wrong(path, 0, 'the last line has no line feed');
}

function wrong(path: string, line: number, what: string): DataError {
  const place = line === 0 ? path : `${path}:${line}`;
  return new DataError(`${place}: not as it was written: ${what}; take another copy of the file`, {
    path,
    line,
  });
}
