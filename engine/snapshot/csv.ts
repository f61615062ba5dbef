import type { Row, Value } from '../core/row.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import { ByteWriter } from '../storage/byte-writer.ts';
import { createDigestedFile } from './digested-file.ts';
import type { FileFacts, TableFile } from './table-file.ts';

const COMMA = 0x2c;
const NEEDS_QUOTES = /[",\r\n]/;
/** A spreadsheet takes a cell that begins with one of these for a formula. */
const FORMULA = /^['=+\-@\t\r]/;

export interface CsvOptions {
  /**
   * Puts `'` before text that a spreadsheet would run as a formula, and before text that begins
   * with `'`, so that a reader who knows can take it off again. Off by default: cells are exact.
   */
  readonly excelSafe?: boolean;
}

/**
 * Writes a table as CSV (RFC 4180): LF, a header, UTF-8, missing as an empty field.
 *
 * Empty text is `""`, so that it stays apart from missing.
 *
 * @throws StorageError if the disk is full or the path cannot be written
 */
export async function writeCsv(
  path: string,
  table: TableSchema,
  batches: AsyncIterable<readonly Row[]>,
  options: CsvOptions = {},
): Promise<FileFacts> {
  const file = await createCsvFile(path, table, options);
  try {
    for await (const rows of batches) await file.write(rows);
  } catch (error) {
    await file.discard();
    throw error;
  }
  return file.finish();
}

/** Opens a CSV file and writes its header. */
export async function createCsvFile(
  path: string,
  table: TableSchema,
  options: CsvOptions = {},
): Promise<TableFile> {
  const file = await createDigestedFile(path);
  const writer = new ByteWriter();
  const safe = options.excelSafe === true;
  let count = 0;
  writer.ascii(csvHeader(table));
  await file.write(writer.take());
  return {
    write: async (rows) => {
      for (const row of rows) writeRow(writer, row, safe);
      count += rows.length;
      await file.write(writer.take());
    },
    finish: async () => ({ ...(await file.finish()), rows: count }),
    discard: () => file.discard(),
  };
}

/** The first line of a table's file, with its line feed. */
export function csvHeader(table: TableSchema): string {
  return `${table.columns.map((column) => column.name).join(',')}\n`;
}

function writeRow(writer: ByteWriter, row: Row, safe: boolean): void {
  for (let index = 0; index < row.length; index += 1) {
    if (index > 0) writer.byte(COMMA);
    writeField(writer, row[index] as Value, safe);
  }
  writer.newline();
}

function writeField(writer: ByteWriter, value: Value, safe: boolean): void {
  if (value === null) return;
  if (typeof value === 'number') writer.number(value);
  else if (typeof value === 'boolean') writer.ascii(value ? 'true' : 'false');
  else writer.utf8(quoted(safe && FORMULA.test(value) ? `'${value}` : value));
}

function quoted(text: string): string {
  if (text !== '' && !NEEDS_QUOTES.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}
