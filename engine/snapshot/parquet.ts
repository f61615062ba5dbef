import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Row, Value } from '../core/row.ts';
import type { ColumnKind, ColumnSchema } from '../schema/column.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import { createDigestedFile } from './digested-file.ts';
import type { TableFile } from './table-file.ts';

/** Fixed, so that equal rows give equal bytes; a group of wide rows stays below 100 MB. */
const GROUP_ROWS = 50_000;
const PAGE_BYTES = 1024 * 1024;

/** How a column is stored; whole numbers are 64-bit, times among them as microseconds UTC. */
type Storage = 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'TEXT';

const STORAGE: Readonly<Record<ColumnKind, Storage>> = {
  key: 'INT64',
  integer: 'INT64',
  time: 'INT64',
  duration: 'INT64',
  port: 'INT64',
  real: 'DOUBLE',
  boolean: 'BOOLEAN',
  category: 'TEXT',
  address: 'TEXT',
  fqdn: 'TEXT',
  user: 'TEXT',
  path: 'TEXT',
  text: 'TEXT',
  guid: 'TEXT',
};

/**
 * Opens a Parquet file (Snappy) for a table; memory holds one group of 50,000 rows.
 *
 * @throws StorageError if the disk is full or the path cannot be written
 */
export async function createParquetFile(path: string, table: TableSchema): Promise<TableFile> {
  const file = await createDigestedFile(path);
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: parquetSchema(table),
    createdBy: 'entwine',
  });
  const drain = async () => {
    await file.write(bytes.getBytes());
    bytes.index = 0;
  };
  let group: Row[] = [];
  let count = 0;
  const writeGroup = async (rows: readonly Row[]) => {
    const columnData = table.columns.map(({ name, kind }, index) => ({
      name,
      data: columnOf(rows, index, STORAGE[kind]),
    }));
    await parquet.write({ columnData, rowGroupSize: GROUP_ROWS, pageSize: PAGE_BYTES });
    await drain();
  };
  return {
    write: async (rows) => {
      count += rows.length;
      for (const row of rows) group.push(row);
      while (group.length >= GROUP_ROWS) {
        await writeGroup(group.slice(0, GROUP_ROWS));
        group = group.slice(GROUP_ROWS);
      }
    },
    finish: async () => {
      if (group.length > 0) await writeGroup(group);
      await parquet.finish();
      await drain();
      return { ...(await file.finish()), rows: count };
    },
    discard: () => file.discard(),
  };
}

function parquetSchema(table: TableSchema): SchemaElement[] {
  return [{ name: 'root', num_children: table.columns.length }, ...table.columns.map(element)];
}

function element({ name, kind, nullable }: ColumnSchema): SchemaElement {
  const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED';
  const storage = STORAGE[kind];
  if (storage !== 'TEXT') return { name, type: storage, repetition_type };
  return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type };
}

function columnOf(rows: readonly Row[], index: number, storage: Storage): unknown[] {
  if (storage !== 'INT64') return rows.map((row) => row[index]);
  return rows.map((row) => {
    const value = row[index] as Value;
    return value === null ? null : BigInt(value);
  });
}
