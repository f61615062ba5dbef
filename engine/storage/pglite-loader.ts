import type { PGlite } from '@electric-sql/pglite';
import type { BulkLoader, TextChunks } from './bulk-loader.ts';
import { wholeRowSlices } from './text-slices.ts';

/** One COPY takes its text as one blob; larger slices cost memory and gain no speed. */
const SLICE_BYTES = 8 * 1024 * 1024;

/** Loads through PGlite's blob device, one COPY a slice, all in the caller's transaction. */
export function createPgliteLoader(connection: PGlite): BulkLoader {
  const copySlice = async (statement: string, parts: readonly Uint8Array[]) => {
    const blob = new Blob(parts as Uint8Array<ArrayBuffer>[]);
    const result = await connection.query(statement, [], { blob });
    return result.affectedRows ?? 0;
  };
  return {
    async copy(statement, chunks: TextChunks) {
      let rows = 0;
      for await (const parts of wholeRowSlices(chunks, SLICE_BYTES)) {
        rows += await copySlice(statement, parts);
      }
      return rows;
    },
  };
}
