import { open } from 'node:fs/promises';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { DataError } from '../core/errors.ts';
import type { PlainTable, PlainValue } from '../core/plain-table.ts';

const MAGIC = 'PAR1';

/** True where the file begins as Parquet does. @throws DataError if it cannot be read */
export async function isParquet(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
      return buffer.toString('latin1') === MAGIC;
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataError(`${file}: cannot be read: ${code}; check the path`, { file, code }, error);
  }
}

/**
 * Reads a flat Parquet file into columns; times become ISO text, whole numbers numbers.
 *
 * @throws DataError if the file is damaged, nested or compressed by other than Snappy
 */
export async function readPlainParquet(file: string): Promise<PlainTable> {
  const records = await readRecords(file);
  const names = Object.keys(records[0] ?? {});
  return {
    rows: records.length,
    columns: names.map((name) => ({
      name,
      values: records.map((record) => plainValue(record[name], { file, name })),
    })),
  };
}

async function readRecords(file: string): Promise<Record<string, unknown>[]> {
  try {
    return await parquetReadObjects({ file: await asyncBufferFromFile(file) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(
      `${file}: cannot be read as Parquet: ${reason}; write it uncompressed or with Snappy`,
      { file },
      error,
    );
  }
}

function plainValue(value: unknown, place: { file: string; name: string }): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString();
  throw new DataError(
    `${place.file}: column ${place.name} is nested: ${typeof value}; give flat columns`,
    place,
  );
}
