import { open, stat } from 'node:fs/promises';
import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { DataError } from '../core/errors.ts';
import type { PlainTable, PlainValue } from '../core/plain-table.ts';

const MAGIC = 'PAR1';

const CODEC = /unsupported compression codec: (\w+)/;

/**
 * True where the file begins as Parquet does.
 *
 * @throws DataError if it cannot be read, or is a folder or a pipe, which cannot be read twice
 */
export async function isParquet(file: string): Promise<boolean> {
  try {
    await refuseNoFile(file);
    const handle = await open(file, 'r');
    try {
      const { buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
      return buffer.toString('latin1') === MAGIC;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? 'does not exist' : `cannot be read: ${code}`;
    throw new DataError(`${file}: ${what}; check the path`, { file, code }, error);
  }
}

async function refuseNoFile(file: string): Promise<void> {
  const found = await stat(file);
  if (found.isFile()) return;
  const what = found.isFIFO()
    ? 'is a pipe; write it to a file'
    : found.isDirectory()
      ? 'is a folder; name a file in it'
      : 'is no file; write it to a file';
  throw new DataError(`${file}: ${what}`, { file });
}

/**
 * Reads a flat Parquet file into columns; times become ISO text, whole numbers numbers.
 *
 * @throws DataError if the file is damaged, nested or compressed by other than Snappy
 */
export async function readPlainParquet(file: string): Promise<PlainTable> {
  const { names, records } = await readRecords(file);
  return {
    name: file,
    rows: records.length,
    columns: names.map((name) => ({
      name,
      values: records.map((record) => plainValue(record[name], { file, name })),
    })),
  };
}

interface Records {
  /** From the file's schema, so that a file without rows has them too. */
  readonly names: readonly string[];
  readonly records: readonly Record<string, unknown>[];
}

async function readRecords(path: string): Promise<Records> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    return {
      names: parquetSchema(metadata).children.map(({ element }) => element.name),
      records: await parquetReadObjects({ file, metadata }),
    };
  } catch (error) {
    // NOTE: of a damaged file the reader tells only where its own code stumbled.
    const codec = CODEC.exec(error instanceof Error ? error.message : '')?.[1];
    const what =
      codec === undefined
        ? 'is damaged, or not Parquet to its end; write it again'
        : `is compressed by ${codec}; write it uncompressed or with Snappy`;
    throw new DataError(`${path}: ${what}`, { file: path }, error);
  }
}

/** A number, or its digits where a number would run several of them (ids) into one. */
function wholeValue(value: bigint): PlainValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function plainValue(value: unknown, place: { file: string; name: string }): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return wholeValue(value);
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString();
  throw new DataError(
    `${place.file}: column ${place.name} is nested: ${typeof value}; give flat columns`,
    place,
  );
}
