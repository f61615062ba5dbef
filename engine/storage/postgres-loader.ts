import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { BulkLoader } from './bulk-loader.ts';

/** Loads through the copy protocol, one COPY for the whole text. */
export function createPostgresLoader(connection: Client): BulkLoader {
  return {
    async copy(statement, chunks) {
      const sink = connection.query(copyFrom(statement));
      await pipeline(Readable.from(chunks, { objectMode: true }), sink);
      return sink.rowCount;
    },
  };
}
